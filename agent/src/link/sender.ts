/** What a live session sends: dictionaries, frames within the window, facts, intervals. */
import type { Dictionary } from '@fettle/shared/protocol/frame';
import { limits } from '@fettle/shared/protocol/limits';
import type { FromAgent } from '@fettle/shared/protocol/messages';
import { dictionaryMessages } from './dictionary.ts';
import { createFrameBytes } from './frame-bytes.ts';
import { frameToSend } from './frame-to-send.ts';
import type { Facts, SessionNeeds } from './needs.ts';
import type { Entry } from './outbox.ts';
import type { Wire } from './socket.ts';

/** With more than this in the socket's buffer frames wait, so that a slow link holds little memory. */
const bufferedMost = 256 * 1024;
const lookAgainMs = 100;
/**
 * What waited goes out no faster than this, 320 frames a second: an hour at 10 s in a second or two, and neither the
 * device nor the collector that a whole fleet comes back to is busy with nothing else.
 */
export const pace = { frames: 64, everyMs: 200 } as const;

export interface Sender {
  /** The session is live; the collector has everything up to `resume`. Facts may be sent, frames wait for `start`. */
  begin(resume: number): void;
  start(): void;
  stop(): void;
  frames(): void;
  facts(): void;
  interval(): void;
  acknowledged(sequence: number): void;
  backOff(wait: number): void;
  /** The first frame that was sent, null before it. */
  readonly first: number | null;
}

type Needs = Pick<SessionNeeds, 'outbox' | 'offset' | 'clock' | 'interval' | 'facts' | 'omitted' | 'leftOut' | 'heard'>;

export function createSender(wire: Wire, needs: Needs, say: (message: FromAgent) => void): Sender {
  const { outbox, offset, clock, heard } = needs;
  const dictionary = { id: 0, sent: undefined as Dictionary | undefined, decimals: new Uint8Array() };
  let bytes = createFrameBytes();
  let state: 'idle' | 'live' | 'sending' | 'waiting' | 'stopped' = 'idle';
  let acked = 0;
  let first: number | null = null;
  let sentTo = 0;
  let unacknowledged: number[] = [];
  let paced = { since: Number.NEGATIVE_INFINITY, sent: 0 };
  let cancel = () => {};

  function name(next: Dictionary): void {
    if (next === dictionary.sent) return;
    for (const message of dictionaryMessages(dictionary.sent, next, dictionary.id + 1, needs.omitted())) {
      say(message);
      dictionary.id = message.id;
    }
    dictionary.sent = next;
    dictionary.decimals = Uint8Array.from(next.series, ({ decimals }) => decimals);
  }

  function send(entry: Entry): void {
    sentTo = entry.frame.sequence;
    first ??= sentTo;
    paced.sent++;
    name(entry.dictionary);
    try {
      const frame = frameToSend(entry, offset, clock);
      wire.send(bytes.of(entry, frame, dictionary.id, dictionary.decimals));
      unacknowledged.push(sentTo);
    } catch (error) {
      // The next acknowledgement takes it out of the outbox.
      heard.unsendable(sentTo, error);
    }
  }

  function mayGoOn(): boolean {
    return state === 'sending' && unacknowledged.length < limits.unacknowledged;
  }

  function pump(): void {
    // While waiting the timer is the back-off's.
    if (state === 'sending') cancel();
    while (mayGoOn()) {
      if (wire.buffered > bufferedMost) {
        cancel = clock.after(lookAgainMs, pump);
        return;
      }
      const now = clock.monotonic();
      if (now - paced.since >= pace.everyMs) paced = { since: now, sent: 0 };
      if (paced.sent >= pace.frames) {
        cancel = clock.after(paced.since + pace.everyMs - now, pump);
        return;
      }
      const most = Math.min(16, limits.unacknowledged - unacknowledged.length, pace.frames - paced.sent);
      const entries = outbox.pending(sentTo, most);
      if (entries.length === 0) return;
      for (const entry of entries) send(entry);
    }
  }

  function acknowledged(sequence: number): void {
    acked = Math.max(acked, sequence);
    outbox.acknowledge(sequence);
    const next = unacknowledged.findIndex((sent) => sent > sequence);
    unacknowledged = next < 0 ? [] : unacknowledged.slice(next);
    pump();
  }

  /** Everything after the last acknowledgement again, as if nothing had been sent. */
  function sendAgain(): void {
    sentTo = Math.max(acked, needs.leftOut.upTo);
    unacknowledged = [];
    bytes = createFrameBytes();
    say({ type: 'resume', after: acked });
    state = 'sending';
    pump();
  }

  return {
    begin(resume) {
      state = 'live';
      acked = resume;
      sentTo = Math.max(resume, needs.leftOut.upTo);
      outbox.acknowledge(resume);
    },
    start() {
      if (state !== 'live') return;
      state = 'sending';
      pump();
    },
    stop() {
      state = 'stopped';
      cancel();
    },
    frames: pump,
    facts() {
      const facts = needs.facts();
      if (facts !== null && state !== 'idle' && state !== 'stopped') say(factsMessage(facts));
    },
    interval() {
      if (state !== 'idle' && state !== 'stopped') say({ type: 'interval', ...needs.interval() });
    },
    acknowledged,
    backOff(wait) {
      state = 'waiting';
      cancel();
      cancel = clock.after(wait, sendAgain);
    },
    get first() {
      return first;
    },
  };
}

/** As many facts, in their order, as one message holds. */
function factsMessage({ time, facts }: Facts): FromAgent {
  let bytes = 1_024;
  const fitting = Object.entries(facts).filter(([name, value]) => {
    bytes += Buffer.byteLength(JSON.stringify(name)) + Buffer.byteLength(JSON.stringify(value)) + 2;
    return bytes <= limits.messageBytes;
  });
  return { type: 'facts', time, facts: Object.fromEntries(fitting) };
}
