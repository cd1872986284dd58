import { FettleError } from '@fettle/shared/errors';
import type { OrderId } from '@fettle/shared/ids';
import { type Actor, allow, everywhere } from '../access/index.ts';
import { nameOf, orderEvent, orderNote, type OrderPorts } from './context.ts';
import { countOf, failedStates } from './run-states.ts';
import type { RingMove } from './store.ts';
import type { Order, Ring } from './types.ts';
import { requireWhole } from './whole.ts';

type Ports = Pick<OrderPorts, 'orders' | 'runs' | 'devices' | 'access' | 'now'>;

export interface OrderActInput {
  readonly id: string;
  readonly act: 'stop' | 'continue';
  /** The version that was read. */
  readonly version: number;
}

/** What may be done with an order by people who need no key. */
export function actsOf({ state }: Pick<Order, 'state'>): ('stop' | 'continue')[] {
  if (state === 'halted') return ['stop', 'continue'];
  return ['waiting-approval', 'planned', 'running'].includes(state) ? ['stop'] : [];
}

/**
 * `stop`: nothing more of it is sent; what runs is ended only by the signed stop switch. `continue`: a halted one goes on, and
 * what failed so far halts it no more; that is for who sees all of its devices, to stop it for everybody who sees one.
 * @throws FettleError `not_found`, `order_state`, `changed_meanwhile`, `not_allowed`
 */
export async function actOnOrder(ports: Ports, actor: Actor, { id, act, version }: OrderActInput): Promise<void> {
  allow(actor, 'order.act');
  const order = await ports.orders.order(actor.scope, id as OrderId);
  if (!order) throw new FettleError('not_found');
  if (order.version !== version) throw new FettleError('changed_meanwhile');
  if (!actsOf(order).includes(act)) {
    throw new FettleError('order_state', `An order that is ${order.state} cannot be told to ${act}.`);
  }
  const rings = await ports.orders.rings(order.id);
  if (act === 'continue') await requireWhole(ports, actor, rings);
  const by = (await nameOf(ports, actor)).name;
  const change = act === 'stop' ? stopped(order, rings, by, ports.now) : await continued(ports, order, rings);
  const kind = act === 'stop' ? 'order.stopped' : 'order.ring';
  const event = orderEvent(ports.now, kind, order.sites, { order: order.id, title: order.title, by, ring: order.ring });
  const note = orderNote(actor, event, { action: `orders.${act}`, target: `order:${order.id}` });
  const answer = await ports.orders.change(change.order, change.rings, change.moves, note);
  if (answer === 'changed_meanwhile') throw new FettleError(answer);
}

interface Change {
  readonly order: Order;
  readonly rings: readonly Ring[];
  readonly moves: readonly RingMove[];
}

function stopped(order: Order, rings: readonly Ring[], by: string, now: number): Change {
  const all = rings.map(({ ring }) => ring);
  return {
    order: { ...order, state: 'stopped', endedAt: now, why: `Stopped by ${by}.`, version: order.version + 1 },
    rings: rings.filter(({ endedAt }) => endedAt === null).map((one) => ({ ...one, state: 'stopped', endedAt: now })),
    moves: [{ rings: all, from: ['withheld', 'queued'], to: 'stopped', at: now, code: null }],
  };
}

async function continued({ runs }: Ports, order: Order, rings: readonly Ring[]): Promise<Change> {
  const counts = (await runs.counts(everywhere, [order.id])).get(order.id)?.[order.ring] ?? {};
  const forgiven = countOf(counts, failedStates);
  return {
    order: { ...order, state: 'running', why: null, version: order.version + 1 },
    rings: rings.filter(({ ring }) => ring === order.ring).map((one) => ({ ...one, state: 'running', forgiven })),
    moves: [],
  };
}
