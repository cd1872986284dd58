import { isZone } from '@fettle/shared/rules/calendar';
import type { Calendar } from '@fettle/shared/rules/rule';
import type { Field, Source } from '../source.ts';
import { didYouMean } from '../near.ts';

export const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const example = 'mon-fri 08:00 to 18:00 Europe/Berlin';
const form = /^(.+?)\s+(\d{1,2}:\d{2})\s*(?:to|-)\s*(\d{1,2}:\d{2})(?:\s+(\S+))?$/s;
const time = /^([01]\d|2[0-3]):[0-5]\d$/;

/** `mon-fri 08:00 to 18:00 Europe/Berlin`; undefined, and told, where it cannot be read. */
export function readCalendar(source: Source, field: Field, what = '“during”'): Calendar | undefined {
  const text = source.words(field, what, example)?.trim();
  if (text === undefined) return undefined;
  const [, dayText, begin, end, zone] = form.exec(text) ?? [];
  if (dayText === undefined || begin === undefined || end === undefined) {
    return source.error(field.valueAt, `${what} is written “${example}”, not “${text}”.`);
  }
  const from = begin.padStart(5, '0');
  const to = end.padStart(5, '0');
  if (!time.test(from)) source.error(field.valueAt, `“${begin}” is no time of a day.`);
  if (!time.test(to) && to !== '24:00') source.error(field.valueAt, `“${end}” is no time of a day.`);
  if (zone !== undefined && !isZone(zone)) {
    const meant = didYouMean(zone, Intl.supportedValuesOf('timeZone'));
    source.error(field.valueAt, `There is no time zone “${zone}”.${meant || ' Write one such as Europe/Berlin.'}`);
  }
  const days = readDays(source, field, dayText);
  return days && { days, from, to, ...(zone !== undefined && { zone }) };
}

/** `daily`, `mon-fri`, `sat, sun`, `fri-mon`; sorted. */
function readDays(source: Source, field: Field, text: string): number[] | undefined {
  if (text === 'daily') return [1, 2, 3, 4, 5, 6, 7];
  const found = new Set<number>();
  for (const part of text.split(/\s*,\s*/)) {
    const names = part.toLowerCase().split(/\s*-\s*/);
    const numbers = names.map((name) => dayNames.indexOf(name) + 1);
    const wrong = names[numbers.indexOf(0)];
    const [first = 0, last = first] = numbers;
    if (wrong !== undefined || numbers.length > 2) {
      return source.error(field.valueAt, `“${part}” is no day: they are ${dayNames.join(', ')}, mon-fri and daily.`);
    }
    for (let day = first; ; day = (day % 7) + 1) {
      found.add(day);
      if (day === last) break;
    }
  }
  return [...found].toSorted((a, b) => a - b);
}
