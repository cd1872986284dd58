import { roles } from '@fettle/shared/api/session';
import { type Actor, isAllowed, personOf } from '../access/index.ts';
import { isAsker } from './context.ts';
import { isJudgement, mayNow, type RequestDeed, requestDeeds } from './moves.ts';
import type { Request } from './types.ts';

/** Why somebody may not do it, whatever its state; null: they may. */
export function barOf(actor: Actor, request: Request, deed: RequestDeed): 'own_request' | 'not_allowed' | null {
  const own = isAsker(request, actor);
  if (isJudgement(deed)) {
    if (personOf(actor) === null || !isAllowed(actor, 'request.approve')) return 'not_allowed';
    if (own) return 'own_request';
    const { approval } = request;
    return approval === 'manager' && roles.indexOf(actor.role) < roles.indexOf('manager') ? 'not_allowed' : null;
  }
  // Whoever takes it on is somebody.
  if (deed === 'own' && personOf(actor) === null) return 'not_allowed';
  // To take back and to add a word is also for who asked.
  if (own && (deed === 'cancel' || deed === 'note') && isAllowed(actor, 'request.ask')) return null;
  return isAllowed(actor, 'request.act') ? null : 'not_allowed';
}

/** What somebody may do with it now. */
export function deedsFor(actor: Actor, request: Request): RequestDeed[] {
  return requestDeeds.filter((deed) => mayNow(deed, request) && barOf(actor, request, deed) === null);
}
