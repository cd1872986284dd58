// pure
import type { Measure } from '@fettle/shared/api/improvements';
import { metricNamed } from '@fettle/shared/metrics/catalogue';
import { textOf, written } from '@fettle/shared/reports/format';
import { plainValue } from '@fettle/shared/rules/words';
import { durationText } from './measure-words.ts';
import type { Improvement } from './types.ts';

/** How long after it was done it is judged, ms. */
export const judgedAfterMs = 30 * 86_400_000;
/** It got better where what hurts is less by at least this share of the baseline. */
export const leastGain = 0.1;

/** What hurts of a value: of availability what is missing to all of it, of a metric that should be high how little there is. */
function hurt(measure: Measure, value: number): number {
  if (measure.kind === 'availability') return 1e6 - value;
  if (measure.kind === 'metric' && metricNamed(measure.metric)?.limits?.direction === 'below') return -value;
  return value;
}

/** `kept` where it got better and stayed so, `no-better` where not; null: one of both was not measured. */
export function verdictOf(
  measure: Measure,
  baseline: number | null | undefined,
  now: number | null | undefined,
): 'kept' | 'no-better' | null {
  if (baseline === null || baseline === undefined || now === null || now === undefined) return null;
  const [before, after] = [hurt(measure, baseline), hurt(measure, now)];
  return before - after >= Math.abs(before) * leastGain && after < before ? 'kept' : 'no-better';
}

/** In which unit its values are. */
export function unitOf(measure: Measure | null): string {
  if (measure === null) return '';
  if (measure.kind === 'incidents') return '{incident}/30d';
  if (measure.kind === 'resolve') return 'ms';
  return measure.kind === 'availability' ? 'ppm' : (metricNamed(measure.metric)?.unit ?? '');
}

/** A value as people read it. */
export function valueText(measure: Measure, value: number): string {
  if (measure.kind === 'incidents') return String(value);
  if (measure.kind === 'resolve') return durationText(value);
  if (measure.kind === 'availability') return textOf(written(value, { format: 'ppm' }, { currency: '', zone: 'UTC' }));
  const known = metricNamed(measure.metric);
  return known ? plainValue(value, known.unit, known.decimals) : String(value);
}

/** `31 → 4`, or why it cannot be said. */
export function changeWords({ measure, baseline, now }: Pick<Improvement, 'measure' | 'baseline' | 'now'>): string {
  if (measure === null) return 'Nothing is measured.';
  if (baseline === null) return 'It was not measured yet.';
  if (baseline.value === null) return `There is no baseline: ${baseline.words}.`;
  const before = valueText(measure, baseline.value);
  if (now === null) return `${before} before`;
  return now.value === null ? `${before} before; now ${now.words}` : `${before} → ${valueText(measure, now.value)}`;
}
