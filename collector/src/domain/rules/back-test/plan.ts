// pure
import type { CompiledRule } from '@fettle/shared/rules/compiled';
import { formatDuration } from '@fettle/shared/duration';
import type { RetentionPlan } from '../../series/index.ts';

/** How the past is read for one rule. */
export interface Reading {
  /** ms; absent: as the samples came. */
  readonly step: number | undefined;
  /** From when; a trend looks back from its first moment on. */
  readonly from: number;
  /** What makes it less than the whole truth. */
  readonly notes: readonly string[];
}

export interface Range {
  readonly from: number;
  readonly now: number;
  /** About how many samples there are in it. */
  readonly samples: number;
}

/** More are not looked at one by one. */
export const mostSamples = 1_500_000;
export const five = 300_000;
export const hour = 3_600_000;

/** Samples where they are kept and few enough; else the worst of each five minutes, or of each hour beyond these. */
export function readingOf(rule: CompiledRule, { from, now, samples }: Range, plan: RetentionPlan): Reading {
  const { when } = rule.body;
  if (when.kind === 'device') return { step: undefined, from, notes: [] };
  if (when.kind === 'told') return { step: undefined, from, notes: ['Nothing measures it, so nothing can be tried.'] };
  if (when.kind === 'trend') {
    const notes = ['The trend was reckoned every 6 hours, from the averages of hours; the collector looks more often.'];
    return { step: hour, from: from - when.historyMs, notes };
  }
  const kept = from >= now - plan.raw;
  if (kept && samples <= mostSamples) return { step: undefined, from, notes: [] };
  const step = from >= now - plan.five ? five : hour;
  const why = kept
    ? `there are about ${(samples / 1e6).toFixed(1)} million samples, too many to look at each`
    : `samples are kept for ${formatDuration(plan.raw)}`;
  return {
    step,
    from: Math.floor(from / step) * step,
    notes: [stepWords(when.kind, step, why), ...shortNote(rule, step)],
  };
}

function stepWords(kind: string, step: number, why: string): string {
  const each = step === five ? 'five minutes' : 'hour';
  const what =
    kind === 'formula'
      ? 'the usual value'
      : kind === 'change' || kind === 'absent'
        ? 'the last value'
        : 'the worst value';
  return `Reckoned on ${what} of each ${each}, because ${why}: what comes and goes within one may be told a little sooner, longer or not at all.`;
}

function shortNote({ body: { when, forMs } }: CompiledRule, step: number): string[] {
  const time = when.kind === 'absent' ? when.afterMs : when.kind === 'change' ? when.overMs : forMs;
  if (time === 0 || time >= 2 * step) return [];
  return [
    `Its time of ${formatDuration(time).replaceAll(/(\d)(?=[a-z])/g, '$1 ')} is shorter than two of these steps: short ones count as if they lasted.`,
  ];
}
