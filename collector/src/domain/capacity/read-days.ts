// pure
/** Days from what the series store gives. */
import { quantileSorted } from '@fettle/shared/statistics/quantile';
import type { Day } from './types.ts';

const dayMs = 86_400_000;
/** A day of fewer hours says nothing of its busy hour. */
const fewestHours = 6;

/**
 * The highest of each day, which it is taken to have had at its end: what fills up is full when its peak is.
 * @param times beginnings of days, ms
 */
export function daysOfPeaks(times: ArrayLike<number>, values: ArrayLike<number>, now: number): Day[] {
  const days: Day[] = [];
  for (let place = 0; place < times.length; place++) {
    const [time, value] = [times[place] ?? 0, values[place] ?? Number.NaN];
    if (!Number.isNaN(value)) days.push({ day: time / dayMs, at: Math.min(time + dayMs, now) / dayMs, value });
  }
  return days;
}

/**
 * Of each whole day the 95th percentile of its hours: the busy hour, without the one that is unlike all others.
 * @param times beginnings of hours, ms, ascending
 */
export function daysOfBusyHours(times: ArrayLike<number>, values: ArrayLike<number>, now: number): Day[] {
  const days: Day[] = [];
  let [day, hours]: [number, number[]] = [Number.NaN, []];
  const close = () => {
    if (hours.length >= fewestHours && (day + 1) * dayMs <= now) {
      days.push({ day, at: day + 0.5, value: quantileSorted(Float64Array.from(hours).toSorted(), 0.95) });
    }
  };
  for (let place = 0; place < times.length; place++) {
    const [time, value] = [times[place] ?? 0, values[place] ?? Number.NaN];
    const its = Math.floor(time / dayMs);
    if (its !== day) {
      close();
      [day, hours] = [its, []];
    }
    if (!Number.isNaN(value)) hours.push(value);
  }
  close();
  return days;
}
