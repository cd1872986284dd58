import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { explain } from '../files/failure.ts';
import { openForReading } from '../files/open-file.ts';
import { periodNamed } from '../files/periods.ts';

export interface SealedInBlocks {
  /** By device number: the highest batch up to which its frames are in blocks. */
  readonly through: ReadonlyMap<number, number>;
  /** By file: its highest block, where the journal knows of a lower one. */
  readonly highest: ReadonlyMap<string, number>;
}

/**
 * What the files of blocks say that the journal may not know yet, from the blocks above those that it knows of. Where a
 * segment lies in several files, only its last one says so.
 * @param confirmed the highest known block of each file
 * @throws FettleError `data_unwritable`, `internal` for a damaged file
 */
export function sealedInBlocks(folder: string, confirmed: ReadonlyMap<string, number>): SealedInBlocks {
  const through = new Map<number, number>();
  const highest = new Map<string, number>();
  for (const name of weekFiles(folder)) {
    const path = join(folder, name);
    const db = openForReading(path);
    if (db === null) continue;
    try {
      const rows = db
        .prepare('select device, max(through), max(id) from block where id > ? group by device')
        .raw()
        .all(confirmed.get(name) ?? 0) as [number, number, number][];
      for (const [device, batch, block] of rows) {
        if (batch > 0) through.set(device, Math.max(batch, through.get(device) ?? 0));
        highest.set(name, Math.max(block, highest.get(name) ?? 0));
      }
    } catch (error) {
      throw explain(error, path);
    } finally {
      db.close();
    }
  }
  return { through, highest };
}

function weekFiles(folder: string): string[] {
  return readdirSync(folder).filter((name) => {
    const kind = periodNamed(name)?.kind;
    return kind === 'raw' || kind === 'late';
  });
}
