// pure
import { parseSelector } from '@fettle/shared/selector/parse';
import type { Window, WindowWhen } from './types.ts';

/** What is wrong in a window, in words that say what to do; null: nothing. @throws FettleError `input_invalid` (selector) */
export function wrongIn({
  id,
  name,
  selector,
  when,
}: Pick<Window, 'id' | 'name' | 'selector' | 'when'>): string | null {
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(id)) return 'A window’s id has small letters, digits and hyphens, at most 64.';
  if (name.trim() === '' || name.length > 128 || /\p{C}/u.test(name))
    return 'Its name has 1 to 128 visible characters.';
  parseSelector(selector);
  return wrongWhen(when);
}

function wrongWhen({ zone, start, until, lastsMs, repeat }: WindowWhen): string | null {
  if (!isZone(zone)) return `There is no time zone ${zone}. Write an IANA name such as Europe/Berlin.`;
  if (!isLocal(start)) return `start: ${start} is no local time. Write it as 2026-03-29T02:00.`;
  if (until !== undefined && !isLocal(until)) return `until: ${until} is no local time. Write it as 2026-03-29T02:00.`;
  if (until !== undefined && until < start) return 'until lies before start: the window would never open.';
  if (!Number.isInteger(lastsMs) || lastsMs < 60_000) return 'It must last a minute or longer.';
  if (lastsMs > 31 * 86_400_000) return 'It may last 31 days at most.';
  if (repeat.every === 'month-weekday' && repeat.nth === 0) return 'nth counts from 1 to 4, or -1 for the last.';
  return null;
}

export function isZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return /^[A-Za-z]/.test(zone);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function isLocal(text: string): boolean {
  try {
    return (
      /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text) &&
      Temporal.PlainDateTime.from(text, { overflow: 'reject' }).year > 1969
    );
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
