// pure
import type { RetentionPlan } from '../../../domain/series/types.ts';
import type { Period, PeriodKind } from '../files/periods.ts';
import { dayMs, spanMs } from '../files/schema.ts';

/** Frames of a span that is over come for so long without being late. */
const graceMs = 600_000;

/** The beginning of the two hours in which a time lies. */
export const spanOf = (time: number): number => Math.floor(time / spanMs) * spanMs;
/** The beginning of the UTC day in which a time lies. */
export const dayOf = (time: number): number => Math.floor(time / dayMs) * dayMs;

/** The first moment that is not over yet, by the clock less some grace. */
export const openSince = (now: number): number => now - graceMs;

/** The bounds of the UTC month in which a time lies. */
export function monthOf(time: number): { readonly start: number; readonly end: number } {
  const at = new Date(time);
  return {
    start: Date.UTC(at.getUTCFullYear(), at.getUTCMonth()),
    end: Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1),
  };
}

const kept: Readonly<Record<PeriodKind, keyof RetentionPlan>> = { raw: 'raw', late: 'raw', five: 'five', hour: 'hour' };

/** Whether all of a period is older than what the plan keeps. */
export const isGivenUp = ({ kind, end }: Period, now: number, plan: RetentionPlan): boolean =>
  end <= now - plan[kept[kind]];
