// pure
import type { WindowWhen } from '@fettle/shared/api/windows';
import { FettleError } from '@fettle/shared/errors';

type Repeat = WindowWhen['repeat'];

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const nths: Readonly<Record<number, string>> = { 1: 'first', 2: 'second', 3: 'third', 4: 'fourth', [-1]: 'last' };
const nameOf = (weekday: number) => weekdays[weekday - 1] ?? String(weekday);

/** `once`, `day`, `week:1,3`, `month:15`, `weekday:2/4` or `weekday:-1/5`. @throws FettleError `config_invalid` */
export function repeatOf(text: string): Repeat {
  if (text === 'once' || text === 'day') return { every: text };
  const days = /^week:([1-7](?:,[1-7])*)$/.exec(text)?.[1];
  if (days !== undefined) return { every: 'week', days: days.split(',').map(Number) };
  const day = /^month:([1-9]|[12]\d|3[01])$/.exec(text)?.[1];
  if (day !== undefined) return { every: 'month', day: Number(day) };
  const [, nth, weekday] = /^weekday:(-1|[1-4])\/([1-7])$/.exec(text) ?? [];
  if (nth !== undefined) return { every: 'month-weekday', nth: Number(nth), weekday: Number(weekday) };
  throw new FettleError(
    'config_invalid',
    `--every ${text}: write once, day, week:1,3 (1 is Monday), month:15 or weekday:2/4 (the second Thursday; -1: the last).`,
  );
}

/** As people say it: `every Sunday`. */
export function repeatWords(repeat: Repeat): string {
  if (repeat.every === 'once') return 'once';
  if (repeat.every === 'day') return 'every day';
  if (repeat.every === 'week') return `every ${repeat.days.map(nameOf).join(', ')}`;
  if (repeat.every === 'month-weekday') return `the ${nths[repeat.nth] ?? ''} ${nameOf(repeat.weekday)} of a month`;
  return repeat.day === 31 ? 'the last day of a month' : `day ${repeat.day} of a month`;
}
