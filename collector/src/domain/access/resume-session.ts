import { type AccessContext, personActor, secretHash } from './context.ts';
import { sessionEnd, touchMs } from './sessions.ts';
import type { Actor } from './types.ts';

export interface ResumedSession extends Actor {
  /** When it ends if it is not used again. */
  readonly expiresAt: number;
}

/**
 * Who sends this cookie, or null. The role is the person's of now. A request counts as use; an open stream does not
 * (`use: false`).
 */
export async function resumeSession(
  { store, now }: AccessContext,
  { cookie, use = true }: { readonly cookie: string; readonly use?: boolean },
): Promise<ResumedSession | null> {
  const session = await store.session(secretHash(cookie));
  if (!session || now >= session.expiresAt) return null;
  const person = await store.person(session.person);
  if (person?.state !== 'active') return null;
  let { expiresAt } = session;
  if (use && now - session.usedAt >= touchMs) {
    expiresAt = sessionEnd(session.createdAt, now);
    await store.touchSession(session.hash, now, expiresAt);
  }
  return { ...personActor(person), expiresAt };
}
