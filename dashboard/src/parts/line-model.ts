// pure
import type { EventItem } from '@fettle/shared/api/events';
import type { Incident } from '@fettle/shared/api/incidents';
import type { WindowSpan } from '@fettle/shared/api/windows';
import { counted } from '../format/count.ts';
import { plain } from '../format/text.ts';
import { clock, day, hour, moment, weekday } from '../format/time.ts';
import { isSilent } from '../state/standing.ts';
import { type BarOnly, inLanes, type LineBar } from './line-lanes.ts';
import { cutsOf, type LineDevice, type Silence, silencesOf } from './line-silences.ts';

export interface LineSpan {
  readonly from: number;
  readonly to: number;
}
export interface LineModel {
  readonly bars: readonly LineBar[];
  /** Planned maintenance. */
  readonly windows: readonly (LineSpan & { readonly words: string })[];
  /** Where no device sent anything. */
  readonly cuts: readonly LineSpan[];
  readonly rings: readonly { readonly at: number; readonly words: string }[];
  /** Runs, where each ended. */
  readonly ticks: readonly { readonly at: number; readonly words: string; readonly failed: boolean }[];
  readonly hours: readonly { readonly at: number; readonly label: string; readonly minor: boolean }[];
  /** Where history begins; what lies before is not known. */
  readonly begins: number;
  /** The same in words, for those who do not see it. */
  readonly words: string;
}

type NameOf = (device: string) => string;

const changes: Readonly<Record<string, string>> = {
  'device.enrolled': 'enrolled',
  'device.restarted': 'restarted',
  'device.changed': 'changed by a person',
  'device.clock': 'clock set',
  'facts.changed': 'facts changed',
};

/** What is known beside the events; without incidents the worst trouble now stands for them. */
export interface LineMore {
  readonly incidents?: readonly LineIncident[] | undefined;
  readonly windows?: readonly WindowSpan[] | undefined;
}
export type LineIncident = Pick<
  Incident,
  'device' | 'deviceName' | 'words' | 'worst' | 'severity' | 'openedAt' | 'resolvedAt' | 'quiet'
>;

/** The last 24 hours of some devices, from their events in any order. Pure: `now` is ms since 1970. */
export function lineOf(
  devices: readonly LineDevice[],
  events: readonly EventItem[],
  now: number,
  { incidents, windows = [] }: LineMore = {},
): LineModel {
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
  const known = [
    ...silenceBars(
      silences.filter((one) => !isTold(one, incidents ?? [], now)),
      single ? () => '' : nameOf,
      share,
    ),
    ...(incidents ? incidentBars(incidents, { single, from, now }, share) : troubleBars(devices, single)),
  ];
  const rings = ringsOf(ordered, nameOf, share, now);
  const begins = devices.length === 0 ? 0 : share(Math.min(...devices.map(({ enrolledAt }) => enrolledAt)));
  return {
    bars: inLanes(known),
    windows: windows.map((one) => ({
      from: share(one.from),
      to: share(one.to),
      words: `${plain(one.name, 64)}, ${moment(one.from, now)} to ${moment(one.to, now)}`,
    })),
    cuts: cutsOf(devices, silences, from, now).map((cut) => ({ from: share(cut.from), to: share(cut.to) })),
    rings,
    ticks: ticksOf(ordered, nameOf, share, now),
    hours: hoursOf(from, now),
    begins,
    words: wordsOf(known.length, rings.length, begins, now),
  };
}

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

/** A silence that has its incident is told by that. */
const isTold = (silence: Silence, incidents: readonly LineIncident[], now: number) =>
  incidents.some(
    ({ device, openedAt, resolvedAt }) =>
      device === silence.device && silence.to === now && openedAt >= silence.from - 60_000 && resolvedAt === null,
  );

/** As long as each was open; in the colour of what is put right when it is. */
function incidentBars(
  incidents: readonly LineIncident[],
  { single, from, now }: { single: boolean; from: number; now: number },
  share: (time: number) => number,
): BarOnly[] {
  return incidents
    .filter((one) => one.quiet === null && (one.resolvedAt ?? now) >= from && one.openedAt <= now)
    .map(({ deviceName, words, severity, openedAt, resolvedAt }) => ({
      shape: resolvedAt === null ? severity : 'right',
      from: share(openedAt),
      to: share(resolvedAt ?? now),
      label: plain(single ? words : deviceName, 40),
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

const wrong = new Set(['failed', 'timeout', 'unknown', 'refused']);

/** Runs that ended: several at about the same time are one tick, which says of the first that failed. */
function ticksOf(ordered: readonly EventItem[], nameOf: NameOf, share: (t: number) => number, now: number) {
  const ticks: { at: number; words: string; failed: boolean }[] = [];
  for (const { kind, device, time, detail } of ordered) {
    if (kind !== 'run.ended') continue;
    const at = share(time);
    const outcome = typeof detail['outcome'] === 'string' ? detail['outcome'] : 'ended';
    const title = typeof detail['title'] === 'string' ? plain(detail['title'], 60) : 'a run';
    const name = device === null ? '' : `${nameOf(device)} `;
    const tick = { at, words: `${moment(time, now)} ${name}${title}: ${outcome}`, failed: wrong.has(outcome) };
    const last = ticks.at(-1);
    if (!last || at - last.at >= 0.003) ticks.push(tick);
    else if (tick.failed && !last.failed) ticks[ticks.length - 1] = tick;
  }
  return ticks;
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
  return `${start}: ${counted(bars, 'incident or silence', 'incidents or silences')}, ${counted(rings, 'change')}.`;
}
