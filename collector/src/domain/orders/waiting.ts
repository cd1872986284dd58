import { FettleError } from '@fettle/shared/errors';
import type { OrderId, StatementId } from '@fettle/shared/ids';
import type { Envelope } from '@fettle/shared/trust/envelope';
import type { Actor } from '../access/index.ts';
import type { OrderPorts } from './context.ts';
import type { Order, Ring, Standing } from './types.ts';
import { requireWhole } from './whole.ts';

/** What waits for somebody's second signature. */
export type Waiting =
  | {
      readonly kind: 'order';
      readonly order: Order;
      readonly rings: readonly Ring[];
      readonly envelopes: readonly Envelope[];
    }
  | { readonly kind: 'standing'; readonly standing: Standing; readonly envelopes: readonly Envelope[] };

type Ports = Pick<OrderPorts, 'orders' | 'standing' | 'runs' | 'devices'>;

/**
 * By the order's id, or the standing order's.
 * @throws FettleError `not_found`, `order_state` when it waits no longer, `not_allowed` for who does not see all of its devices
 */
export async function findWaiting(ports: Ports, actor: Actor, id: string): Promise<Waiting> {
  const { orders, standing } = ports;
  const order = await orders.order(actor.scope, id as OrderId);
  if (order) {
    if (order.state !== 'waiting-approval') throw over();
    const rings = await orders.rings(order.id);
    await requireWhole(ports, actor, rings);
    return { kind: 'order', order, rings, envelopes: rings.map(({ envelope }) => envelope) };
  }
  const versions = await standing.versions(id as StatementId);
  if (versions.length === 0) throw new FettleError('not_found');
  const found = versions.find(({ state }) => state === 'waiting-approval');
  if (!found) throw over();
  return { kind: 'standing', standing: found, envelopes: [found.envelope] };
}

const over = () => new FettleError('order_state', 'This waits for nobody’s signature any more.');
