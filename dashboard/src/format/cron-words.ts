// pure
import { type Cron, nextTime, parseCron } from '@fettle/shared/cron';
import { FettleError } from '@fettle/shared/errors';

/** Reads a cron line; a text that says what is wrong where it cannot be read. */
export function readCron(text: string): Cron | string {
  try {
    return parseCron(text);
  } catch (error) {
    if (error instanceof FettleError) return error.message;
    throw error;
  }
}

/** The next times, ms since 1970, in a zone; fewer where it comes seldom. */
export function nextTimes(cron: Cron, zone: string, now: number, count: number): number[] {
  const times: number[] = [];
  let after = now;
  while (times.length < count) {
    const next = nextTime(cron, after, zone);
    if (next === null) break;
    times.push(next);
    after = next;
  }
  return times;
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const joined = (words: readonly string[]) =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;

function daysWords(day: string, weekday: string, { weekdays: on }: Cron): string | undefined {
  if (day === '*' && weekday === '*') return 'every day';
  if (day === '*' && on.size === 5 && !on.has(0) && !on.has(6)) return 'every weekday';
  if (day === '*')
    return `every ${joined([...on].toSorted((a, b) => ((a + 6) % 7) - ((b + 6) % 7)).map((one) => weekdays[one] ?? ''))}`;
  return weekday === '*' && /^\d+$/.test(day) ? `on day ${day} of every month` : undefined;
}

/** "every day at 03:30"; a line that is not of the usual forms is said as it is. */
export function cronWords(text: string): string {
  const cron = readCron(text);
  const asIs = `by the clock ${text.trim()}`;
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = text.trim().split(/\s+/);
  if (typeof cron === 'string' || month !== '*' || !/^\d+$/.test(minute)) return asIs;
  const days = daysWords(day, weekday, cron);
  if (days === undefined || !/^(\d+|\*)$/.test(hour)) return asIs;
  const past = minute.padStart(2, '0');
  if (hour === '*') return days === 'every day' ? `every hour at ${past} past` : asIs;
  return `${days} at ${hour.padStart(2, '0')}:${past}`;
}
