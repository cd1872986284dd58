import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { FettleError } from '@fettle/shared/errors';
import type { Config } from '../config.ts';

/** Where the records are: a file in the data folder, or a PostgreSQL address. */
export function recordsPlace(config: Config): { sqlite: string } | { postgres: string } {
  return config.records === 'sqlite' ? { sqlite: join(config.data, 'records.db') } : { postgres: config.records };
}

/** Makes the data folder. @throws FettleError `data_unwritable` */
export function makeDataFolder(data: string): void {
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new FettleError(
      'data_unwritable',
      `The data folder ${data} cannot be made: ${(error as Error).message}. Choose another with FETTLE_DATA.`,
    );
  }
}

/** What a failure to use the data folder is told as. */
export function unwritable(data: string, error: Error): FettleError {
  return new FettleError(
    'data_unwritable',
    `The data folder ${data} cannot be used: ${error.message}. Give this user the right to write it, or choose another with FETTLE_DATA.`,
  );
}
