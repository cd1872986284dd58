// pure
/** Times and spans as people read them, always with the zone. */

/** `Sun 29 Nov 2026, 22:00 Europe/Berlin`. */
export function timeWords(time: number, zone: string): string {
  const shown = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
    .formatToParts(time)
    .reduce<Record<string, string>>((all, { type, value }) => ({ ...all, [type]: value }), {});
  return `${shown['weekday']} ${shown['day']} ${shown['month']} ${shown['year']}, ${shown['hour']}:${shown['minute']} ${zone}`;
}

const units = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1_000, 'second'],
] as const;

/** `2 days`, `1 day 6 hours`, `90 seconds` as `1 minute 30 seconds`: two units at most. */
export function spanWords(ms: number): string {
  const [first, second] = parts(Math.max(0, Math.round(ms / 1_000)) * 1_000);
  return [first ?? '0 seconds', second].filter((one) => one !== undefined).join(' ');
}

function parts(ms: number): string[] {
  let left = ms;
  return units.flatMap(([unit, name]) => {
    const count = Math.floor(left / unit);
    left -= count * unit;
    return count === 0 ? [] : [`${count} ${name}${count === 1 ? '' : 's'}`];
  });
}

/** When something begins and ends, and how far that is from now. */
export function windowWords(from: number, to: number, now: number, zone: string): string[] {
  const begins = from <= now ? 'at once' : `${timeWords(from, zone)} (in ${spanWords(from - now)})`;
  return [`Begins: ${begins}`, `Ends:   ${timeWords(to, zone)} (${spanWords(to - Math.max(from, now))} later)`];
}
