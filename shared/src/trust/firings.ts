/** What a standing order did on a device, as its caps count it. */
import type { History } from './accept/question.ts';
import type { RunOutcome } from './action.ts';
import type { Envelope } from './envelope.ts';
import type { Firing } from './receipt.ts';
import type { StandingStatement } from './standing.ts';

/** A standing order that is kept, and what came of it under this version. */
export interface Firings {
  readonly envelope: Envelope;
  readonly statement: StandingStatement;
  /** So far, those of the versions before included. */
  readonly count: number;
  /** The last ones, as many as caps can ask for. */
  readonly runs: readonly FiringRun[];
  /** The last time by the clock that was run for. */
  readonly due: number | null;
}

export interface FiringRun {
  readonly run: number;
  readonly started: number;
  readonly ended: number | null;
  readonly failed: boolean;
  /** It went well, and nobody has said yet whether it helped. */
  readonly settling: boolean;
}

const failures: ReadonlySet<RunOutcome> = new Set(['failed', 'timeout', 'unknown']);

/** A version that was accepted. Failures of the one before it are forgiven: it was signed anew. */
export function newVersion(envelope: Envelope, statement: StandingStatement, before?: Firings): Firings {
  return { envelope, statement, count: before?.count ?? 0, runs: [], due: before?.due ?? null };
}

/** Another run begins. The one of which nobody said whether it helped did not: who asks could else keep the count down. */
export function begun(firings: Firings, firing: Firing, run: number, now: number): Firings {
  const { perHour, failures: most } = firings.statement.caps;
  const before = firings.runs.map((one) => (one.settling ? { ...one, settling: false, failed: true } : one));
  const runs = [...before, { run, started: now, ended: null, failed: false, settling: false }];
  return {
    ...firings,
    count: Math.max(firings.count, run),
    runs: runs.slice(-Math.max(perHour, most) - 1),
    due: firing.kind === 'clock' ? Math.max(firing.due, firings.due ?? 0) : firings.due,
  };
}

export function ended(firings: Firings, run: number, outcome: RunOutcome, now: number): Firings {
  const failed = failures.has(outcome);
  const settling = !failed && outcome !== 'stopped' && firings.statement.trigger.kind === 'rule';
  return changed(firings, run, (one) => ({ ...one, ended: Math.max(now, one.started), failed, settling }));
}

/** Once a run: whether what fired it is over. */
export function judged(firings: Firings, run: number, cleared: boolean): Firings {
  return changed(firings, run, (one) => (one.settling ? { ...one, settling: false, failed: !cleared } : one));
}

export function historyOf({ statement, runs, due }: Firings): History {
  const told = runs.map(({ started, ended: end, failed }) => ({ started, ended: end, failed }));
  return { version: statement.version, runs: told, due };
}

/** Whether it failed so often in a row that it fires no more. */
export function isStopped({ statement, runs }: Firings): boolean {
  const tail = runs.slice(-statement.caps.failures);
  return tail.length === statement.caps.failures && tail.every(({ failed }) => failed);
}

/** Times that a clock which was ahead has left: they count as now, so that no hour lasts for years. */
export function notAhead(firings: Firings, now: number): Firings {
  const runs = firings.runs.map((one) => ({
    ...one,
    started: Math.min(one.started, now),
    ended: one.ended === null ? null : Math.min(one.ended, now),
  }));
  return { ...firings, runs };
}

function changed(firings: Firings, run: number, change: (one: FiringRun) => FiringRun): Firings {
  return { ...firings, runs: firings.runs.map((one) => (one.run === run ? change(one) : one)) };
}
