import type { Config } from '../config.ts';
import { openRecords } from '../store/open.ts';
import type { Records } from '../store/stores.ts';
import { makeDataFolder, recordsPlace } from './places.ts';

/** Opens the records for one command and closes them after it. */
export async function withRecords<Result>(
  config: Config,
  work: (records: Records) => Promise<Result>,
): Promise<Result> {
  makeDataFolder(config.data);
  const records = await openRecords(recordsPlace(config));
  try {
    return await work(records);
  } finally {
    await records.close();
  }
}
