// pure
import type { Calendar, CalendarBody } from '@fettle/shared/api/levels';
import { localOf } from '../../format/zoned.ts';
import { namedErrors } from '../../parts/named-errors.ts';

export interface CalendarDraft {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  readonly hours: readonly { readonly days: readonly number[]; readonly from: string; readonly to: string }[];
  /** A line a day: `2026-12-25 Christmas`. */
  readonly holidays: string;
}

export const newCalendar = (zone: string): CalendarDraft => ({
  id: '',
  name: '',
  zone,
  hours: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }],
  holidays: '',
});

export const calendarDraft = ({ id, name, zone, hours, holidays }: Calendar): CalendarDraft => ({
  id,
  name,
  zone,
  hours,
  holidays: holidays.map(({ day, name: called }) => `${day} ${called}`.trim()).join('\n'),
});

/** The days of a text, and the first line that is none. */
function holidaysOf(text: string): { readonly days: CalendarBody['holidays']; readonly wrong: string | undefined } {
  const days: CalendarBody['holidays'] = [];
  for (const line of text
    .split('\n')
    .map((one) => one.trim())
    .filter(Boolean)) {
    const [, day = '', name = ''] = /^(\d{4}-\d{2}-\d{2})\s*(.*)$/.exec(line) ?? [];
    const real = day !== '' && new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) === day;
    if (!real) return { days, wrong: line };
    days.push({ day, name: name.slice(0, 128) });
  }
  return { days, wrong: undefined };
}

const realDay = (text: string) => {
  try {
    return holidaysOf(text);
  } catch {
    return { days: [], wrong: text.split('\n').find(Boolean) ?? '' }; // a RangeError: 2026-13-40
  }
};

function isZone(zone: string): boolean {
  try {
    return localOf(0, zone) !== '';
  } catch {
    return false; // a RangeError of Intl
  }
}

const time = /^([01]\d|2[0-3]):[0-5]\d$/;

/** The calendar that a form says, with what is wrong with it by field. */
export function readCalendarDraft(draft: CalendarDraft): {
  readonly errors: ReadonlyMap<string, string>;
  readonly body: CalendarBody | undefined;
} {
  const errors = namedErrors(draft);
  if (!isZone(draft.zone)) errors.set('zone', 'There is no such zone. Write one such as Europe/Berlin.');
  for (const [at, { days, from, to }] of draft.hours.entries()) {
    if (days.length === 0) errors.set(`hours.${at}.days`, 'Choose at least one day.');
    if (!time.test(from)) errors.set(`hours.${at}.from`, 'A time such as 08:00.');
    if (!time.test(to) && to !== '24:00') errors.set(`hours.${at}.to`, 'A time such as 18:00, or 24:00.');
  }
  if (draft.hours.length === 0) errors.set('hours', 'A calendar has at least one span of hours.');
  const { days, wrong } = realDay(draft.holidays);
  if (wrong !== undefined) errors.set('holidays', `“${wrong.slice(0, 40)}” is no day. A line is 2026-12-25 Christmas.`);
  if (errors.size > 0) return { errors, body: undefined };
  const hours = draft.hours.map((one) => ({ days: [...one.days], from: one.from, to: one.to }));
  return { errors, body: { name: draft.name.trim(), zone: draft.zone.trim(), hours, holidays: days } };
}
