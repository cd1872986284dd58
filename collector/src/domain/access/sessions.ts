import { randomBytes } from 'node:crypto';
import { type AccessContext, audited, personActor, secretHash } from './context.ts';
import type { Person, Session } from './types.ts';

const minute = 60_000;
/** A session ends so long after its last request, and so long after its beginning at the latest. */
export const idleMs = 30 * minute;
export const absoluteMs = 12 * 60 * minute;
/** Its use is written down at most so often: each write goes to disk. */
export const touchMs = minute;

export interface NewSession {
  /** What the browser keeps: 32 random bytes, base64url. Only its hash is stored. */
  readonly cookie: string;
  readonly person: Person;
  readonly expiresAt: number;
}

/** When a session that is used now ends. Pure. */
export function sessionEnd(createdAt: number, now: number): number {
  return Math.min(now + idleMs, createdAt + absoluteMs);
}

/** Begins a session for somebody who proved to be that person. */
export async function startSession({ store, now }: AccessContext, person: Person): Promise<NewSession> {
  const cookie = randomBytes(32).toString('base64url');
  const session: Session = {
    hash: secretHash(cookie),
    person: person.id,
    createdAt: now,
    usedAt: now,
    expiresAt: sessionEnd(now, now),
  };
  const actor = personActor(person);
  await store.addSession(session, { events: [], audit: [audited(actor, now, 'access.log-in', actor.id)] });
  return { cookie, person, expiresAt: session.expiresAt };
}
