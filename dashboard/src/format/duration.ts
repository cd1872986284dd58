// pure
import { parseDuration } from '@fettle/shared/duration';

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** A time as it stands in a field: "20 min", "90 s", "0". The largest unit of which it is a whole number. */
export function durationText(ms: number): string {
  if (ms === 0) return '0';
  for (const [unit, size] of units) if (ms % size === 0) return `${ms / size} ${unit}`;
  return `${ms} ms`;
}

/** ms of "20 min", "20m", "1 h 30 min", "0"; null when it cannot be read. */
export function readDuration(text: string): number | null {
  if (/^\s*0\s*$/.test(text)) return 0;
  const parts = text
    .replaceAll(/(\d)\s+(?=[a-z])/gi, '$1')
    .trim()
    .split(/\s+/);
  let total = 0;
  for (const part of parts) {
    const ms = parseDuration(part.toLowerCase().replace(/min$/, 'm'));
    if (ms === null) return null;
    total += ms;
  }
  return total;
}
