// pure
import type { Remedy } from './types.ts';

/** What ended so may have put something right. */
const helpful: ReadonlySet<string> = new Set(['done', 'reboot-needed']);
/** What comes right so long after a run that nobody measured is not its doing. */
const doingMs = 30 * 60_000;

/** Whether a run is what put an incident right that came right at a time. */
export function deserves({ cleared, outcome, startedAt, endedAt }: Omit<Remedy, 'run' | 'by'>, time: number): boolean {
  if (time < startedAt || cleared === false) return false;
  return cleared === true || (helpful.has(outcome) && endedAt !== null && time - endedAt <= doingMs);
}

/** `Resolved by standing order “Clear temp”, run r….` */
export function creditWords({ by, run }: Pick<Remedy, 'by' | 'run'>): string {
  return `Resolved by ${by}, run ${run}.`;
}
