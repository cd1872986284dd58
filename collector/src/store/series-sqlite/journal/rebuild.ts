import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { type Durability, openJournal } from './open-journal.ts';
import type { DamagedBatch } from './batches.ts';

/**
 * Makes the journal anew without some damaged batches, which are kept in files of their own where they can be read; the old
 * journal stays beside it as `journal-damaged.db`. Closes the old one.
 * @returns the new one, and what people should know
 * @throws SqliteError when more than batches is damaged
 */
export function withoutDamage(
  old: Database,
  file: string,
  durability: Durability,
  damaged: readonly DamagedBatch[],
): { readonly db: Database; readonly told: readonly Error[] } {
  const folder = dirname(file);
  const fresh = `${file}.new`;
  for (const end of ['', '-wal', '-shm']) rmSync(fresh + end, { force: true });
  const target = openJournal(fresh, durability);
  try {
    copyAll(old, target, new Set(damaged.map(({ batch }) => batch)));
  } finally {
    target.close();
    old.close();
  }
  const told = damaged.map((one) => setAside(one, file));
  renameSync(file, join(folder, 'journal-damaged.db'));
  for (const end of ['-wal', '-shm']) rmSync(file + end, { force: true });
  renameSync(fresh, file);
  return { db: openJournal(file, durability), told };
}

/** Keeps what can be read of a damaged batch in a file beside the journal. @returns what people should know */
export function setAside({ batch, why, data }: DamagedBatch, journal: string): Error {
  const kept = data === null ? null : join(dirname(journal), `damaged-batch-${batch}.bin`);
  if (kept !== null && data !== null) writeFileSync(kept, data, { mode: 0o600 });
  const where = kept === null ? '' : ` Its bytes are in ${basename(kept)}.`;
  return new Error(
    `Batch ${batch} of ${journal} is damaged: ${why}. Its frames are lost.${where} Look after the disk.`,
  );
}

function copyAll(from: Database, to: Database, without: ReadonlySet<number>): void {
  to.transaction(() => {
    for (const table of ['device', 'series', 'dictionary', 'file']) {
      const rows = from.prepare(`select * from ${table}`).raw();
      const add = to.prepare(
        `insert into ${table} values (${rows
          .columns()
          .map(() => '?')
          .join(', ')})`,
      );
      for (const row of rows.iterate() as Iterable<unknown[]>) add.run(...row);
    }
    const read = from.prepare('select id, crc, data from batch where id = ?').raw();
    const add = to.prepare('insert into batch (id, crc, data) values (?, ?, ?)');
    for (const id of from.prepare('select id from batch order by id').pluck().all() as number[]) {
      if (!without.has(id)) add.run(...(read.get(id) as unknown[]));
    }
  })();
}
