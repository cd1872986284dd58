// pure
/** Local times of a zone, for browsers that have no Temporal. A local time is `2026-11-29T22:00`. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(zone, made);
  return made;
}

/** Local time as if it were UTC, ms. */
function wallOf(time: number, zone: string): number {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(time)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The local time of a zone. @throws RangeError when there is no such zone */
export const localOf = (time: number, zone: string): string =>
  new Date(wallOf(time, zone)).toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length);

/**
 * When it is so late there, ms since 1970. A local time that the clocks leave out is as much later as they were put
 * forward; one that comes twice is its first coming. NaN when it is no local time.
 */
export function utcOf(local: string, zone: string): number {
  const wall = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local) ? Date.parse(`${local}:00Z`) : Number.NaN;
  if (Number.isNaN(wall)) return Number.NaN;
  const day = 86_400_000;
  const offsets = [wallOf(wall - day, zone) - (wall - day), wallOf(wall + day, zone) - (wall + day)];
  const found = offsets.map((offset) => wall - offset).filter((time) => wallOf(time, zone) === wall);
  // Nothing found: it is left out, and what was true before tells when it would have been.
  return found.length > 0 ? Math.min(...found) : wall - (offsets[0] ?? 0);
}

/** The day before or after, by the calendar alone. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** 1 Monday to 7 Sunday. */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}
