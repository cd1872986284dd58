/** Which step runs next, and what came of all. */
import type { RunOutcome, Step } from './action.ts';
import type { ScriptStatement } from './script.ts';

/** How a step ended, or null where it was skipped. */
export interface StepEnd {
  readonly outcome: RunOutcome | null;
  readonly exit: number | null;
}

const good: ReadonlySet<RunOutcome | null> = new Set(['done', 'not-applicable', 'reboot-needed']);

/** Whether the next step runs. One without a condition looks at the last before it that ran. */
export function isDue(when: Step['when'], before: readonly StepEnd[]): boolean {
  const last = before.findLast(({ outcome }) => outcome !== null);
  if (last?.outcome === 'stopped') return false;
  if (when === null) return last === undefined ? before.length === 0 : good.has(last.outcome);
  const { outcome = null, exit = null } = before[when.step] ?? {};
  return outcome !== null && exit !== null && when.exits.includes(exit);
}

/** What an exit code means; null: there was none, as after a signal. Without a statement 0 is done. */
export function outcomeOfExit(exit: number | null, exits: ScriptStatement['exits'] | null): RunOutcome {
  if (exit === null) return 'failed';
  if (exits === null) return exit === 0 ? 'done' : 'failed';
  if (exits.done.includes(exit)) return 'done';
  if (exits.notApplicable.includes(exit)) return 'not-applicable';
  return exits.rebootNeeded.includes(exit) ? 'reboot-needed' : 'failed';
}

/** Of the whole: that of the last step that ran; where it is well, also what those before it ask for. */
export function outcomeOfSteps(steps: readonly StepEnd[]): RunOutcome {
  const ran = steps.flatMap(({ outcome }) => (outcome === null ? [] : [outcome]));
  const last = ran.at(-1) ?? 'not-applicable';
  if (!good.has(last)) return last;
  if (ran.includes('reboot-needed')) return 'reboot-needed';
  return ran.includes('done') ? 'done' : last;
}
