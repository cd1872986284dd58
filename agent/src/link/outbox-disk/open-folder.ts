/** What an earlier life of the agent left in the folder of the outbox. */
import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { parseName, seal, type Segment } from './segment.ts';
import { SegmentReader } from './segment-reader.ts';

export interface Left {
  /** Oldest first. */
  readonly segments: Segment[];
  readonly acknowledged: number;
  /** Files whose last record was not whole. */
  readonly torn: number;
}

/** Before this year no agent ran: the clock was wrong when the file was written, so its age is not known. */
const earliest = Date.UTC(2026, 0, 1);

/** Makes the folder where there is none; only the agent may look into it. @throws ErrnoException */
export function openFolder(folder: string, clock: Clock): Left {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (process.platform !== 'win32') chmodSync(folder, 0o700);
  const segments: Segment[] = [];
  let acknowledged = 0;
  let torn = 0;
  const names = readdirSync(folder).toSorted();
  const newest = names.findLast((name) => parseName(name) !== null);
  for (const name of names) {
    const parsed = parseName(name);
    if (parsed === null) continue;
    const segment = found(join(folder, name), parsed, clock);
    // The others said how far they go when they were closed; where the last one ends only its content tells.
    if (parsed.last === null || name === newest) {
      const end = readThrough(segment);
      acknowledged = Math.max(acknowledged, end.acknowledged);
      if (parsed.last === null && end.bytes < segment.bytes) {
        if (end.last > 0) torn++;
        truncateSync(segment.path, end.bytes);
        segment.bytes = end.bytes;
      }
      segment.last = Math.max(segment.last, end.last);
    }
    if (segment.last < segment.first) {
      if (segment.bytes > 0) torn++;
      rmSync(segment.path, { force: true });
      continue;
    }
    seal(folder, segment);
    segments.push(segment);
  }
  return { segments, acknowledged, torn };
}

function found(path: string, { first, last }: { first: number; last: number | null }, clock: Clock): Segment {
  const { size, mtimeMs } = statSync(path);
  const age = mtimeMs < earliest ? 0 : Math.max(0, clock.wall() - mtimeMs);
  return { path, first, last: last ?? first - 1, bytes: size, newest: clock.monotonic() - age, checked: 0 };
}

function readThrough(segment: Segment): { last: number; acknowledged: number; bytes: number } {
  const reader = new SegmentReader(segment, '', (dictionary) => dictionary);
  while (reader.next() !== undefined);
  return { last: reader.last, acknowledged: reader.acknowledged, bytes: reader.position };
}
