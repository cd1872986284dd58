import type { Value } from '@fettle/shared/api/value';
import { FettleError } from '@fettle/shared/errors';
import { type Actor, allow, inScope, type Scope } from '../access/index.ts';
import { gatherValue, type ValuePorts } from './gather.ts';
import { reckonValue } from './reckon.ts';

const longestMs = 400 * 86_400_000;

/**
 * What was saved, lost and spent in a span, of what the actor sees, or of one of their sites; months are of UTC.
 * @throws FettleError `not_allowed`, `input_invalid`, `query_too_large`, `not_found` (site)
 */
export async function getValue(
  ports: ValuePorts,
  actor: Actor,
  { from, to, site }: { readonly from: number; readonly to: number; readonly site?: string },
): Promise<Value> {
  allow(actor, 'value.read');
  if (to <= from) throw new FettleError('input_invalid', '`to` must lie after `from`.');
  if (to - from > longestMs) throw new FettleError('query_too_large', 'Ask for 400 days at most.');
  return reckonValue(await gatherValue(ports, narrowed(actor.scope, site), { from, to, zone: 'UTC' }));
}

function narrowed(scope: Scope, site: string | undefined): Scope {
  if (site === undefined) return scope;
  if (!inScope(scope, site)) throw new FettleError('not_found');
  return { ...scope, sites: [site] };
}
