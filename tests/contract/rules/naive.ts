/**
 * What rules say of a past that is seen whole: no state is carried from sample to sample, each moment is looked at by
 * itself with all that was before it. Slow, and plain enough to be believed.
 */
import type { CompiledRule, Variant } from '@fettle/shared/rules/compiled';
import { enters, holds, type Test } from '@fettle/shared/rules/bounds';
import { goneMs } from '@fettle/shared/rules/evaluator';
import type { Severity } from '@fettle/shared/severity';

/** One value a frame; NaN: none. Times ascend. */
export interface Past {
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/** When the severity changed, and to what. */
export type Told = readonly [time: number, severity: Severity | null];

export function naive(rule: CompiledRule, past: Past, gapMs: number): Told[] {
  const { when } = rule.body;
  const [variant] = rule.variants;
  const compared =
    when.kind === 'change' ? changes(past, when.overMs, rule.decimals) : when.kind === 'absent' ? absences(past) : past;
  const ends = when.kind === 'absent' ? [] : goneAt(past, gapMs);
  const warning = rank(variant.warning, variant, compared, gapMs, ends);
  const critical = rank(variant.critical, variant, compared, gapMs, ends);
  const told: Told[] = [];
  for (const [i, time] of past.times.entries()) {
    const severity = critical[i] ? 'critical' : warning[i] ? 'warning' : null;
    if (severity !== (told.at(-1)?.[1] ?? null)) told.push([time, severity]);
  }
  return told;
}

/** Whether a severity is told after each frame: whichever came last, that it could begin or that it had to end. */
function rank(test: Test | null, { forMs, clearForMs }: Variant, past: Past, gapMs: number, gone: readonly number[]) {
  const { times, values } = past;
  const heldFor = (i: number, is: (value: number) => boolean): number => {
    if (Number.isNaN(values[i])) return -1;
    let from = -1;
    for (let j = i; j >= 0 && !gone.includes(j); j--) {
      const value = values[j] as number;
      if (Number.isNaN(value)) continue;
      if (!is(value)) break;
      from = times[j] as number;
    }
    return from < 0 ? -1 : (times[i] as number) - Math.max(from, heardSince(times, i, gapMs));
  };
  const begins = times.map((_, i) => {
    const lasted = heldFor(i, (value) => enters(test, value));
    return lasted >= forMs && lasted >= 0;
  });
  const finishes = times.map((_, i) => {
    const lasted = heldFor(i, (value) => !holds(test, value));
    return gone.includes(i) || (lasted >= clearForMs && lasted >= 0);
  });
  return times.map((_, i) => begins.lastIndexOf(true, i) > finishes.lastIndexOf(true, i));
}

/** Time of the frame since which there was no gap. */
function heardSince(times: readonly number[], i: number, gapMs: number): number {
  let j = i;
  while (j > 0 && (times[j] as number) - (times[j - 1] as number) <= gapMs) j--;
  return times[j] as number;
}

/** Frames at which an instance is not there any more. */
function goneAt({ times, values }: Past, gapMs: number): number[] {
  return [...times.keys()].filter((i) => {
    let from = i + 1;
    for (let j = i; j >= 0 && Number.isNaN(values[j]); j--) from = j;
    if (from > i || from === 0) return false;
    return (times[i] as number) - Math.max(times[from] as number, heardSince(times, i, gapMs)) >= goneMs;
  });
}

function absences({ times, values }: Past): Past {
  const first = values.findIndex((value) => !Number.isNaN(value));
  return {
    times,
    values: values.map((value, i) => (first < 0 || i < first ? Number.NaN : Number.isNaN(value) ? 1 : 0)),
  };
}

function changes({ times, values }: Past, overMs: number, decimals: number): Past {
  const kept: number[] = [];
  const found = values.map((value, i) => {
    const time = times[i] as number;
    if (Number.isNaN(value)) return Number.NaN;
    const old = kept.findLast((k) => time - (times[k] as number) >= overMs);
    const last = kept.at(-1);
    if (last === undefined || time - (times[last] as number) >= overMs / 24) kept.push(i);
    if (old === undefined || time - (times[old] as number) > 2 * overMs) return Number.NaN;
    const scaled = (one: number) => Math.round(one * 10 ** decimals);
    return (scaled(value) - scaled(values[old] as number)) / 10 ** decimals;
  });
  return { times, values: found };
}
