import { systemActor, everywhere } from '../access/index.ts';
import { type Rollout, type Step, nextStep } from './advance.ts';
import { orderEvent, orderNote, type OrderPorts } from './context.ts';
import { countOf, failedStates, sumOf } from './run-states.ts';
import type { RingMove } from './store.ts';
import type { Order, Ring, RunCounts } from './types.ts';

type Ports = Pick<OrderPorts, 'orders' | 'runs' | 'standing' | 'now'>;

/** A run that was sent and did not come back is given up so long after its order's time: it may be under way till then. */
const graceMs = 3_600_000;
const expiredAtOnce = 500;
/** Steps of one order at once: a ring begins, is seen to be over, and so on. */
const stepsAtMost = 64;

const actor = systemActor('orders');

/** What time and results do to orders: rings begin, halt and end, what is over its time expires. Gives whether anything moved. */
export async function tendOrders(ports: Ports): Promise<boolean> {
  let moved = false;
  const active = await ports.orders.active();
  const counts = await ports.runs.counts(
    everywhere,
    active.map(({ id }) => id),
  );
  for (const order of active) {
    if (await advance(ports, order, counts.get(order.id) ?? [])) moved = true;
  }
  if (await giveUp(ports)) moved = true;
  if (await expireStanding(ports)) moved = true;
  return moved;
}

async function advance(ports: Ports, before: Order, first: readonly RunCounts[]): Promise<boolean> {
  let [order, counts] = [before, first];
  for (let i = 0; i < stepsAtMost; i++) {
    // Most have nothing to do, which the order alone shows: rings are read for those that may.
    const rings = await ports.orders.rings(order.id);
    const step = nextStep(rolloutOf(order, rings, counts), ports.now);
    if (step === null) return i > 0;
    const change = changeOf(order, rings, step, ports.now, counts);
    const answer = await ports.orders.change(change.order, change.rings, change.moves, change.note);
    // Somebody else moved it: the next turn sees how it stands.
    if (answer === 'changed_meanwhile') return true;
    order = change.order;
    if (change.moves.length > 0) counts = (await ports.runs.counts(everywhere, [order.id])).get(order.id) ?? [];
  }
  return true;
}

function rolloutOf(order: Order, rings: readonly Ring[], counts: readonly RunCounts[]): Rollout {
  const { state, notBefore, expires, ring, plan } = order;
  const shown = rings.map(({ targets, forgiven, endedAt }) => ({ targets, forgiven, overSince: endedAt }));
  return { state, notBefore, expires, ring, haltAt: plan.haltAt, waitMs: plan.waitMs, rings: shown, counts };
}

interface Change {
  readonly order: Order;
  readonly rings: readonly Ring[];
  readonly moves: readonly RingMove[];
  readonly note: ReturnType<typeof orderNote>;
}

function changeOf(
  before: Order,
  rings: readonly Ring[],
  step: Step,
  now: number,
  counts: readonly RunCounts[],
): Change {
  const order: Order = { ...before, version: before.version + 1 };
  const told = (kind: string, more: object = {}) => {
    const by = before.signers.join(', ');
    const event = orderEvent(now, kind, before.sites, { order: before.id, title: before.title, by, ...more });
    return orderNote(actor, event, { action: `orders.${step.step}`, target: `order:${before.id}` });
  };
  const silent = { events: [], audit: [] };
  const ringAt = (place: number, fields: Partial<Ring>) =>
    rings.filter(({ ring }) => ring === place).map((one) => ({ ...one, ...fields }));
  switch (step.step) {
    case 'begin':
      return {
        order: { ...order, state: 'running', ring: step.ring, why: null },
        rings: ringAt(step.ring, { state: 'running', startedAt: now }),
        moves: [{ rings: [step.ring], from: ['withheld'], to: 'queued', at: now, code: null }],
        note: told(step.ring === 0 ? 'order.started' : 'order.ring', { ring: step.ring, rings: before.rings }),
      };
    case 'over':
      return { order, rings: ringAt(step.ring, { state: 'ended', endedAt: now }), moves: [], note: silent };
    case 'open':
      return { order, rings: ringAt(step.ring, { state: 'running', endedAt: null }), moves: [], note: silent };
    case 'halt': {
      const why = `Halted: ${step.failed} of ${step.of} in ring ${before.ring + 1} failed.`;
      return {
        order: { ...order, state: 'halted', why },
        rings: ringAt(before.ring, { state: 'halted' }),
        moves: [],
        note: told('order.halted', { ring: before.ring, failed: step.failed, of: step.of }),
      };
    }
    case 'expire':
      return expired(order, rings, now, told);
    case 'end':
  }
  return {
    order: { ...order, state: 'ended', endedAt: now, why: null },
    rings: rings.map((one) => ({ ...one, state: 'ended', endedAt: one.endedAt ?? now })),
    moves: [],
    note: told('order.ended', { counts: sumOf(counts), failed: countOf(sumOf(counts), failedStates) }),
  };
}

/** What never began is over; of one that runs, what was not sent. */
function expired(order: Order, rings: readonly Ring[], now: number, told: (kind: string) => Change['note']): Change {
  const all = rings.map(({ ring }) => ring);
  const moves: RingMove[] = [{ rings: all, from: ['withheld', 'queued'], to: 'expired', at: now, code: null }];
  if (order.state === 'running' || order.state === 'halted') {
    return { order, rings: [], moves, note: { events: [], audit: [] } };
  }
  const why = order.state === 'waiting-approval' ? 'Nobody approved it in time.' : 'Its time was over before it began.';
  return {
    order: { ...order, state: 'expired', endedAt: now, why },
    rings: rings.map((one) => ({ ...one, state: 'expired', endedAt: now })),
    moves,
    note: told('order.ended'),
  };
}

/** Runs that were sent and of which nothing was heard for long after their order's time. */
async function giveUp({ runs, now }: Ports): Promise<boolean> {
  const late = await runs.overdue(now - graceMs, expiredAtOnce);
  if (late.length === 0) return false;
  const moves = late.map((run) => ({ before: run.state, after: { ...run, state: 'expired' as const, endedAt: now } }));
  await runs.move(moves, () => ({ events: [], audit: [] }));
  return true;
}

async function expireStanding({ standing, now }: Ports): Promise<boolean> {
  const over = (await standing.standings()).filter(
    ({ state, expires }) => expires <= now && (state === 'in-force' || state === 'waiting-approval'),
  );
  for (const one of over) {
    const event = orderEvent(now, 'standing.ended', [], { standing: one.id, name: one.name, state: 'expired' });
    const note = orderNote(actor, event, { action: 'orders.expire', target: `standing:${one.id}` });
    await standing.change({ ...one, state: 'expired' }, one.state, note);
  }
  return over.length > 0;
}
