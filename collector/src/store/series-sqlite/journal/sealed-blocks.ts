import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { explain } from '../files/failure.ts';
import { openForReading } from '../files/open-file.ts';
import { periodNamed } from '../files/periods.ts';

/**
 * What the files of blocks say that the journal may not know yet: for each device number the highest batch up to which its
 * frames are in blocks, from the blocks above those that the journal knows of. Where a segment lies in several files, only
 * its last one says so.
 * @param confirmed the highest known block of each file
 * @throws FettleError `data_unwritable`, `internal` for a damaged file
 */
export function sealedInBlocks(folder: string, confirmed: ReadonlyMap<string, number>): Map<number, number> {
  const sealed = new Map<number, number>();
  for (const name of weekFiles(folder)) {
    const path = join(folder, name);
    const db = openForReading(path);
    if (db === null) continue;
    try {
      const rows = db
        .prepare('select device, max(through) from block where id > ? and through > 0 group by device')
        .raw()
        .all(confirmed.get(name) ?? 0) as [number, number][];
      for (const [device, through] of rows) sealed.set(device, Math.max(through, sealed.get(device) ?? 0));
    } catch (error) {
      throw explain(error, path);
    } finally {
      db.close();
    }
  }
  return sealed;
}

function weekFiles(folder: string): string[] {
  return readdirSync(folder).filter((name) => {
    const kind = periodNamed(name)?.kind;
    return kind === 'raw' || kind === 'late';
  });
}
