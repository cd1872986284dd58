import { type AccessContext, audited, secretHash } from './context.ts';
import { allow } from './permissions.ts';
import type { Actor } from './types.ts';

/** Ends the session of this cookie; one that is over already is no error. */
export async function logOut(
  { store, now }: AccessContext,
  actor: Actor,
  { cookie }: { readonly cookie: string },
): Promise<void> {
  allow(actor, 'session.own');
  await store.endSession(secretHash(cookie), {
    events: [],
    audit: [audited(actor, now, 'access.log-out', actor.id)],
  });
}
