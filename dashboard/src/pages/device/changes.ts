// pure
import type { ChangeItem } from '@fettle/shared/api/changes';
import type { EventItem } from '@fettle/shared/api/events';
import { plain } from '../../format/text.ts';
import type { SymbolName } from '../../parts/symbols.tsx';

/** One line of "What changed". */
export interface Change {
  readonly key: number | string;
  readonly time: number;
  readonly icon: SymbolName;
  readonly words: string;
  readonly details: readonly string[];
  /** A page of ours that says more. */
  readonly href?: string;
}

const states: Readonly<Record<string, readonly [SymbolName, string]>> = {
  online: ['right', 'Heard again'],
  late: ['unknown', 'Frames are late'],
  stopped: ['off', 'Agent stopped on purpose'],
  offline: ['unknown', 'Went silent, without a goodbye'],
  unreachable: ['unknown', 'Became unreachable'],
  unknown: ['unknown', 'Became unknown'],
  quarantined: ['critical', 'Quarantined: two agents answer for it'],
  retired: ['off', 'Retired'],
};

const kinds: Readonly<Record<string, string>> = {
  'device.enrolled': 'Enrolled',
  'device.restarted': 'Restarted',
  'device.granted': 'A key has signed where it belongs',
  'device.changed': 'Changed by a person',
  'device.clock': 'Clock differs',
};

interface FactChange {
  readonly name?: unknown;
  readonly before?: unknown;
  readonly after?: unknown;
}

const word = (value: unknown) => (typeof value === 'string' && value !== '' ? plain(value, 80) : 'nothing');

function factLines(changes: unknown): string[] {
  if (!Array.isArray(changes)) return [];
  return (changes as FactChange[])
    .filter((change) => typeof change === 'object' && change !== null)
    .map(({ name, before, after }) => `${word(name)}: ${word(before)} → ${word(after)}`);
}

/** Late for a moment and heard again: of a device that is looked at every second that says little. */
const isLateness = ({ kind, detail }: EventItem) =>
  kind === 'device.state' && (detail['to'] === 'late' || (detail['to'] === 'online' && detail['from'] === 'late'));

/** Several of these in a row are one line, at the newest. */
function lateness(events: readonly EventItem[]): Change | undefined {
  const [newest, ...others] = events;
  if (!newest || others.length < 2) return undefined;
  const times = events.filter(({ detail }) => detail['to'] === 'late').length;
  const words = `Frames were late ${times} times${newest.detail['to'] === 'late' ? ', and are' : ''}`;
  return { key: newest.sequence, time: newest.time, icon: 'unknown', words, details: [] };
}

/** Each event alone, or those in a row that are told together. */
function inRows(events: readonly EventItem[]): EventItem[][] {
  const rows: EventItem[][] = [];
  for (const event of events) {
    const row = rows.at(-1);
    const last = row?.at(-1);
    if (row && last && isLateness(last) && isLateness(event)) row.push(event);
    else rows.push([event]);
  }
  return rows;
}

/**
 * What happened to a device, newest first, in words. Its incidents have a place of their own; events that this version
 * does not know are shown by their kind.
 */
export function changesOf(events: readonly EventItem[], altered: readonly ChangeItem[] = []): Change[] {
  const told = events.filter(({ kind }) => !elsewhere.test(kind));
  const own = altered.filter(({ kind }) => kind === 'run' || kind === 'plan' || kind === 'agent').map(alteredOf);
  return [...inRows(told).flatMap((row) => lateness(row) ?? row.map(changeOf)), ...own].toSorted(
    (a, b) => b.time - a.time,
  );
}

/** What has a place of its own on the page, or is told by the list of changes. */
const elsewhere = /^(incident|run|order|standing|change)\./;
const failures = /^(failed|timeout|unknown|refused)$/;

function alteredOf({ id, time, kind, words, by, link, outcome }: ChangeItem): Change {
  const failed = outcome !== null && failures.test(outcome);
  const own = link !== null && /^\/(?![/\\])/.test(link) ? { href: link } : {};
  return {
    key: id,
    time,
    icon: failed ? 'critical' : kind === 'run' ? 'run' : kind === 'plan' ? 'window' : 'change',
    words: plain(words, 300),
    details: by === null ? [] : [`by ${plain(by, 80)}`],
    ...own,
  };
}

function changeOf({ sequence, time, kind, detail }: EventItem): Change {
  if (kind === 'device.state') {
    const [icon, told] = states[String(detail['to'])] ?? ['change', `Became ${word(detail['to'])}`];
    const words = detail['to'] === 'online' && detail['from'] === 'unknown' ? 'Heard for the first time' : told;
    return { key: sequence, time, icon, words, details: [] };
  }
  if (kind === 'facts.changed') {
    const details = factLines(detail['changes']);
    const words = details.length === 1 ? (details[0] ?? '') : `${details.length || 'Some'} facts changed`;
    return { key: sequence, time, icon: 'change', words, details: details.length === 1 ? [] : details };
  }
  if (kind === 'frames.refused') {
    const words = 'Some of its measurements can never be stored';
    return { key: sequence, time, icon: 'warning', words, details: [plain(String(detail['message']), 200)] };
  }
  return { key: sequence, time, icon: 'change', words: kinds[kind] ?? plain(kind, 64), details: [] };
}
