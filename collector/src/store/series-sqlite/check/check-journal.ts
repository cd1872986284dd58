import type { Database } from 'better-sqlite3';
import { ByteCursor } from '../journal/bytes.ts';
import { headAt } from '../journal/frame-record.ts';
import { Dictionaries } from '../names/dictionaries.ts';
import { SeriesNumbers } from '../names/series-numbers.ts';
import type { Check } from './finding.ts';
import { checkRows, type Row } from './rows.ts';

export const journalName = 'journal.db';

/** The catalogue of names, and every batch. */
export function checkJournal(db: Database, check: Check): void {
  const { findings, devices, counts } = check;
  for (const [id, name] of db.prepare('select id, name from device').raw().iterate() as Iterable<[number, string]>) {
    devices.set(id, name);
  }
  let dictionaries: ReadonlyMap<number, unknown> = new Map();
  try {
    dictionaries = new Dictionaries(db, new SeriesNumbers(db)).byId;
  } catch (error) {
    const text = `the names of series are damaged: ${(error as Error).message}. Restore a backup`;
    findings.push({ file: journalName, what: 'names', row: null, device: null, from: null, to: null, text });
  }
  counts.batch += checkRows<Row>(
    db,
    {
      file: journalName,
      what: 'batch',
      ids: 'select id from batch order by id',
      read: 'select id, null as device, null as "from", null as "to", crc, data from batch where id = ?',
      judge({ data }) {
        const cursor = new ByteCursor(data);
        while (cursor.at < data.length) {
          const device = cursor.varint();
          const { dictionary, next } = headAt(cursor);
          if (!devices.has(device) || !dictionaries.has(dictionary)) return 'it uses a name that is not in the journal';
          cursor.at = next;
        }
        return cursor.at === data.length ? null : 'it ends in the middle of a frame';
      },
    },
    findings,
  );
}
