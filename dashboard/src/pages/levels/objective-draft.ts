// pure
import type { Calendar, Objective, ObjectiveBody } from '@fettle/shared/api/levels';
import { isOfTime } from '@fettle/shared/objective';
import { durationText, readDuration } from '../../format/duration.ts';
import { namedErrors } from '../../parts/named-errors.ts';
import { hoursBetween, periodNow, sumOf } from './hours.ts';

export interface ObjectiveDraft {
  readonly id: string;
  readonly name: string;
  readonly service: string;
  readonly kind: ObjectiveBody['kind'];
  /** Percent, as written: `99.9`. */
  readonly target: string;
  readonly calendar: string;
  readonly zone: string;
  readonly period: ObjectiveBody['period'];
  readonly windows: ObjectiveBody['windows'];
  readonly degraded: ObjectiveBody['degraded'];
  /** Empty: by the incidents' own targets. */
  readonly within: string;
  readonly burnRules: boolean;
}

export const newObjective = (service: string, zone: string): ObjectiveDraft => ({
  id: '',
  name: '',
  service,
  kind: 'availability',
  target: '99.9',
  calendar: '',
  zone,
  period: 'month',
  windows: 'leave-out',
  degraded: 'up',
  within: '',
  burnRules: true,
});

/** Percent with the digits that it has, at most four: whole parts per million. */
export const targetText = (ppm: number): string => {
  const text = (ppm / 10_000).toFixed(4).replace(/0+$/, '');
  return text.endsWith('.') ? text.slice(0, -1) : text;
};

/** Parts per million of a percentage; null when it is none. By whole numbers. */
export function targetOf(text: string): number | null {
  const [, whole, part = ''] = /^(\d{1,3})(?:[.,](\d{1,4}))?\s*%?$/.exec(text.trim()) ?? [];
  if (whole === undefined) return null;
  const ppm = Number(whole) * 10_000 + Number(part.padEnd(4, '0'));
  return ppm >= 1 && ppm <= 1_000_000 ? ppm : null;
}

export const objectiveDraft = (one: Objective): ObjectiveDraft => ({
  id: one.id,
  name: one.name,
  service: one.service,
  kind: one.kind,
  target: targetText(one.targetPpm),
  calendar: one.calendar ?? '',
  zone: one.zone,
  period: one.period,
  windows: one.windows,
  degraded: one.degraded,
  within: one.withinMs === null ? '' : durationText(one.withinMs),
  burnRules: one.burnRules,
});

/** The objective that a form says, with what is wrong with it by field. */
export function readObjectiveDraft(draft: ObjectiveDraft): {
  readonly errors: ReadonlyMap<string, string>;
  readonly body: ObjectiveBody | undefined;
} {
  const errors = namedErrors(draft);
  const targetPpm = targetOf(draft.target);
  if (targetPpm === null)
    errors.set('target', 'A percentage up to 100, such as 99.9; at most four digits behind the point.');
  if (draft.service === '') errors.set('service', 'Choose the service that it is promised of.');
  const needsWithin = draft.kind === 'freshness';
  const within = draft.within.trim() === '' || draft.kind === 'availability' ? null : readDuration(draft.within);
  const bad =
    within === null
      ? draft.within.trim() !== '' && draft.kind !== 'availability'
      : within < 60_000 || within > 366 * 86_400_000;
  if (bad || (needsWithin && within === null)) errors.set('within', 'From a minute to 366 days: 30 min, 4 h, 26 h.');
  if (targetPpm === null || errors.size > 0) return { errors, body: undefined };
  return {
    errors,
    body: {
      service: draft.service,
      name: draft.name.trim(),
      kind: draft.kind,
      targetPpm,
      calendar: draft.calendar === '' ? null : draft.calendar,
      zone: draft.zone.trim() || 'UTC',
      period: draft.period,
      windows: draft.windows,
      degraded: draft.degraded,
      withinMs: within,
      burnRules: draft.burnRules,
    },
  };
}

/** What may be missed in the period that lasts, and how much of it is measured; of incidents nobody can say before. Floor of ms. */
export function budgetOf(
  body: Pick<ObjectiveBody, 'kind' | 'targetPpm' | 'period' | 'zone'>,
  calendar: Calendar | null,
  now: number,
): { readonly measuredMs: number; readonly budgetMs: number } | undefined {
  if (!isOfTime(body)) return undefined;
  const zone = calendar?.zone ?? body.zone;
  const { from, to } = periodNow(body.period, zone, now);
  const measuredMs = sumOf(hoursBetween(calendar, from, to));
  return { measuredMs, budgetMs: Number((BigInt(measuredMs) * BigInt(1_000_000 - body.targetPpm)) / 1_000_000n) };
}
