// pure
import type { EventItem } from '@fettle/shared/api/events';
import { counted } from '../format/count.ts';
import { plain } from '../format/text.ts';
import { clock, day, hour, moment, weekday } from '../format/time.ts';
import { type FleetDevice, isSilent, type Shape } from '../state/standing.ts';

/** Shares of the line's width, 0 at the left edge, 1 now. */
export interface LineBar {
  readonly shape: Shape;
  readonly from: number;
  readonly to: number;
  /** 0 is the lowest, nearest to the base line. */
  readonly lane: number;
  readonly label: string;
}
export interface LineSpan {
  readonly from: number;
  readonly to: number;
}
export interface LineModel {
  readonly bars: readonly LineBar[];
  /** Where no device sent anything. */
  readonly cuts: readonly LineSpan[];
  readonly rings: readonly { readonly at: number; readonly words: string }[];
  readonly hours: readonly { readonly at: number; readonly label: string; readonly minor: boolean }[];
  /** Where history begins; what lies before is not known. */
  readonly begins: number;
  /** The same in words, for those who do not see it. */
  readonly words: string;
}

interface Silence {
  readonly device: string;
  readonly from: number;
  readonly to: number;
  readonly purpose: boolean;
}

/** A device of the line's scope. */
export type LineDevice = FleetDevice & { readonly enrolledAt: number };

type NameOf = (device: string) => string;

const lanes = 3;
const mostBars = 24;
const quiet = new Set(['offline', 'unreachable', 'unknown', 'stopped']);
const changes: Readonly<Record<string, string>> = {
  'device.enrolled': 'enrolled',
  'device.restarted': 'restarted',
  'device.changed': 'changed by a person',
  'device.clock': 'clock set',
  'facts.changed': 'facts changed',
};

/** The last 24 hours of some devices, from their events in any order. Pure: `now` is ms since 1970. */
export function lineOf(devices: readonly LineDevice[], events: readonly EventItem[], now: number): LineModel {
  const from = now - day;
  const share = (time: number) => Math.min(1, Math.max(0, (time - from) / day));
  const ordered = events.filter(({ time }) => time >= from && time <= now).toSorted((a, b) => a.time - b.time);
  const states = Map.groupBy(
    ordered.filter(({ kind }) => kind === 'device.state'),
    ({ device }) => device,
  );
  const silences = devices.flatMap((device) => silencesOf(device, states.get(device.id) ?? [], from, now));
  const byId = new Map(devices.map((device) => [device.id, device]));
  const nameOf: NameOf = (id) => plain(byId.get(id)?.name ?? '', 40);
  const single = devices.length === 1;
  const bars = inLanes([...silenceBars(silences, single ? () => '' : nameOf, share), ...troubleBars(devices, single)]);
  const rings = ringsOf(ordered, nameOf, share, now);
  const begins = devices.length === 0 ? 0 : share(Math.min(...devices.map(({ enrolledAt }) => enrolledAt)));
  return {
    bars,
    cuts: cutsOf(devices, silences, from, now).map((cut) => ({ from: share(cut.from), to: share(cut.to) })),
    rings,
    hours: hoursOf(from, now),
    begins,
    words: wordsOf(bars.length, rings.length, begins, now),
  };
}

/** When a device said nothing, from its changes of state and the state it is in. */
function silencesOf(device: LineDevice, ordered: readonly EventItem[], from: number, now: number): Silence[] {
  const found: Silence[] = [];
  let since: { time: number; purpose: boolean } | undefined;
  const begin = (time: number, state: string) => {
    since ??= { time, purpose: state === 'stopped' };
  };
  const end = (time: number) => {
    if (since) found.push({ device: device.id, from: since.time, to: time, purpose: since.purpose });
    since = undefined;
  };
  let first = true;
  for (const { time, detail } of ordered) {
    const before = String(detail['from']);
    const after = String(detail['to']);
    if (first && quiet.has(before) && device.enrolledAt < from) begin(from, before);
    first = false;
    if (quiet.has(after)) begin(time, after);
    else end(time);
  }
  if (quiet.has(device.state) && device.lastSeen !== null) begin(Math.max(from, device.stateSince), device.state);
  if (since && quiet.has(device.state)) end(now);
  return found;
}

type BarOnly = Omit<LineBar, 'lane'>;

function silenceBars(silences: readonly Silence[], nameOf: NameOf, share: (time: number) => number) {
  return silences
    .filter(({ purpose }) => !purpose)
    .map((silence): BarOnly => ({
      shape: 'unknown',
      from: share(silence.from),
      to: share(silence.to),
      label: nameOf(silence.device),
    }));
}

/** A trouble is known now; since when is not. So the worst stands at the right edge, without a length. */
function troubleBars(devices: readonly LineDevice[], single: boolean): BarOnly[] {
  const sick = devices.filter((device) => device.troubles.length > 0 && !isSilent(device));
  const worst = sick.find(({ troubles }) => troubles[0]?.severity === 'critical') ?? sick[0];
  const [trouble] = worst?.troubles ?? [];
  if (!worst || !trouble) return [];
  const name = plain(single ? trouble.words : worst.name, 40);
  const label = sick.length > 1 ? `${name} and ${sick.length - 1} more` : name;
  return [{ shape: trouble.severity, from: 1, to: 1, label }];
}

/** The share of the line that a label takes before its bar, on a usual width. */
const labelShare = (label: string) => (label === '' ? 0.01 : 0.02 + label.length * 0.0075);

interface Lane {
  /** Where its nearest bar begins, and where that bar's label does. */
  readonly bar: number;
  readonly label: number;
}

/** The lane that is free where a bar ends: of bars and labels, else of bars, else the one that is free the soonest. */
function freeLane(taken: readonly Lane[], to: number): number {
  const free = taken.findIndex(({ label }) => to < label);
  if (free >= 0) return free;
  const bare = taken.findIndex(({ bar }) => to < bar);
  return bare >= 0 ? bare : taken.reduce((best, { bar }, lane) => (bar > (taken[best]?.bar ?? 0) ? lane : best), 0);
}

/**
 * Bars that overlap go into different lanes; a label that has no room gives way. Of too many bars the latest stay, and of
 * those that end together the worst.
 */
function inLanes(bars: readonly BarOnly[]): LineBar[] {
  const worth = ({ shape }: BarOnly) => (shape === 'critical' ? 2 : shape === 'warning' ? 1 : 0);
  const kept = bars.toSorted((a, b) => b.to - a.to || worth(b) - worth(a) || b.from - a.from).slice(0, mostBars);
  const taken: Lane[] = Array.from({ length: lanes }, () => ({ bar: 2, label: 2 }));
  return kept.map((bar) => {
    const end = bar.to + 0.004;
    const lane = freeLane(taken, end);
    const before = taken[lane] ?? { bar: 2, label: 2 };
    const label = end < before.label ? bar.label : '';
    taken[lane] = { bar: Math.min(before.bar, bar.from), label: Math.min(before.bar, bar.from) - labelShare(label) };
    return { ...bar, lane, label };
  });
}

/** Where none of the devices sent anything. */
function cutsOf(devices: readonly LineDevice[], silences: readonly Silence[], from: number, now: number) {
  const known = devices.filter(({ state, lastSeen }) => state !== 'retired' && lastSeen !== null);
  if (known.length === 0) return [];
  const ids = new Set(known.map(({ id }) => id));
  // By how many more devices are silent, or not yet there, from each time on; the silences of one device never overlap.
  const turns = new Map<number, number>([
    [from, 0],
    [now, 0],
  ]);
  const turn = (time: number, by: number) => turns.set(time, (turns.get(time) ?? 0) + by);
  for (const silence of silences) {
    if (!ids.has(silence.device)) continue;
    turn(silence.from, 1);
    turn(silence.to, -1);
  }
  for (const { enrolledAt } of known) {
    if (enrolledAt <= from) continue;
    turn(from, 1);
    turn(Math.min(now, enrolledAt), -1);
  }
  const cuts: { from: number; to: number }[] = [];
  let silent = 0;
  let since: number | undefined;
  for (const [time, by] of [...turns].toSorted(([a], [b]) => a - b)) {
    silent += by;
    const all = silent >= known.length && time < now;
    if (all) since ??= time;
    else if (since !== undefined) {
      cuts.push({ from: since, to: time });
      since = undefined;
    }
  }
  return cuts;
}

function ringsOf(ordered: readonly EventItem[], nameOf: NameOf, share: (t: number) => number, now: number) {
  const rings: { at: number; words: string }[] = [];
  for (const { kind, device, time } of ordered) {
    const what = changes[kind];
    if (what === undefined) continue;
    const at = share(time);
    const name = device === null ? '' : nameOf(device);
    if (at - (rings.at(-1)?.at ?? -1) < 0.003) continue;
    rings.push({ at, words: `${moment(time, now)} ${name} ${what}`.replace('  ', ' ') });
  }
  return rings;
}

/** Every third hour; the name of the day at midnight. */
function hoursOf(from: number, now: number): LineModel['hours'] {
  const start = new Date(from);
  start.setMinutes(0, 0, 0);
  const hours: { at: number; label: string; minor: boolean }[] = [];
  for (let time = start.getTime() + hour; time < now - 1.6 * hour; time += hour) {
    const at = new Date(time);
    if (at.getHours() % 3 !== 0) continue;
    const label = at.getHours() === 0 ? weekday(time).slice(0, 3) : clock(time);
    hours.push({ at: (time - from) / (now - from), label, minor: at.getHours() % 6 !== 0 || time > now - 3 * hour });
  }
  return hours;
}

function wordsOf(bars: number, rings: number, begins: number, now: number): string {
  const start = begins > 0 ? `Known since ${clock(now - (1 - begins) * day)}` : 'Last 24 hours';
  if (bars === 0 && rings === 0) return `${start}: nothing happened.`;
  return `${start}: ${counted(bars, 'trouble or silence', 'troubles or silences')}, ${counted(rings, 'change')}.`;
}
