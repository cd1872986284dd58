// pure

/** `29 Nov 2026, 19:04 (Europe/Berlin)`. */
export function moment(time: number, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(zone);
  const month =
    ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][local.month - 1] ?? '';
  const two = (n: number) => String(n).padStart(2, '0');
  return `${local.day} ${month} ${local.year}, ${two(local.hour)}:${two(local.minute)} (${zone})`;
}

/** `45 s`, `12 min`, `3 h 20 min`, `2 days`. */
export function span(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 2) return `${Math.max(0, Math.round(ms / 1_000))} s`;
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} days`;
}
