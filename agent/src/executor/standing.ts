// pure
/** What a standing order did, as its caps count it. */
import type { History } from '@fettle/shared/trust/accept/question';
import type { RunOutcome } from '@fettle/shared/trust/action';
import type { Envelope } from '@fettle/shared/trust/envelope';
import type { Firing } from '@fettle/shared/trust/receipt';
import type { StandingStatement } from '@fettle/shared/trust/standing';
import type { HeldRun, HeldStanding } from './folder.ts';

const failures: ReadonlySet<RunOutcome> = new Set(['failed', 'timeout', 'unknown', 'stopped']);

/** A version that was accepted. Failures of the one before it are forgiven: it was signed anew. */
export function newVersion(envelope: Envelope, statement: StandingStatement, before?: HeldStanding): HeldStanding {
  return { envelope, statement, count: before?.count ?? 0, runs: [], due: before?.due ?? null };
}

/** A firing begins. Of which nobody said whether it helped did not: else who asks could keep the count of failures down. */
export function begun(standing: HeldStanding, firing: Firing, run: number, now: number): HeldStanding {
  const { perHour, failures: most } = standing.statement.caps;
  const before = standing.runs.map((one) => (one.settling ? { ...one, settling: false, failed: true } : one));
  const runs = [...before, { run, started: now, ended: null, failed: false, settling: false }];
  return {
    ...standing,
    count: Math.max(standing.count, run),
    runs: runs.slice(-Math.max(perHour, most) - 1),
    due: firing.kind === 'clock' ? Math.max(firing.due, standing.due ?? 0) : standing.due,
  };
}

export function ended(standing: HeldStanding, run: number, outcome: RunOutcome, now: number): HeldStanding {
  const failed = failures.has(outcome);
  const settling = !failed && standing.statement.trigger.kind === 'rule';
  return changed(standing, run, (one) => ({ ...one, ended: Math.max(now, one.started), failed, settling }));
}

/** Once a run; by whom it was asked for. */
export function judged(standing: HeldStanding, run: number, cleared: boolean): HeldStanding {
  return changed(standing, run, (one) => (one.settling ? { ...one, settling: false, failed: !cleared } : one));
}

export function historyOf({ statement, runs, due }: HeldStanding): History {
  return {
    version: statement.version,
    runs: runs.map(({ started, ended: end, failed }) => ({ started, ended: end, failed })),
    due,
  };
}

/** Whether it failed so often in a row that it fires no more. */
export function isStopped({ statement, runs }: HeldStanding): boolean {
  const tail = runs.slice(-statement.caps.failures);
  return tail.length === statement.caps.failures && tail.every(({ failed }) => failed);
}

/** Times that a clock which was ahead has left: they count as now, so that no hour lasts for years. */
export function notAhead(standing: HeldStanding, now: number): HeldStanding {
  const least = (time: number) => Math.min(time, now);
  const runs = standing.runs.map((one) => ({
    ...one,
    started: least(one.started),
    ended: one.ended === null ? null : least(one.ended),
  }));
  return { ...standing, runs };
}

function changed(standing: HeldStanding, run: number, change: (one: HeldRun) => HeldRun): HeldStanding {
  return { ...standing, runs: standing.runs.map((one) => (one.run === run ? change(one) : one)) };
}
