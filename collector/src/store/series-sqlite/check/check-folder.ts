import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { periodNamed } from '../files/periods.ts';
import { applicationId } from '../files/schema.ts';
import type { Sequences } from '../journal/sequences.ts';
import { checkJournal, journalName } from './check-journal.ts';
import { checkRollups } from './check-rollups.ts';
import { checkWeek } from './check-week.ts';
import { type Check, emptyCheck } from './finding.ts';

/**
 * Reads everything in the folder of a store that is not in use: each file's structure, each row's checksum, and what it holds.
 * The caller has the folder's lock.
 */
export function checkFolder(folder: string): Check {
  const check = emptyCheck();
  const seen = new Map<number, Sequences>();
  for (const name of namesIn(folder)) {
    check.files.push(name);
    inspect(join(folder, name), name, check, (db) => {
      const kind = periodNamed(name)?.kind;
      if (kind === undefined) checkJournal(db, check);
      else if (kind === 'raw' || kind === 'late') checkWeek(db, name, check, seen);
      else checkRollups(db, name, check);
    });
  }
  return check;
}

/** The journal first. */
function namesIn(folder: string): string[] {
  const periods = readdirSync(folder).filter((name) => periodNamed(name) !== null);
  return [journalName, ...periods.toSorted()];
}

function inspect(path: string, file: string, { findings }: Check, rows: (db: Sqlite.Database) => void): void {
  const tell = (text: string) =>
    findings.push({ file, what: 'file', row: null, device: null, from: null, to: null, text });
  let db: Sqlite.Database | undefined;
  try {
    // Not read-only: that could not read what a crash left in a write-ahead log.
    db = new Sqlite(path, { fileMustExist: true, timeout: 5_000 });
    if (db.pragma('application_id', { simple: true }) !== applicationId) {
      tell('it is not a file of a series store');
      return;
    }
    for (const line of db.pragma('quick_check(20)') as { quick_check: string }[]) {
      if (line.quick_check !== 'ok') tell(line.quick_check);
    }
    rows(db);
  } catch (error) {
    tell(`it cannot be read: ${(error as Error).message}`);
  } finally {
    db?.close();
  }
}
