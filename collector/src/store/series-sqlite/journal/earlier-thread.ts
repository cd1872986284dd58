/** The thread that brings the frames of before a start into memory; it ends when it has. `workerData`: the journal, and which. */
import { parentPort, workerData } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';
import { type EarlierDevices, earlierRecords } from './earlier-records.ts';

const { file, devices } = workerData as { readonly file: string; readonly devices: EarlierDevices };
const db = new Sqlite(file, { readonly: true, fileMustExist: true });
try {
  const records = earlierRecords(db, devices);
  parentPort?.postMessage(records, [...records.buffers]);
} finally {
  db.close();
}
