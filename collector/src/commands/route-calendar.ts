// pure
import { FettleError } from '@fettle/shared/errors';
import type { Route } from '../domain/notifications/index.ts';

type Calendar = NonNullable<Route['calendar']>;
const form = /^(.+?)\s+(\d{2}:\d{2})\s*(?:to|-)\s*(\d{2}:\d{2})(?:\s+(\S+))?$/s;
const names = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/**
 * Reads what rule files say too: `mon-fri, sun 08:00 to 18:00 Europe/Berlin`; `daily` is every day, the zone may be absent. Null: `always`, no calendar.
 * @throws FettleError `config_invalid`
 */
export function calendarOf(text: string): Calendar | null {
  if (text.trim() === 'always') return null;
  const [, days = '', from, to, zone] = form.exec(text.trim()) ?? [];
  const found =
    days === 'daily'
      ? [1, 2, 3, 4, 5, 6, 7]
      : days
          .toLowerCase()
          .split(/\s*,\s*/)
          .map(spanOf);
  const list = found.flat();
  if (from === undefined || to === undefined || list.includes(0)) {
    throw new FettleError(
      'config_invalid',
      `--calendar ${text}: write days, hours and a zone, such as "mon-fri 08:00 to 18:00 Europe/Berlin", or always.`,
    );
  }
  return { days: [...new Set(list)].toSorted((a, b) => a - b), from, to, ...(zone === undefined ? {} : { zone }) };
}

/** Monday is 1; a span may reach over the end of the week. Zero among them: it cannot be read. */
function spanOf(text: string): number[] {
  const [first = '', last = first, ...rest] = text.split('-');
  const [from, to] = [names.indexOf(first) + 1, names.indexOf(last) + 1];
  if (rest.length > 0 || from === 0 || to === 0) return [0];
  return Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, i) => ((from - 1 + i) % 7) + 1);
}
