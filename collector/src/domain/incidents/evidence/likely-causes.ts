// pure
import type { Process } from '@fettle/shared/api/devices';
import { metricNamed } from '@fettle/shared/metrics/catalogue';
import { readingUnit } from '@fettle/shared/metrics/metric';
import { plainValue } from '@fettle/shared/rules/words';
import { spokenSpan } from '../spoken.ts';
import type { Incident } from '../types.ts';
import type { ChartPoint } from './chart.ts';
import type { Suspect } from './provider.ts';
import { orderFor, type ProcessOrder, type ProcessTable } from './process-order.ts';

/** What is known of a device at a breach. */
export interface BreachSheet {
  readonly incident: Incident;
  readonly time: number;
  /** What it follows from. */
  readonly cause: Incident | null;
  /** What else is live on the device. */
  readonly others: readonly Incident[];
  /** The top processes some minutes before, and then. */
  readonly before: ProcessTable | null;
  readonly atBreach: ProcessTable | null;
  readonly points: readonly ChartPoint[];
  /** What of the inventory changed within the half hour before. */
  readonly changes: readonly { readonly time: number; readonly names: readonly string[] }[];
  readonly restartedAt: number | null;
  /** What people and their orders did to it within the half hour before, newest first. */
  readonly altered: readonly Pick<Suspect, 'time' | 'words' | 'link'>[];
}

/** Why it may have happened, and what shows it. */
export interface LikelyCause {
  readonly words: string;
  readonly shownBy: string;
  readonly link: string | null;
}

/** The likeliest causes, the most telling first; the same sheet always gives the same. */
export function likelyCauses(sheet: BreachSheet): LikelyCause[] {
  return [follows, meddled, restarted, earlier, changed, grown, rising].flatMap((look) => look(sheet) ?? []);
}

/** So begins the only cause that names another device. */
export const followsFrom = 'It follows from ';

const earlierMs = 5 * 60_000;
const link = ({ id }: Incident) => `/incidents/${id}`;
const ago = (time: number, then: number) => `${spokenSpan(time - then)} before`;

function follows({ cause }: BreachSheet): LikelyCause | null {
  if (!cause) return null;
  const words = `${followsFrom}${cause.deviceName}: ${cause.words}`;
  return { words, shownBy: `${cause.deviceName} fell silent, and this hangs on it`, link: link(cause) };
}

/** Somebody did something to it: what they did last. */
function meddled({ incident, time, altered }: BreachSheet): LikelyCause | null {
  const [last] = altered;
  if (!last) return null;
  const words = `${ago(time, last.time)}: ${last.words.replace(/\.$/, '')}`;
  return {
    words: words.charAt(0).toUpperCase() + words.slice(1),
    shownBy: 'what is known to have been done to it',
    link: last.link ?? `/devices/${incident.device}`,
  };
}

function restarted({ incident, time, restartedAt }: BreachSheet): LikelyCause | null {
  if (restartedAt === null) return null;
  const words = `${incident.deviceName} was restarted ${ago(time, restartedAt)}`;
  return { words, shownBy: 'another boot id in its inventory', link: `/devices/${incident.device}` };
}

/** Another incident of the device that opened shortly before. */
function earlier({ incident, time, others }: BreachSheet): LikelyCause | null {
  const [first] = others
    .filter(({ openedAt, id }) => openedAt <= time && time - openedAt <= earlierMs && id !== incident.hushes.cause)
    .toSorted((a, b) => a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1));
  if (!first) return null;
  return {
    words: `It began with: ${first.words}`,
    shownBy: `opened on the same device ${ago(time, first.openedAt)}`,
    link: link(first),
  };
}

const namedAtOnce = 3;

function changed({ incident, time, changes }: BreachSheet): LikelyCause | null {
  const [newest] = changes.toSorted((a, b) => b.time - a.time);
  if (!newest) return null;
  const more = newest.names.length - namedAtOnce;
  const names = newest.names.slice(0, namedAtOnce).join(', ') + (more > 0 ? ` and ${more} more` : '');
  return {
    words: `The device changed ${ago(time, newest.time)}: ${names}`,
    shownBy: 'facts of its inventory that differ',
    link: `/devices/${incident.device}`,
  };
}

/** What is worth a word: a tenth of a processor, 64 MiB, 1 MB/s. */
const notable: Readonly<Record<ProcessOrder, number>> = { cpu: 0.1, memory: 64 * 2 ** 20, io: 1_000_000 };
const units: Readonly<Record<ProcessOrder, string>> = { cpu: '1', memory: 'By', io: 'By/s' };
const what: Readonly<Record<ProcessOrder, string>> = {
  cpu: 'of a processor',
  memory: 'of memory',
  io: 'read and written',
};

/** The process that took most more since some minutes before; without a table of then, the one that takes most. */
function grown({ incident, before, atBreach }: BreachSheet): LikelyCause | null {
  if (!atBreach || !concernsProcesses(incident)) return null;
  const by = orderFor(incident.metric);
  const earlierTable = before && before.time < atBreach.time ? before : null;
  const past = new Map(earlierTable?.items.map((one) => [keyOf(one), one[by] ?? 0]));
  const [most] = atBreach.items
    .map((one) => ({ one, value: one[by] ?? 0, more: (one[by] ?? 0) - (past.get(keyOf(one)) ?? 0) }))
    .toSorted((a, b) => b.more - a.more || b.value - a.value || a.one.pid - b.one.pid);
  if (!most || most.more < notable[by]) return null;
  const value = (n: number) => plainValue(n, units[by], 1);
  const { one } = most;
  const page = `/devices/${incident.device}`;
  if (!earlierTable) {
    return {
      words: `${one.name} (${one.pid}) took most: ${value(most.value)} ${what[by]}`,
      shownBy: 'the top processes at the breach',
      link: page,
    };
  }
  return {
    words: `${one.name} (${one.pid}) took ${value(most.more)} ${what[by]} more than ${ago(atBreach.time, earlierTable.time)}`,
    shownBy: `the top processes: ${value(past.get(keyOf(one)) ?? 0)} then, ${value(most.value)} at the breach`,
    link: page,
  };
}

const keyOf = ({ pid, start }: Process) => `${pid}@${start}`;

function concernsProcesses({ metric, reason }: Incident): boolean {
  if (reason === 'device' || reason === 'state' || metric === null) return false;
  return /^system\.(?:cpu|load|memory|swap|paging|disk|filesystem|process|linux)/.test(metric);
}

/** How fast something that fills up grew in the hour before. */
function rising({ incident, time, points }: BreachSheet): LikelyCause | null {
  const metric = incident.metric === null ? undefined : metricNamed(incident.metric);
  if (!metric?.name.endsWith('.utilization')) return null;
  const known = points.flatMap(([at, value]) => (value !== null && at <= time ? [{ at, value }] : []));
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last || last.at - first.at < 10 * 60_000) return null;
  const grew = last.value - first.value;
  if (grew < 0.01) return null;
  return {
    words: `It grew by ${plainValue(grew, readingUnit(metric), 1)} in ${spokenSpan(last.at - first.at)}`,
    shownBy: 'the chart around the breach',
    link: null,
  };
}
