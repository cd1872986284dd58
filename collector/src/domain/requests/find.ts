import { FettleError } from '@fettle/shared/errors';
import type { RequestId } from '@fettle/shared/ids';
import { type Actor, everywhere, isAllowed } from '../access/index.ts';
import { isAsker, type RequestPorts } from './context.ts';
import type { Request } from './types.ts';

/** One of the actor's sites, where their role reads these, or their own. @throws FettleError `not_found` */
export async function findRequest(
  { requests }: Pick<RequestPorts, 'requests'>,
  actor: Actor,
  id: string,
): Promise<Request> {
  const seen = isAllowed(actor, 'request.read') ? await requests.request(actor.scope, id as RequestId) : null;
  if (seen) return seen;
  const found = await requests.request(everywhere, id as RequestId);
  if (!found || !isAsker(found, actor)) throw new FettleError('not_found');
  return found;
}
