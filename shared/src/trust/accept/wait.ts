import type { Hearing } from './hearing.ts';

/** From the executor's first sight, so that who is told of it has the time to stop it. */
export const soloWait = 600_000;

/**
 * Until when what is dangerous has to wait where one person is enough; null: it has not. By the bare clock: the floor rises
 * with what is signed, and who signs one thing could shorten the wait of another.
 */
export function waitsUntil(hearing: Hearing): number | null {
  const { question, held } = hearing;
  if (question.kind === 'standing' || !held.root.policy.solo || hearing.reckoned().class !== 'dangerous') return null;
  const until = (held.firstSight(hearing.hash()) ?? held.now) + soloWait;
  return held.now < until ? until : null;
}
