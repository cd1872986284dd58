// pure
import { clock, clockSeconds, date, day, hour, minute, weekday } from '../format/time.ts';

export interface TimeTick {
  readonly time: number;
  readonly label: string;
}

const second = 1_000;
const steps = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 4, 6, 12].map((n) => n * hour),
  ...[1, 2, 5, 7, 14, 28, 56, 112].map((n) => n * day),
];

function labelOf(time: number, step: number): string {
  const at = new Date(time);
  const midnight = at.getHours() === 0 && at.getMinutes() === 0 && at.getSeconds() === 0;
  if (step >= day) return date(time);
  if (midnight) return weekday(time).slice(0, 3);
  return step < minute ? clockSeconds(time) : clock(time);
}

/** The first local time at or after `from` that is a multiple of the step since local midnight. */
function firstRound(from: number, step: number): number {
  const midnight = new Date(from).setHours(0, 0, 0, 0);
  if (step >= day) return midnight < from ? new Date(midnight).setHours(24) : midnight;
  return midnight + Math.ceil((from - midnight) / step) * step;
}

/** The next one; whole days keep to local midnight when clocks change. */
function nextRound(time: number, step: number): number {
  if (step < day) return time + step;
  const next = new Date(time);
  next.setDate(next.getDate() + Math.round(step / day));
  return next.getTime();
}

/**
 * At most `most` labels on round times of the browser's zone, 5 to 7 on a usual width. With `endsNow` the right edge is
 * "now" and labels that would touch it give way.
 */
export function timeTicks(from: number, to: number, most: number, endsNow: boolean): TimeTick[] {
  const step = steps.find((one) => (to - from) / one <= most) ?? 365 * day;
  const room = endsNow ? (to - from) * (0.55 / most) : 0;
  const ticks: TimeTick[] = [];
  for (let time = firstRound(from, step); time <= to - room; time = nextRound(time, step)) {
    ticks.push({ time, label: labelOf(time, step) });
  }
  return endsNow ? [...ticks, { time: to, label: 'now' }] : ticks;
}
