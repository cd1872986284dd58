import type { Approval } from '@fettle/shared/api/orders';
import { type Actor, allow } from '../access/index.ts';
import type { OrderPorts } from './context.ts';

/** What waits for somebody's second signature, oldest first. @throws FettleError `not_allowed` */
export async function listApprovals(
  { orders, standing }: Pick<OrderPorts, 'orders' | 'standing'>,
  actor: Actor,
): Promise<Approval[]> {
  allow(actor, 'order.read');
  const waiting = await orders.orders(actor.scope, { states: ['waiting-approval'], limit: 1_000 });
  const once = waiting.map((order): Approval => ({
    id: order.id,
    kind: 'order',
    title: order.title,
    words: order.words,
    dangers: [...order.dangers],
    signedBy: [...order.signers],
    signedAt: order.signedAt,
    expires: order.expires,
    command: `fettle approve ${order.id}`,
  }));
  const lasting = (await standing.standings())
    .filter(({ state }) => state === 'waiting-approval')
    .map((one): Approval => ({
      id: one.id,
      kind: 'standing',
      title: one.name,
      words: one.words,
      dangers: [...one.dangers],
      signedBy: [...one.signers],
      signedAt: one.signedAt,
      expires: one.expires,
      command: `fettle approve ${one.id}`,
    }));
  return [...once, ...lasting].toSorted((a, b) => a.signedAt - b.signedAt);
}
