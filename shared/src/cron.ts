/**
 * Times that repeat, as five fields: minute (0-59), hour (0-23), day of the month (1-31), month (1-12), day of the week (0-7;
 * 0 and 7 are Sunday). A field is `*`, `5`, `1-5`, `*`/15, `8-18/2`, or several of them with commas. As in crontab(5), where
 * both days are restricted one of them is enough. There are no seconds, no names and no nicknames: what is signed has one form.
 */
import { FettleError } from './errors.ts';
import { momentOf, wallAt } from './wall-time.ts';

export interface Cron {
  /** Minutes of a day, ascending. */
  readonly times: readonly number[];
  /** Days from 1. */
  readonly days: ReadonlySet<number>;
  /** From 1. */
  readonly months: ReadonlySet<number>;
  /** From 0, Sunday. */
  readonly weekdays: ReadonlySet<number>;
  /** Whether one of the two kinds of days is enough. */
  readonly either: boolean;
}

interface Field {
  readonly what: string;
  readonly min: number;
  readonly max: number;
}

const fields = {
  minute: { what: 'The minute', min: 0, max: 59 },
  hour: { what: 'The hour', min: 0, max: 23 },
  day: { what: 'The day of the month', min: 1, max: 31 },
  month: { what: 'The month', min: 1, max: 12 },
  weekday: { what: 'The day of the week', min: 0, max: 7 },
} as const satisfies Record<string, Field>;

/** Characters of an expression. */
export const longestCron = 128;
const dayMs = 86_400_000;
const minuteMs = 60_000;
/** Looked no further than this for the next time: 29 February comes within eight years. */
const farthestDays = 366 * 9;

/** @throws FettleError `input_invalid`, which says which field is wrong and what it may be */
export function parseCron(text: string): Cron {
  if (text.length > longestCron) throw wrong(`it has more than ${longestCron} characters`);
  const parts = text.split(' ');
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = parts;
  if (parts.length !== 5 || minute === '')
    throw wrong(
      `it has ${minute === '' ? 0 : parts.length} fields and needs five, with one space between: minute hour day month weekday`,
    );
  const minutes = read(minute, fields.minute);
  const hours = read(hour, fields.hour);
  const cron: Cron = {
    times: hours.flatMap((one) => minutes.map((other) => one * 60 + other)),
    days: new Set(read(day, fields.day)),
    months: new Set(read(month, fields.month)),
    weekdays: new Set(read(weekday, fields.weekday).map((one) => one % 7)),
    either: !day.startsWith('*') && !weekday.startsWith('*'),
  };
  if (dayFrom(cron, Date.UTC(2000, 0, 1)) === null) throw wrong('no year has such a day');
  return cron;
}

/**
 * The first of its times after a moment, by the clock on the wall of a zone; null: none within nine years. A time that the clock
 * is put forward over comes when that is done; one that comes twice, as the clock is put back, comes the first time only.
 * @param zone an IANA name. @throws RangeError when there is no such zone
 */
export function nextTime(cron: Cron, after: number, zone: string): number | null {
  const begin = Math.floor(wallAt(zone, after) / dayMs) * dayMs;
  for (let day = dayFrom(cron, begin); day !== null; day = dayFrom(cron, day + dayMs)) {
    if (day - begin > farthestDays * dayMs) return null;
    const found = firstAfter(cron.times, day, after, zone);
    if (found !== null) return found;
  }
  return null;
}

/** Of one day's times, whose moments never go back, the first after a moment. */
function firstAfter(times: readonly number[], day: number, after: number, zone: string): number | null {
  const momentAt = (place: number) => momentOf(zone, day + (times[place] ?? 0) * minuteMs);
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (momentAt(middle) > after) high = middle;
    else low = middle + 1;
  }
  return low < times.length ? momentAt(low) : null;
}

/** The first day from one on that fits, as its midnight on the wall; null: none within nine years. */
function dayFrom({ days, months, weekdays, either }: Cron, from: number): number | null {
  for (let day = from; day <= from + farthestDays * dayMs; day += dayMs) {
    const date = new Date(day);
    if (!months.has(date.getUTCMonth() + 1)) continue;
    const [byDay, byWeekday] = [days.has(date.getUTCDate()), weekdays.has(date.getUTCDay())];
    if (either ? byDay || byWeekday : byDay && byWeekday) return day;
  }
  return null;
}

/** Ascending, each once. */
function read(text: string, field: Field): number[] {
  const found = new Set(text.split(',').flatMap((part) => readPart(part, field)));
  return [...found].toSorted((a, b) => a - b);
}

function readPart(text: string, field: Field): number[] {
  const [range = '', step, ...rest] = text.split('/');
  if (rest.length > 0) throw cannot(text, field);
  const [low, high] = rangeOf(range, text, field);
  if (step === undefined) return upTo(low, high, 1);
  if (range !== '*' && !range.includes('-'))
    throw wrong(`${field.what} ${shown(text)} has a step without a range: write ${range}-${field.max}/${shown(step)}`);
  const by = /^\d{1,2}$/.test(step) ? Number(step) : 0;
  if (by === 0) throw cannot(text, field);
  return upTo(low, high, by);
}

function rangeOf(range: string, text: string, field: Field): [number, number] {
  // A week has seven days, and Sunday is counted once.
  if (range === '*') return [field.min, field === fields.weekday ? 6 : field.max];
  const ends = range.split('-');
  const [low, high = low] = ends.map((end) => numberOf(end, field));
  if (ends.length > 2 || low === undefined || high === undefined || low === null || high === null)
    throw cannot(text, field);
  if (low > high) throw wrong(`${field.what} ${shown(text)} goes backwards`);
  return [low, high];
}

function numberOf(text: string, { min, max }: Field): number | null {
  if (!/^\d{1,2}$/.test(text)) return null;
  const number = Number(text);
  return number >= min && number <= max ? number : null;
}

function upTo(low: number, high: number, by: number): number[] {
  return Array.from({ length: Math.floor((high - low) / by) + 1 }, (_, place) => low + place * by);
}

function cannot(text: string, { what, min, max }: Field): FettleError {
  return wrong(`${what} cannot be ${shown(text)}: it is *, or from ${min} to ${max}, as in 5, 1-5, */15 or 1,3`);
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 32));
}

function wrong(why: string): FettleError {
  return new FettleError('input_invalid', `This is no time that repeats: ${why}.`);
}
