/** What people ask for, with what it asks of others, and what is done for it by the clock. */
import type { DeviceId, RequestId } from '@fettle/shared/ids';
import type { FromCollector } from '@fettle/shared/protocol/messages';
import type { Clock } from './clock.ts';
import { everywhere } from './domain/access/index.ts';
import type { OrderPorts } from './domain/orders/index.ts';
import { answersFor, hearRequests, itemsFor, type RequestPorts, tendRequests } from './domain/requests/index.ts';
import type { Finding } from './domain/rules/index.ts';
import { askableMessage, askedMessage, askWork } from './edge/gateway/ask-work.ts';
import type { Stores } from './store/stores.ts';

export interface RequestNeeds {
  readonly stores: Stores;
  readonly clock: Clock;
  readonly orders: () => OrderPorts;
  /** Makes findings durable as incidents. */
  readonly sink: (findings: readonly Finding[]) => Promise<void>;
  /** To a connected device. False: it is not. */
  readonly send: (device: DeviceId, message: FromCollector) => boolean;
  readonly connected: () => DeviceId[];
}

export type RequestDesk = ReturnType<typeof createRequestDesk>;

const keptMs = 400 * 86_400_000;
const eventsAtOnce = 500;
const removedAtOnce = 500;

export function createRequestDesk({ stores, clock, orders, sink, send, connected }: RequestNeeds) {
  /** Up to which event endpoints were told how theirs stand; before the start they wonder by themselves. */
  let told: number | null = null;
  let turn: Promise<void> = Promise.resolve();

  const ports = (): RequestPorts => ({
    ...stores,
    orders: orders(),
    report: (finding) => sink([finding]),
    now: clock.now(),
  });

  async function hear(): Promise<void> {
    while ((await hearRequests(ports())) > 0);
    await tellEndpoints();
  }

  async function tellEndpoints(): Promise<void> {
    told ??= (await stores.events.bounds()).newest;
    for (;;) {
      const found = await stores.events.after(everywhere, told, eventsAtOnce);
      for (const { kind, device, detail } of found) {
        if (kind.startsWith('request.') && device !== null) await tellAsker(detail['request'] as RequestId);
      }
      if (found.some(({ kind }) => kind === 'request-item.changed')) await tellItems();
      told = found.at(-1)?.sequence ?? told;
      if (found.length < eventsAtOnce) return;
    }
  }

  async function tellAsker(id: RequestId): Promise<void> {
    const request = await stores.requests.request(everywhere, id);
    if (!request?.device || request.key === null) return;
    for (const answer of await answersFor(ports(), request.device, [request.key])) {
      send(request.device, askedMessage(answer));
    }
  }

  /** The catalogue is another one: everybody who is there is told. Who is not asks with the next connection. */
  async function tellItems(): Promise<void> {
    for (const device of connected()) send(device, askableMessage(await itemsFor(ports(), device)));
  }

  /** Never two at once: both would hear the same. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const next = turn.then(work);
    turn = next.catch(() => undefined);
    return next;
  }

  return {
    ports,
    /** What agents say of it. */
    work: askWork(ports),
    /** Every second. */
    tell: () => inTurn(hear),
    /** Every minute. */
    tend: () => inTurn(() => tendRequests(ports())),
    async retain(): Promise<void> {
      while ((await stores.requests.retain(clock.now() - keptMs, removedAtOnce)) === removedAtOnce);
    },
  };
}
