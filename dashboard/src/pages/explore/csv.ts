// pure
import type { Track } from './lines.ts';

/** A cell that no spreadsheet takes for a formula, quoted where it must be (RFC 4180). */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A row a time, a column a series; values in the metric's own unit. */
export function csvOf(tracks: readonly Track[], unit: string): string {
  const times = [...new Set(tracks.flatMap(({ points }) => points.map(([time]) => time)))].toSorted((a, b) => a - b);
  const columns = tracks.map(({ points }) => new Map(points));
  const head = ['time', ...tracks.map(({ deviceName, what }) => [deviceName, what].filter(Boolean).join(' '))];
  const rows = times.map((time) => [
    new Date(time).toISOString(),
    ...columns.map((column) => column.get(time) ?? null),
  ]);
  const first = unit === '' ? head : head.map((name, place) => (place === 0 ? name : `${name} (${unit})`));
  return [first, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}
