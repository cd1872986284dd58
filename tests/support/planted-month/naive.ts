// pure
/** What the planted truths come to, reckoned second by second and one by one, as simply as can be: the judge of all reports. */
import { begin, end, outages, planted, type Planted, second, services, shutdown, window, zone } from './truths.ts';

export interface Naive {
  /** Seconds. */
  readonly measured: number;
  readonly bad: number;
}

const within = (time: number, spans: readonly { readonly from: number; readonly to: number }[]) =>
  spans.some(({ from, to }) => time >= from && time < to);

/** Monday to Friday, 8 to 18 local. */
function inOffice(time: number): boolean {
  const local = Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(zone);
  return local.dayOfWeek < 6 && local.hour >= 8 && local.hour < 18;
}
/** Whether it is within hours changes on the hour only. */
const officeHours = new Map<number, boolean>();
function office(time: number): boolean {
  const hour = Math.floor(time / 3_600_000);
  const known = officeHours.get(hour) ?? inOffice(time);
  officeHours.set(hour, known);
  return known;
}

function count(
  isIn: (time: number) => boolean,
  isBad: (time: number) => boolean,
  isLeftOut: (time: number) => boolean,
): Naive {
  let [measured, bad] = [0, 0];
  for (let time = begin; time < end; time += second) {
    if (!isIn(time)) continue;
    const down = isBad(time);
    if (down && isLeftOut(time)) continue;
    measured++;
    if (down) bad++;
  }
  return { measured, bad };
}

const always = () => true;
const never = () => false;
const { inHours, overClosing, planned, web1, web2 } = outages;
const inWindow = (time: number) => time >= window.from && time < window.from + window.lastsMs;

/** Availability of each service, against its objective's hours. */
export const availability: Readonly<Record<keyof typeof services, Naive>> = {
  'order-intake': count(office, (time) => within(time, [inHours, overClosing, planned]), inWindow),
  'web-shop': count(always, (time) => within(time, [web1]) && within(time, [web2]), never),
  mail: count(always, (time) => within(time, [shutdown]), never),
};

/** Minor units: seconds of outage in the service's hours × cost an hour ÷ 3,600, half up. */
export const costs = {
  'order-intake': Math.floor((availability['order-intake'].bad * services['order-intake'].costPerHour) / 3_600 + 0.5),
  'web-shop': Math.floor((availability['web-shop'].bad * services['web-shop'].costPerHour) / 3_600 + 0.5),
};

export const resolveMs = planted.map(({ from, to }) => to - from);
export const acknowledgeMs = planted.flatMap(({ from, seenAt }) => (seenAt === undefined ? [] : [seenAt - from]));
export const byScript = planted.filter(({ run }) => run?.cleared === true);
export const failedRuns = planted.filter(({ run }) => run?.cleared === false);
export const workedBy = (who: Planted['by']) => planted.filter(({ by }) => by === who);
export const savedMinutes = byScript.length * 12;

/** Of R-7: between the two that lie about the place, in proportion. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)] ?? Number.NaN, sorted[Math.ceil(place)] ?? Number.NaN];
  return low + (high - low) * (place - Math.floor(place));
}
export const halfUp = (value: number) => Math.floor(value + 0.5);

export const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
/** Sorted, the one in the middle, or half way between both. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(half) - 1] ?? Number.NaN, sorted[Math.floor(half)] ?? Number.NaN];
  return (low + high) / 2;
}

/** ppm, down: 1 − bad ÷ measured. */
export const ppm = ({ measured, bad }: Naive) => Math.floor(((measured - bad) / measured) * 1e6);
/** ms that may be bad of what was measured, down. */
export const budget = ({ measured }: Naive, targetPpm: number) =>
  Math.floor((measured * 1_000 * (1e6 - targetPpm)) / 1e6);
export const together = Object.values(availability).reduce((sum, one) => ({
  measured: sum.measured + one.measured,
  bad: sum.bad + one.bad,
}));

/** Seconds in which one of the two web servers was down, and not both. */
export const degraded = count(always, (time) => within(time, [web1]) !== within(time, [web2]), never).bad;
/** Of the outage over closing time what lies before it. */
export const closingMs = count(office, (time) => within(time, [overClosing]), never).bad * second;
export const plannedSeconds = (planned.to - planned.from) / second;

/** A device fails when it is away or an incident of it is critical. */
const failures = [...planted.filter(({ trouble }) => trouble === 'unit' || trouble === 'backup'), shutdown];
const failedMs = failures.reduce((sum, { from, to }) => sum + to - from, 0);
export const betweenFailures = halfUp((5 * (end - begin) - failedMs) / failures.length);

const weekMs = 7 * 24 * 3_600_000;
/** Whole weeks in a row up to the end in which somebody did more than 1.3 × the fair share. The last Monday stands a week before the end. */
export function weeksAbove(who: Planted['by']): number {
  for (let weeks = 0; ; weeks++) {
    const [from, to] = [end - (weeks + 1) * weekMs, end - weeks * weekMs];
    const seen = planted.filter(({ seenAt = 0 }) => seenAt >= Math.max(from, begin) && seenAt < to);
    const people = new Set(seen.map(({ by }) => by)).size;
    if (from < begin || seen.filter(({ by }) => by === who).length <= (1.3 * seen.length) / people) return weeks;
  }
}

/** Two largest units: `40 min 56 s`; seconds half up. */
export function words(ms: number): string {
  const seconds = halfUp(ms / second);
  const parts = [
    [Math.floor(seconds / 3_600), 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const;
  const from = parts.findIndex(([many]) => many > 0);
  return parts
    .slice(from, from + 2)
    .flatMap(([many, unit]) => (many > 0 ? [`${many} ${unit}`] : []))
    .join(' ');
}
