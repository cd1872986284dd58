// pure
import type { EventItem } from '@fettle/shared/api/events';
import { plain } from '../../format/text.ts';
import type { SymbolName } from '../../parts/symbols.tsx';

/** One line of "What changed". */
export interface Change {
  readonly key: number;
  readonly time: number;
  readonly icon: SymbolName;
  readonly words: string;
  readonly details: readonly string[];
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
export function changesOf(events: readonly EventItem[]): Change[] {
  const changes = events.filter(({ kind }) => !kind.startsWith('incident.'));
  return inRows(changes).flatMap((row) => lateness(row) ?? row.map(changeOf));
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
