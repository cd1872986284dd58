/**
 * What is said to the collector beside measurements: never more at once than what a slow link takes within moments, so that frames and
 * acknowledgements do not wait behind it.
 */
import type { FromAgent, OutputMessage } from '@fettle/shared/protocol/messages';
import type { Static } from '@fettle/shared/protocol/schema';
import type { Clock } from '../clock.ts';
import type { Said } from '../link/needs.ts';

/** Bytes that may wait in the socket before more is said: of what must arrive, and of output that somebody looks at. */
const most = { lasting: 64 * 1024, live: 16 * 1024 } as const;
const lookAgainMs = 100;
/** Output that is looked at, in base64 characters a second. */
const livePerSecond = 128 * 1024;

/** Something in several messages, made when it is their turn. */
export interface Parcel {
  readonly key: string;
  /** Called when it is its turn, so that what waits needs no memory. */
  open(): Contents | null;
}

export interface Contents {
  readonly parts: number;
  /** From 0; null: the rest is not needed any more. */
  part(place: number): FromAgent | null;
}

export interface Courier {
  /** Said once the link takes it, after all before it; one with the same key that still waits is replaced. */
  send(parcel: Parcel): void;
  /** One message. */
  say(key: string, message: FromAgent): void;
  /** Said now or never. */
  output(message: Static<typeof OutputMessage>): void;
  /** There is a new connection: what waited is forgotten, whoever sent it sends it again. */
  restart(): void;
  stop(): void;
}

export function createCourier(say: (message: FromAgent, most: number) => Said, clock: Clock): Courier {
  let waiting: Parcel[] = [];
  let open: { readonly contents: Contents; next: number } | null = null;
  let cancel = () => {};
  let live = { since: Number.NEGATIVE_INFINITY, characters: 0 };

  function pump(): void {
    cancel();
    for (;;) {
      if (open === null && waiting.length === 0) return;
      open ??= opened(waiting.shift());
      const message = open !== null && open.next < open.contents.parts ? open.contents.part(open.next) : null;
      if (open === null || message === null) {
        open = null;
        continue;
      }
      const said = say(message, most.lasting);
      if (said === 'full') cancel = clock.after(lookAgainMs, pump);
      // With the next connection it is sent again.
      if (said !== 'sent') return;
      open.next++;
    }
  }

  function send(parcel: Parcel): void {
    waiting = [...waiting.filter(({ key }) => key !== parcel.key), parcel];
    pump();
  }

  return {
    send,
    say: (key, message) => send({ key, open: () => ({ parts: 1, part: () => message }) }),
    output(message) {
      const now = clock.monotonic();
      if (now - live.since >= 1_000) live = { since: now, characters: 0 };
      if (live.characters + message.data.length > livePerSecond) return;
      if (say(message, most.live) === 'sent') live.characters += message.data.length;
    },
    restart() {
      waiting = [];
      open = null;
      cancel();
    },
    stop() {
      waiting = [];
      cancel();
    },
  };
}

function opened(parcel: Parcel | undefined): { readonly contents: Contents; next: number } | null {
  const contents = parcel?.open() ?? null;
  return contents === null ? null : { contents, next: 0 };
}
