// pure
import type { WindowWhen } from '@fettle/shared/api/windows';
import { durationText } from '../../format/duration.ts';
import { date } from '../../format/time.ts';
import { midnight } from './calendar.ts';

const weekdays = ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const nths: Readonly<Record<string, string>> = {
  '1': 'first',
  '2': 'second',
  '3': 'third',
  '4': 'fourth',
  '-1': 'last',
};

function joined(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** "5 Dec 2026" of a local time. */
const dateWords = (local: string) => date(midnight(local.slice(0, 10)), 0);

function repeatWords({ start, repeat }: WindowWhen): string {
  if (repeat.every === 'once') return `once, on ${dateWords(start)}`;
  if (repeat.every === 'day') return 'every day';
  if (repeat.every === 'week') return `every ${joined(repeat.days.map((day) => weekdays[day] ?? ''))}`;
  if (repeat.every === 'month') return `on day ${repeat.day} of every month`;
  return `on the ${nths[String(repeat.nth)] ?? ''} ${weekdays[repeat.weekday] ?? ''} of every month`;
}

/** "every Wednesday at 22:00 for 4 h, Europe/Berlin" */
export function whenWords(when: WindowWhen): string {
  const until = when.until === undefined ? '' : `, until ${dateWords(when.until)}`;
  return `${repeatWords(when)} at ${when.start.slice(11)} for ${durationText(when.lastsMs)}${until}, ${when.zone}`;
}
