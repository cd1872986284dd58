// pure
/** How much there is to do at an hour of the day and of the week: shares from 0 to 1. */
import { hourOf, isWeekend } from './time.ts';

export type RhythmName = 'office' | 'visitors' | 'nightly' | 'builds' | 'steady';

/** Rises between two hours and falls between two others. */
function hump(hour: number, rise: number, up: number, down: number, end: number): number {
  if (hour <= rise || hour >= end) return 0;
  if (hour < up) return eased((hour - rise) / (up - rise));
  return hour <= down ? 1 : eased((end - hour) / (end - down));
}

function eased(part: number): number {
  return part * part * (3 - 2 * part);
}

const shapes: Readonly<Record<RhythmName, (hour: number, weekend: boolean) => number>> = {
  office: (hour, weekend) =>
    weekend ? 0.05 : Math.max(0.05, hump(hour, 7, 9.5, 16.5, 18.5) - 0.3 * hump(hour, 11.8, 12.4, 12.8, 13.4)),
  visitors: (hour, weekend) => (0.2 + 0.8 * hump(hour, 5.5, 11, 20.5, 24)) * (weekend ? 0.7 : 1),
  nightly: (hour, weekend) =>
    Math.max(hump(hour, 0.5, 1, 3.5, 4.5), (weekend ? 0.15 : 0.55) * hump(hour, 7, 10, 16, 19), 0.08),
  builds: (hour, weekend) => (weekend ? 0.08 : Math.max(0.08, hump(hour, 8, 10.5, 17.5, 21))),
  steady: (hour, weekend) => (weekend ? 0.45 : 0.5) + 0.2 * hump(hour, 8, 12, 18, 23),
};

export function rhythmAt(name: RhythmName, time: number): number {
  return shapes[name](hourOf(time), isWeekend(time));
}
