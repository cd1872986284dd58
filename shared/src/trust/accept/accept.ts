/** Whether a device does what it is asked: the only judgement that counts. */
import { TrustError } from '../errors.ts';
import { checks } from './checks.ts';
import { hear, type Hearing } from './hearing.ts';
import { jobOf } from './job.ts';
import type { Held, Question, Verdict } from './question.ts';
import { waitsUntil } from './wait.ts';

export type { Beside, Held, History, Job, Question, StepJob, Verdict } from './question.ts';

/** The checks in their order; the first that refuses is the answer. Pure: all there is to know comes in. */
export function accept(question: Question, held: Held): Verdict {
  try {
    const hearing = hear(question, held);
    for (const { of, check } of checks) if ((of as readonly string[]).includes(question.kind)) check(hearing);
    return verdictOf(hearing);
  } catch (error) {
    if (error instanceof TrustError) return { verdict: 'refused', code: error.code, detail: error.message };
    throw error;
  }
}

function verdictOf(hearing: Hearing): Verdict {
  const { question, held } = hearing;
  const statement = hearing.statement();
  const until = waitsUntil(hearing);
  if (until !== null) return { verdict: 'waiting', until, hash: hearing.hash(), order: statement.id };
  // The floor never passes the end of freshness: a statement of the far future ends nothing for good.
  const floor = Math.max(held.floor, Math.min(statement.iat, held.fresh?.until ?? 0));
  return {
    verdict: 'accepted',
    statement,
    hash: hearing.hash(),
    job: question.kind === 'standing' ? null : jobOf(hearing),
    ...hearing.reckoned(),
    floor,
  };
}
