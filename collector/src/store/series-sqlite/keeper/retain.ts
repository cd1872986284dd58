import type { RetentionPlan } from '../../../domain/series/types.ts';
import type { PeriodFiles } from '../files/files.ts';
import type { Period } from '../files/periods.ts';
import type { SealedSpans } from './sealed-spans.ts';
import { isGivenUp } from './spans.ts';

export interface Retained {
  /** Frames that were given up. */
  readonly removed: number;
  readonly dropped: readonly string[];
}

export interface Surroundings {
  readonly files: PeriodFiles;
  readonly sealed: SealedSpans;
  readonly now: number;
  readonly plan: RetentionPlan;
  readonly confirmed: Readonly<Record<string, number>>;
}

/**
 * Drops the files that the plan no longer keeps, and late ones that are in the roll-ups. All that is due must have been compacted and
 * merged. A file with blocks that the journal does not know to be sealed stays: it would send them again.
 */
export function retain(around: Surroundings): Retained {
  const { files, sealed, now, plan } = around;
  let removed = 0;
  const dropped: string[] = [];
  for (const period of files.all('raw', 'late', 'five', 'hour')) {
    if (period.kind !== 'late' && !isGivenUp(period, now, plan)) continue;
    if (period.kind === 'raw' || period.kind === 'late') {
      if (!isDone(around, period)) continue;
      removed += files.week(period).blocks.total.frames;
    }
    files.drop(period);
    sealed.forget(period);
    forgetAdded(files, period);
    dropped.push(period.name);
  }
  return { removed, dropped };
}

function isDone({ files, sealed, confirmed }: Surroundings, period: Period): boolean {
  return sealed.of(period).length === 0 && files.week(period).blocks.total.sealed <= (confirmed[period.name] ?? 0);
}

/** The roll-ups need no longer remember blocks of a file that is no more. Where this is missed, some rows stay, for nothing. */
function forgetAdded(files: PeriodFiles, week: Period): void {
  if (week.kind !== 'raw' && week.kind !== 'late') return;
  for (const period of files.all('five', 'hour')) {
    if (period.start >= week.end || period.end <= week.start) continue;
    files.write(period, () => files.rollup(period).pieces.forgetAdded(week.start));
  }
}
