import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SeriesSizes } from '../../domain/series/store.ts';
import { periodNamed } from './files/periods.ts';

/** Bytes on disk by level, write-ahead logs with them. */
export function sizesOf(folder: string): SeriesSizes {
  const sizes = { journal: 0, raw: 0, five: 0, hour: 0 };
  for (const name of readdirSync(folder)) {
    const base = name.replace(/-(wal|shm)$/, '');
    const kind = base === 'journal.db' ? 'journal' : periodNamed(base)?.kind;
    const size = statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0;
    if (kind !== undefined) sizes[kind === 'late' ? 'raw' : kind] += size;
  }
  return sizes;
}
