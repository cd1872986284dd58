import { FettleError } from '@fettle/shared/errors';
import type { Database } from 'better-sqlite3';
import { applicationId, formatVersion } from './schema.ts';

/**
 * What a file of the series says that it is; 0 and 0 of one that is just being made.
 * @throws FettleError `data_unwritable` for another program's, `database_newer`
 */
export function formatOf(db: Database, path: string): { readonly version: number; readonly application: number } {
  const version = db.pragma('user_version', { simple: true }) as number;
  const application = db.pragma('application_id', { simple: true }) as number;
  if (application !== 0 && application !== applicationId) {
    throw new FettleError('data_unwritable', `${path} is a database of another program. Move it away.`);
  }
  if (version > formatVersion) {
    throw new FettleError(
      'database_newer',
      `${path} was made by a newer version of Fettle. Start that version, or restore a backup of this one.`,
    );
  }
  return { version, application };
}
