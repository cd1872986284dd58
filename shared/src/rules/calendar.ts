import type { Calendar } from './rule.ts';

const formats = new Map<string, Intl.DateTimeFormat>();
const days: Readonly<Record<string, number>> = { Mon: 1, Tue: 2, Wed: 3, Thu: 4, Fri: 5, Sat: 6, Sun: 7 };

/** Whether this names a time zone. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * Whether a moment lies within a calendar, by the clock on the wall of its zone: in a night that has an hour twice both
 * count, in one that has it not it does not.
 */
export function isWithin({ days: chosen, from, to, zone = 'UTC' }: Calendar, time: number): boolean {
  const { day, minute } = onTheWall(zone, time);
  const [begin, end] = [minutesOf(from), minutesOf(to)];
  const today = chosen.includes(day);
  if (begin < end) return today && minute >= begin && minute < end;
  const yesterday = chosen.includes(day === 1 ? 7 : day - 1);
  return (today && minute >= begin) || (yesterday && minute < end);
}

function minutesOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes;
}

function onTheWall(zone: string, time: number): { readonly day: number; readonly minute: number } {
  const parts: Record<string, string> = {};
  for (const { type, value } of formatOf(zone).formatToParts(time)) parts[type] = value;
  return {
    day: days[parts['weekday'] ?? ''] ?? 1,
    minute: Number(parts['hour']) * 60 + Number(parts['minute']),
  };
}

/** Making one costs a hundred times what using it does. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  formats.set(zone, made);
  return made;
}
