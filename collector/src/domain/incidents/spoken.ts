// pure
const units = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1_000, 'second'],
] as const;

/** About so long, as a person says it: `45 seconds`, `12 minutes`, `1 hour`, `3 days`; always rounded down. */
export function spokenSpan(ms: number): string {
  const [size, word] = units.find(([unit]) => ms >= unit) ?? [1_000, 'second'];
  const count = Math.max(1, Math.floor(ms / size));
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
