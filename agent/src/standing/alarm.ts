// pure
/** When a standing order fires by its clock on this device. */
import { type Cron, nextTime } from '@fettle/shared/cron';

/** A time that passed by more than this, ms, was missed: the device was off, or asleep. */
export const lateMs = 300_000;
/** A clock that ran ahead by more than this, ms, and was put right does not silence it until that time comes again. */
const aheadMs = 2 * 3_600_000;

export interface Alarm {
  readonly cron: Cron;
  /** IANA. */
  readonly zone: string;
  /** ms, always the same for this device and order. */
  readonly jitter: number;
  readonly missed: 'skip' | 'run';
}

export type Due =
  /** Fire now, for this time of the schedule. */
  | { readonly what: 'fire'; readonly due: number; readonly after: number }
  /** Nothing yet; `at`: when to look again, ms. `after`: what counts as done. */
  | { readonly what: 'wait'; readonly at: number | null; readonly after: number };

/**
 * @param after all times up to this one are done, ms
 * @param now wall clock, ms
 */
export function dueOf(alarm: Alarm, after: number, now: number): Due {
  const from = after > now + alarm.jitter + aheadMs ? now : after;
  const first = timeAfter(alarm, from);
  if (first === null || first + alarm.jitter > now) return wait(alarm, from, first);
  // Of all that passed only the last counts: once, however long it was off.
  const last = lastBefore(alarm, first, now - alarm.jitter);
  if (now - last - alarm.jitter <= lateMs || alarm.missed === 'run') return { what: 'fire', due: last, after: last };
  return wait(alarm, last, timeAfter(alarm, last));
}

/** So far back is looked for the last time, the nearest first: few steps, however often it comes. */
const looks = [3_600_000, 86_400_000, 8 * 86_400_000, 32 * 86_400_000, 400 * 86_400_000];

/** The last of its times up to a moment, from the first that is not done on. */
function lastBefore(alarm: Alarm, first: number, moment: number): number {
  const back = looks.find((look) => (timeAfter(alarm, moment - look) ?? Number.POSITIVE_INFINITY) <= moment);
  let last = first;
  let from = back === undefined ? first : Math.max(first, moment - back);
  for (let next = timeAfter(alarm, from); next !== null && next <= moment; next = timeAfter(alarm, from)) {
    last = next;
    from = next;
  }
  return last;
}

function wait(alarm: Alarm, after: number, next: number | null): Due {
  return { what: 'wait', at: next === null ? null : next + alarm.jitter, after };
}

function timeAfter({ cron, zone }: Alarm, after: number): number | null {
  return nextTime(cron, after, zone);
}
