// pure
/** What the planted truths come to, reckoned second by second and one by one, as simply as can be: the judge of all reports. */
import {
  begin,
  end,
  minute,
  outages,
  planted,
  type Planted,
  second,
  services,
  shutdown,
  window,
  zone,
} from './truths.ts';

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

export const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
/** Sorted, the one in the middle, or half way between both. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(half) - 1] ?? Number.NaN, sorted[Math.floor(half)] ?? Number.NaN];
  return (low + high) / 2;
}
export const minutes = (ms: number) => ms / minute;
