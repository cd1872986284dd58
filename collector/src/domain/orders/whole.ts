import { FettleError } from '@fettle/shared/errors';
import type { Actor } from '../access/index.ts';
import type { OrderPorts } from './context.ts';
import type { Ring } from './types.ts';

/**
 * Who moves an order on sees every device that it goes to; to see one of them shows an order, but gives no say over the others.
 * @throws FettleError `not_allowed`
 */
export async function requireWhole(
  { runs, devices }: Pick<OrderPorts, 'runs' | 'devices'>,
  { scope }: Actor,
  rings: readonly Pick<Ring, 'statement'>[],
): Promise<void> {
  if (scope.sites === 'all' && scope.selector === undefined) return;
  const seen = new Set((await devices.devices(scope)).map(({ id }) => id));
  for (const { statement } of rings) {
    if ((await runs.targets(statement)).every(({ id }) => seen.has(id))) continue;
    throw new FettleError(
      'not_allowed',
      'It also goes to devices that are none of yours: it is for who sees all of them.',
    );
  }
}
