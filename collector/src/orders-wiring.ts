/** Scripts, orders and trust with what they ask of others, and what is done for them by the clock. */
import type { DeviceId } from '@fettle/shared/ids';
import type { FromCollector } from '@fettle/shared/protocol/messages';
import type { Clock } from './clock.ts';
import { type Actor, everywhere } from './domain/access/index.ts';
import {
  approveOrder,
  dueDeliveries,
  markSent,
  refreshTrust,
  type OrderPorts,
  type Parcel,
  Parcels,
  type Run,
  scriptUse,
  type Standing,
  submitOrder,
  type Submitted,
  tendOrders,
  trustFor,
} from './domain/orders/index.ts';
import type { ScriptPorts } from './domain/scripts/index.ts';
import { findTrust, type Holding, publishStatement, tendTrust, type TrustInForce } from './domain/trust/index.ts';
import { createGrantNews } from './grant-news.ts';
import { Bodies } from './edge/gateway/bodies.ts';
import { createDomainWork } from './edge/gateway/domain-work.ts';
import type { Hub } from './edge/live/hub.ts';
import { RunOutput } from './edge/live/run-output.ts';
import { runMessage } from './edge/live/run-message.ts';
import type { Log } from './edge/log.ts';
import type { Stores } from './store/stores.ts';

export interface OrderDeskNeeds {
  readonly stores: Stores;
  readonly clock: Clock;
  readonly log: Log;
  readonly hub: () => Hub;
  /** To a connected device. False: it is not. */
  readonly send: (device: DeviceId, message: FromCollector) => boolean;
  readonly connected: () => DeviceId[];
}

export type OrderDesk = ReturnType<typeof createOrderDesk>;

/** Sent before other work gets its turn; a tree of 10,000 costs each about 0.1 ms. */
const sentAtOnce = 100;
/** What all devices are told is read anew after so long; at once when it changed here. */
const keptMs = 2_000;
/** Outputs of runs are kept so long, and taken away so many at once. */
const outputMs = 180 * 86_400_000;
const outputsAtOnce = 500;

export function createOrderDesk({ stores, clock, log, hub, send, connected }: OrderDeskNeeds) {
  const output = new RunOutput();
  const parcels = new Parcels(stores);
  const bodies = new Bodies();
  const tellGrants = createGrantNews({ stores, send });
  let world: { readonly at: number; readonly read: Promise<World> } | undefined;
  let delivering: Promise<void> = Promise.resolve();

  const ports = (): OrderPorts & Pick<Stores, 'access'> => ({ ...stores, now: clock.now() });
  const scriptPorts = (): ScriptPorts => ({
    store: stores.scripts,
    access: stores.access,
    trust: stores.trust,
    use: (scope) => scriptUse(ports(), scope),
    now: clock.now(),
  });

  /** What all devices are told, as of a moment ago at most. */
  function told(): Promise<World> {
    const now = clock.now();
    if (world && now - world.at < keptMs) return world.read;
    const read = readWorld(stores);
    world = { at: now, read };
    read.catch(() => (world = undefined));
    return read;
  }

  async function lacking(device: DeviceId, holding: Pick<Holding, 'root' | 'rev' | 'fresh' | 'standing'>) {
    const { trust, standing } = await told();
    const envelopes = trust ? trustFor(trust, holding) : [];
    const orders = await parcels.standing(device, standing, holding);
    return [...envelopes.map((envelope): Parcel => ({ envelope })), ...orders].map((one) => packed(device, one));
  }

  /** What waits for a device, and what was sent and may have been lost with its connection. */
  async function waitingFor(device: DeviceId): Promise<FromCollector[]> {
    const due = await dueDeliveries(ports(), parcels, [device], { limit: sentAtOnce, again: true });
    tell(
      await markSent(
        ports(),
        due.map(({ run }) => run),
      ),
    );
    return due.map(({ parcel }) => packed(device, parcel));
  }

  function packed(device: DeviceId, parcel: Parcel): FromCollector {
    bodies.promise(device, parcel.bodies ?? []);
    return statementOf(parcel);
  }

  function tell(runs: readonly Run[]): void {
    if (runs.length === 0) return;
    // A page that misses it sees it with the next event of the order.
    void hub()
      .runs(runs.map(runMessage))
      .catch(() => undefined);
  }

  const work = createDomainWork({
    bodies,
    ports,
    output,
    clock,
    log,
    lacking,
    waitingFor,
    tell,
    live: (item) => hub().output(item),
  });

  /** Sends what is queued for devices that are connected; one turn after the other. */
  function deliver(): Promise<void> {
    delivering = delivering.then(deliverAll, deliverAll);
    return delivering;
  }

  async function deliverAll(): Promise<void> {
    const wanted = await stores.runs.waiting(clock.now());
    if (wanted.length === 0) return;
    const there = new Set(connected());
    const waiting = wanted.filter((device) => there.has(device));
    for (let i = 0; i < waiting.length; i += sentAtOnce) {
      const some = waiting.slice(i, i + sentAtOnce);
      const due = await dueDeliveries(ports(), parcels, some, { limit: 4 * sentAtOnce, again: false });
      const sent = due.filter(({ run, parcel }) => send(run.device, packed(run.device, parcel)));
      tell(
        await markSent(
          ports(),
          sent.map(({ run }) => run),
        ),
      );
    }
  }

  /** What is new is told to every device that is connected, each what it lacks. */
  async function announce(): Promise<void> {
    world = undefined;
    const held = new Map((await stores.trust.holdings(everywhere)).map((one) => [one.device, one]));
    for (const device of connected()) {
      const holding = held.get(device);
      // One that never said what it holds is told when it does.
      if (holding) for (const message of await lacking(device, holding)) send(device, message);
    }
  }

  async function tend(): Promise<void> {
    await tendOrders(ports());
    await deliver();
    await tellGrants();
  }

  return {
    ports,
    scriptPorts,
    work,
    output,
    parcels,
    /** Takes what was signed, and begins with it. */
    async submit(actor: Actor, signed: Parameters<typeof submitOrder>[2]): Promise<Submitted> {
      await freshen(actor, signed.fresh);
      const answer = await submitOrder(ports(), actor, { ...signed, fresh: null });
      await begin(answer);
      return answer;
    },
    async approve(actor: Actor, input: Parameters<typeof approveOrder>[2]): Promise<Submitted> {
      await freshen(actor, input.fresh);
      const answer = await approveOrder(ports(), actor, { ...input, fresh: null });
      await begin(answer);
      return answer;
    },
    /** Takes a root, a revocation or freshness, and tells it to all who are connected. */
    async publish(actor: Actor, envelope: unknown): Promise<void> {
      await publishStatement(ports(), actor, { envelope });
      await announce();
    },
    /** Each second. */
    tend,
    /** Every minute: freshness that ends is told, and outputs that are old go. */
    async keep(): Promise<void> {
      await tendTrust({ ...stores, now: clock.now() });
      while ((await stores.runs.retainOutputs(clock.now() - outputMs, outputsAtOnce)) === outputsAtOnce);
    },
    async settle(): Promise<void> {
      await work.settle();
      await delivering;
    },
  };

  /** Freshness that came along goes to devices before the order does: without it they would refuse that as stale. */
  async function freshen(actor: Actor, envelope: unknown): Promise<void> {
    if (envelope === null) return;
    await refreshTrust(ports(), actor, envelope);
    await announce();
  }

  async function begin({ kind }: Submitted): Promise<void> {
    if (kind === 'order') await tend();
    else await announce();
  }
}

interface World {
  readonly trust: TrustInForce | null;
  readonly standing: readonly Standing[];
}

async function readWorld(stores: Stores): Promise<World> {
  const [trust, standing] = await Promise.all([findTrust(stores), stores.standing.standings()]);
  return { trust, standing };
}

function statementOf(parcel: Parcel): FromCollector {
  const { path, scripts, sealed, envelope } = parcel;
  return {
    type: 'statement',
    envelope,
    ...(path && { path: { index: path.index, hashes: [...path.hashes] } }),
    ...(scripts && { scripts: [...scripts] }),
    ...(sealed && { sealed }),
  };
}
