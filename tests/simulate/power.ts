// pure
/** When a device is off, and when it booted. */
import type { Body, Device } from './fleet.ts';
import { chance } from './noise.ts';
import { day, dayBegin, hour, isWeekend, lastBefore, minute, second, type Span, spanAt } from './time.ts';
import type { Truth } from './truth.ts';

export interface OffSpan extends Span {
  /** Somebody shut it down, so that the agent could say goodbye. */
  readonly goodbye: boolean;
  /** When the operating system started again; the agent measures from `to` on. */
  readonly boot: number;
}

/** How long a device that ran out of memory takes to come back. */
const restartMs = 150 * second;
const bootMs = 35 * second;

export function offSpans(body: Body, troubles: readonly Truth[], horizon: Span): OffSpan[] {
  const spans = [...nights(body, horizon), ...troubles.flatMap(offBecause)];
  return joined(spans.toSorted((a, b) => a.from - b.from));
}

function offBecause({ kind, from, to }: Truth): OffSpan[] {
  if (kind === 'device-outage' || kind === 'router-reboot') return [offFrom(from, to, false)];
  return kind === 'memory-leak' ? [offFrom(to, to + restartMs, false)] : [];
}

function offFrom(from: number, to: number, goodbye: boolean): OffSpan {
  return { from, to, goodbye, boot: to - Math.min(bootMs, Math.floor((to - from) / 2)) };
}

/** From one working day's evening to the next one's morning. */
function nights({ nights: has, seed }: Body, horizon: Span): OffSpan[] {
  if (!has) return [];
  const spans: OffSpan[] = [];
  let evening: number | undefined;
  for (let midnight = dayBegin(horizon.from); midnight < horizon.to; midnight += day) {
    if (isWeekend(midnight)) continue;
    const number = Math.round(midnight / day);
    const morning = midnight + 7 * hour + Math.round(chance(seed, 21, number) * 90 * minute);
    if (evening !== undefined) spans.push(offFrom(evening, morning, true));
    evening = midnight + 17 * hour + Math.round(chance(seed, 22, number) * 150 * minute);
  }
  return spans;
}

function joined(spans: readonly OffSpan[]): OffSpan[] {
  const result: OffSpan[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    if (last === undefined || span.from > last.to) result.push(span);
    else if (span.to > last.to) result[result.length - 1] = { ...span, from: last.from, goodbye: last.goodbye };
  }
  return result;
}

/** Why it is off at a moment; undefined while it runs. */
export function offAt({ off }: Device, time: number): OffSpan | undefined {
  return spanAt(off, time);
}

/** Whether what it sends can arrive. */
export function isReachable(device: Device, time: number): boolean {
  return spanAt(device.cut, time) === undefined;
}

export function bootOf({ boots }: Device, time: number): number {
  return lastBefore(boots, time);
}
