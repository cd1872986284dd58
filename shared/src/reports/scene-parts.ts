/** What charts of several kinds are put together from. */
import type { ValueAxis } from './axis.ts';
import { type Frame, gap } from './format.ts';
import { type Mark, type Point, sceneBottom, sceneHeight, sceneTop } from './scene.ts';

const round = (n: number, by = 10) => Math.round(n * by) / by;

/** From a value to its height on the plane. */
export function spread({ low, high }: ValueAxis): (value: number) => number {
  const size = high - low || 1;
  return (value) =>
    round(sceneBottom - ((Math.min(high, Math.max(low, value)) - low) / size) * (sceneBottom - sceneTop));
}

/** A hairline for each tick; the lowest is the ground they stand on. */
export function gridMarks(axis: ValueAxis): Mark[] {
  const y = spread(axis);
  return axis.ticks.map(({ value }, index): Mark => {
    const at = y(value);
    return { kind: 'rule', from: [0, at], to: [1, at], ink: index === 0 ? 'control' : 'grid', width: 1 };
  });
}

/** Labels below slots of the same width: every k-th where they would touch, the newest always. */
export function labelsOf(labels: readonly string[], letters: number): Mark[] {
  const longest = Math.max(1, ...labels.map(({ length }) => length)) + 1;
  const every = Math.max(1, Math.ceil((labels.length * longest) / letters));
  const last = labels.length - 1;
  const slot = 1 / Math.max(1, labels.length);
  return labels.flatMap((label, index): Mark[] => {
    if ((last - index) % every !== 0) return [];
    const text = label.length > 18 ? `${label.slice(0, 17)}…` : label;
    return [
      { kind: 'text', at: [round(slot * (index + 0.5), 1e4), sceneHeight - 3], text, anchor: 'middle', ink: 'ink-3' },
    ];
  });
}

const day = 86_400_000;
const steps = [3_600_000, 2 * 3_600_000, 6 * 3_600_000, day, 2 * day, 7 * day, 14 * day];
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string, kind: 'hour' | 'day' | 'month'): Intl.DateTimeFormat {
  const key = `${zone} ${kind}`;
  const known = formats.get(key);
  if (known) return known;
  const parts = {
    hour: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    day: { day: 'numeric', month: 'short' },
    month: { month: 'short' },
  } as const;
  const made = new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...parts[kind] });
  formats.set(key, made);
  return made;
}

const dayOf = (time: number, zone: string) => formatOf(zone, 'day').format(time);

/** The first moments of days in the zone, or of months, also where clocks change: found by steps of an hour around midnight. */
function startsOfDays(from: number, to: number, zone: string): number[] {
  const starts: number[] = [];
  let before = dayOf(from - 1, zone);
  for (let time = Math.ceil(from / 1_800_000) * 1_800_000; time <= to; time += 1_800_000) {
    const now = dayOf(time, zone);
    if (now !== before) {
      starts.push(time);
      before = now;
      // Midnight is not nearer than 22 hours.
      time += 22 * 3_600_000;
    }
  }
  return starts;
}

/** At most six labels on round times of the zone. */
export function timeMarks(from: number, to: number, { zone }: Frame): Mark[] {
  const span = Math.max(1, to - from);
  const u = (time: number) => round((time - from) / span, 1e4);
  const step = steps.find((one) => span / one <= 5.5);
  const chosen =
    step === undefined
      ? monthsOf(from, to, zone)
      : step < day
        ? hoursOf(from, to, step)
        : everyDay(from, to, zone, step);
  const kind = step === undefined ? 'month' : step < day ? 'hour' : 'day';
  return chosen.map((time): Mark => {
    const at: Point = [u(time), sceneHeight - 3];
    const anchor = at[0] < 0.04 ? 'start' : at[0] > 0.96 ? 'end' : 'middle';
    const text = formatOf(zone, kind).format(time).replace('Sept', 'Sep').replaceAll(' ', gap);
    return { kind: 'text', at, text, anchor, ink: 'ink-3' };
  });
}

function hoursOf(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, index) => first + index * step);
}

const everyDay = (from: number, to: number, zone: string, step: number) =>
  startsOfDays(from, to, zone).filter((_, index) => index % Math.round(step / day) === 0);

function monthsOf(from: number, to: number, zone: string): number[] {
  const firsts = startsOfDays(from, to, zone).filter((time) => dayOf(time, zone).startsWith('1 '));
  const every = Math.max(1, Math.ceil(firsts.length / 6));
  return firsts.filter((_, index) => (firsts.length - 1 - index) % every === 0);
}
