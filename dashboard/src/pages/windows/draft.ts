// pure
import type { Window, WindowWhen } from '@fettle/shared/api/windows';
import { durationText, readDuration } from '../../format/duration.ts';
import { namedErrors } from '../../parts/named-errors.ts';
import { utcOf, weekdayOf } from '../../format/zoned.ts';

/** A window as it stands in the form. */
export interface WindowDraft {
  readonly id: string;
  readonly name: string;
  readonly selector: string;
  readonly reason: string;
  readonly enabled: boolean;
  readonly zone: string;
  /** `2026-11-29T22:00` */
  readonly start: string;
  readonly lasts: string;
  readonly every: WindowWhen['repeat']['every'];
  readonly days: readonly number[];
  readonly day: string;
  readonly nth: string;
  readonly weekday: string;
  /** A date; empty: without end. */
  readonly until: string;
}

export type WindowBody = Pick<Window, 'name' | 'selector' | 'reason' | 'when' | 'enabled'>;

/** A new one on a date, at 22:00 for two hours. */
export function newWindow(date: string, zone: string): WindowDraft {
  return {
    id: '',
    name: '',
    selector: '',
    reason: '',
    enabled: true,
    zone,
    start: `${date}T22:00`,
    lasts: '2 h',
    every: 'once',
    days: [weekdayOf(date)],
    day: String(Number(date.slice(8))),
    nth: '1',
    weekday: String(weekdayOf(date)),
    until: '',
  };
}

export function windowDraft({ id, name, selector, reason, enabled, when }: Window): WindowDraft {
  const { zone, start, lastsMs, repeat, until } = when;
  return {
    ...newWindow(start.slice(0, 10), zone),
    id,
    name,
    selector,
    reason,
    enabled,
    start,
    lasts: durationText(lastsMs),
    every: repeat.every,
    ...(repeat.every === 'week' ? { days: repeat.days } : {}),
    ...(repeat.every === 'month' ? { day: String(repeat.day) } : {}),
    ...(repeat.every === 'month-weekday' ? { nth: String(repeat.nth), weekday: String(repeat.weekday) } : {}),
    until: until?.slice(0, 10) ?? '',
  };
}

function repeatOf({ every, days, day, nth, weekday }: WindowDraft): WindowWhen['repeat'] {
  if (every === 'week') return { every, days: [...days] };
  if (every === 'month') return { every, day: Number(day) };
  if (every === 'month-weekday') return { every, nth: Number(nth), weekday: Number(weekday) };
  return { every };
}

function zoneErrors({ zone, start }: WindowDraft): [string, string][] {
  try {
    return Number.isNaN(utcOf(start, zone)) ? [['start', 'Choose a day and a time.']] : [];
  } catch {
    return [['zone', 'There is no such zone. Write one such as Europe/Berlin.']]; // a RangeError of Intl
  }
}

/** The window that a form says, with what is wrong with it by field. */
export function readWindowDraft(draft: WindowDraft): {
  readonly errors: ReadonlyMap<string, string>;
  readonly body: WindowBody | undefined;
} {
  const { name, selector, reason, enabled, zone, start, until, every } = draft;
  const errors = new Map([...namedErrors(draft), ...zoneErrors(draft)]);
  const lastsMs = readDuration(draft.lasts) ?? 0;
  if (lastsMs < 60_000 || lastsMs > 31 * 86_400_000) errors.set('lasts', 'From a minute to 31 days: 90 min, 4 h, 2 d.');
  if (every === 'week' && draft.days.length === 0) errors.set('days', 'Choose at least one day.');
  if (every === 'month' && !/^([1-9]|[12]\d|3[01])$/.test(draft.day)) errors.set('day', 'A day from 1 to 31.');
  if (until !== '' && until < start.slice(0, 10)) errors.set('until', 'It ends before it begins.');
  if (errors.size > 0) return { errors, body: undefined };
  const ends = until === '' || every === 'once' ? {} : { until: `${until}T23:59` };
  const when = { zone, start, lastsMs, repeat: repeatOf(draft), ...ends };
  return { errors, body: { name: name.trim(), selector: selector.trim(), reason: reason.trim(), when, enabled } };
}
