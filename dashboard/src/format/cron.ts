// pure
import { addDays, localOf, utcOf, weekdayOf } from './zoned.ts';

/** What one field of a cron line allows, and whether it allows everything. */
interface Field {
  readonly values: ReadonlySet<number>;
  readonly all: boolean;
}
/** A cron line of five fields, read: minute hour day-of-month month day-of-week. */
export interface Cron {
  readonly minutes: Field;
  readonly hours: Field;
  readonly days: Field;
  readonly months: Field;
  readonly weekdays: Field;
}

const limits = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;

function readField(text: string, [least, most]: readonly [number, number]): Field | undefined {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [, range = '', from, to, every] = /^(\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part) ?? [];
    if (range === '') return undefined;
    const first = from === undefined ? least : Number(from);
    const last = to === undefined ? (range === '*' || every !== undefined ? most : first) : Number(to);
    const by = every === undefined ? 1 : Number(every);
    if (first < least || last > most || last < first || by < 1) return undefined;
    for (let value = first; value <= last; value += by) values.add(value);
  }
  return { values, all: text === '*' };
}

/** Reads a cron line; undefined: it cannot be read. */
export function readCron(text: string): Cron | undefined {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== 5) return undefined;
  const [minutes, hours, days, months, weekdays] = parts.map((part, index) =>
    readField(part, limits[index] ?? limits[0]),
  );
  if (!minutes || !hours || !days || !months || !weekdays) return undefined;
  // 0 and 7 are both Sunday.
  const sundays = weekdays.values.has(0) ? { ...weekdays, values: new Set([...weekdays.values, 7]) } : weekdays;
  return { minutes, hours, days, months, weekdays: sundays };
}

/** Where both days are narrowed, either is enough, as cron has always had it. */
function fits({ days, months, weekdays }: Cron, date: string): boolean {
  if (!months.values.has(Number(date.slice(5, 7)))) return false;
  const day = days.values.has(Number(date.slice(8, 10)));
  const weekday = weekdays.values.has(weekdayOf(date));
  return days.all || weekdays.all ? day && weekday : day || weekday;
}

const searched = 366 * 5;

/** The next times, ms since 1970, in a zone; fewer where it comes seldom. */
export function nextTimes(cron: Cron, zone: string, now: number, count: number): number[] {
  const times: number[] = [];
  let date = localOf(now, zone).slice(0, 10);
  const hours = [...cron.hours.values].toSorted((a, b) => a - b);
  const minutes = [...cron.minutes.values].toSorted((a, b) => a - b);
  const two = (n: number) => String(n).padStart(2, '0');
  for (let day = 0; day < searched && times.length < count; day += 1) {
    if (fits(cron, date)) {
      for (const hour of hours) {
        for (const minute of minutes) {
          const time = utcOf(`${date}T${two(hour)}:${two(minute)}`, zone);
          if (time > now && !times.includes(time)) times.push(time);
        }
      }
    }
    date = addDays(date, 1);
  }
  return times.toSorted((a, b) => a - b).slice(0, count);
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const joined = (words: readonly string[]) =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;

/** "every day at 03:30"; a line that is not of the usual forms is said as it is. */
export function cronWords(text: string): string {
  const cron = readCron(text);
  const [minute, hour, day, month, weekday] = text.trim().split(/\s+/);
  if (!cron || month !== '*' || !/^\d+$/.test(minute ?? '')) return `by the clock ${text.trim()}`;
  const past = String(minute).padStart(2, '0');
  if (hour === '*') return `every hour at ${past} past`;
  if (!/^\d+$/.test(hour ?? '')) return `by the clock ${text.trim()}`;
  const at = `at ${String(hour).padStart(2, '0')}:${past}`;
  if (day === '*' && weekday === '*') return `every day ${at}`;
  if (day === '*' && weekday === '1-5') return `every weekday ${at}`;
  if (day === '*') {
    const days = [...cron.weekdays.values].filter((one) => one > 0 || !cron.weekdays.values.has(7));
    return `every ${joined([...new Set(days.map((one) => weekdays[one] ?? ''))])} ${at}`;
  }
  return weekday === '*' && /^\d+$/.test(day ?? '') ? `on day ${day} of every month ${at}` : `by the clock ${text.trim()}`;
}
