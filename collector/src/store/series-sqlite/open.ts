import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { SeriesStore } from '../../domain/series/store.ts';
import type { CommitTiming } from './commit.ts';
import { Earlier } from './earlier.ts';
import { explain } from './files/failure.ts';
import { Journal } from './journal/journal.ts';
import { type Durability, openJournal } from './journal/open-journal.ts';
import { withoutDamage } from './journal/rebuild.ts';
import { replay } from './journal/replay.ts';
import { sealedInBlocks } from './journal/sealed-blocks.ts';
import { lockFolder } from './lock.ts';
import { Devices } from './names/devices.ts';
import { Dictionaries } from './names/dictionaries.ts';
import { SeriesNumbers } from './names/series-numbers.ts';
import { SqliteSeries } from './store.ts';

export interface SeriesOptions {
  /** Default: `full`. */
  readonly durability?: Durability;
  readonly timing?: CommitTiming;
  /** Bytes of frames after which all devices have been marked anew, and of those before the marks that are still read at the start. */
  readonly marking?: { readonly every: number; readonly atOnce: number };
  /** Hears of what people should know of and nobody waits for: damage, a thread that died. Default: nobody does. */
  readonly say?: (error: Error) => void;
}

const usualMarking = { every: 32 * 1024 * 1024, atOnce: 8 * 1024 * 1024 };

/**
 * Opens or makes the folder of the series. One process has it; frames that no block has are in memory again then.
 * @throws FettleError `data_unwritable`, `data_in_use`, `database_newer`; `internal` for a journal that is damaged
 */
export async function openSqliteSeries(folder: string, options: SeriesOptions = {}): Promise<SeriesStore> {
  const { durability = 'full', timing, marking = usualMarking, say = () => {} } = options;
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw explain(error, folder);
  }
  const lock = lockFolder(folder);
  const file = join(folder, 'journal.db');
  let db: Database | undefined;
  try {
    if (lock.wasLeft && existsSync(file) && !existsSync(`${file}-wal`)) say(lostLog(file));
    db = openJournal(file, durability);
    let recovered = recover(db, folder, marking);
    if (recovered.damaged.length > 0) {
      const rebuilt = withoutDamage(db, file, durability, recovered.damaged);
      db = rebuilt.db;
      for (const error of rebuilt.told) say(error);
      recovered = recover(db, folder, marking);
    }
    return new SqliteSeries({ ...recovered, folder, say, release: () => lock.release(), ...(timing && { timing }) });
  } catch (error) {
    db?.close();
    lock.handBack();
    throw explain(error, file);
  }
}

function lostLog(file: string): Error {
  return new Error(
    `${file}-wal is missing though the collector did not end in order: somebody removed it. ` +
      'Frames that were acknowledged in the last moments before may be lost; everything else is there.',
  );
}

/** What memory holds, from the journal and from what the files of blocks say that it does not know yet. */
function recover(db: Database, folder: string, { every, atOnce }: { readonly every: number; readonly atOnce: number }) {
  const series = new SeriesNumbers(db);
  const dictionaries = new Dictionaries(db, series);
  const devices = new Devices(db);
  const confirmed = new Map(db.prepare('select name, confirmed from file').raw().all() as [string, number][]);
  const sealed = sealedInBlocks(folder, confirmed);
  const parts = { devices, dictionaries, sealed: sealed.through };
  const { damaged, changed, missing, marked } = replay(db, parts, performance.now());
  const earlier = new Earlier({ file: join(folder, 'journal.db'), devices, missing });
  if (missing.bytes.reduce((sum, bytes) => sum + bytes, 0) <= atOnce) earlier.loadHere(db);
  const newest = db.prepare('select coalesce(max(id), 0) from batch').pluck().get() as number;
  const used = [marked, newest, ...sealed.through.values(), ...[...devices.all].map((device) => device.sealed)];
  const next = 1 + used.reduce((most, one) => Math.max(most, one));
  const names = { devices, series, dictionaries };
  return {
    names,
    journal: new Journal(db, names, next, every),
    earlier,
    confirmed,
    blocks: sealed.highest,
    damaged: [...damaged, ...earlier.damaged],
    changed,
  };
}
