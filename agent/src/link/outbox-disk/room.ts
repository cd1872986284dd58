// pure
/** Which files of the outbox must go because there is no room for them. */
import type { Segment } from './segment.ts';

export interface DiskBounds {
  readonly bytes: number;
  /** Frames are kept at least so long where the bytes allow, ms. */
  readonly age: number;
}

/** 256 MiB or 7 days, whichever comes first. */
export const diskBounds: DiskBounds = { bytes: 256 * 1024 * 1024, age: 7 * 86_400_000 };

/** A file is closed at this size and after this time, so that what goes at once is a small part of what is kept. */
export function segmentBounds({ bytes, age }: DiskBounds): DiskBounds {
  return { bytes: Math.min(1024 * 1024, Math.floor(bytes / 8)), age: age / 28 };
}

/** How many of the oldest are too many or too old; the newest one always stays. */
export function tooMany(
  segments: readonly Pick<Segment, 'bytes' | 'newest'>[],
  { bytes, age }: DiskBounds,
  now: number,
): number {
  let left = segments.reduce((sum, segment) => sum + segment.bytes, 0);
  let count = 0;
  for (const segment of segments.slice(0, -1)) {
    if (left <= bytes && now - segment.newest <= age) break;
    left -= segment.bytes;
    count++;
  }
  return count;
}
