// pure
import { parseSelector } from '@fettle/shared/selector/parse';
import { wrongCalendar } from './calendar.ts';
import type { Route } from './types.ts';

/** What is wrong in a route by itself; null: nothing. @throws FettleError `input_invalid` (selector) */
export function wrongRoute({ id, name, selector, calendar, steps }: Omit<Route, 'scope' | 'version'>): string | null {
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(id)) return 'A route’s id has small letters, digits and hyphens, at most 64.';
  if (id === 'default') return 'default is the route where there is no other. Choose another id.';
  if (name.trim() === '' || name.length > 128 || /\p{C}/u.test(name))
    return 'Its name has 1 to 128 visible characters.';
  parseSelector(selector);
  if (steps.length === 0 || steps.some(({ targets }) => targets.length === 0)) return 'Each step tells somebody.';
  return calendar === undefined ? null : wrongCalendar(calendar);
}
