import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, type Migration, migrations } from '@fettle/collector/store/records/migrations/migrate';
import { openPostgres } from '@fettle/collector/store/records/open-postgres';
import { openSqlite } from '@fettle/collector/store/records/open-sqlite';
import { records } from '@fettle/collector/store/records/records';
import type { RecordsPlace } from '@fettle/collector/store/open';
import { Client } from 'pg';
import type { Peer } from '../../support/peer.ts';
import { databaseAddress } from '../../support/postgres.ts';

type Database = ReturnType<typeof openSqlite>;

/** An empty database of its own, its ports, and the tables beneath them. */
export interface Place extends AsyncDisposable {
  readonly db: Database;
  readonly records: ReturnType<typeof records>;
  /** Where a second opening finds the same; undefined for `:memory:`. */
  readonly address: RecordsPlace | undefined;
}
/** @param versions those that the database has had; default: all */
export type Open = (versions?: readonly Migration[]) => Promise<Place>;

async function place(
  db: Database,
  address: RecordsPlace | undefined,
  remove: () => void,
  versions: readonly Migration[] = migrations,
): Promise<Place> {
  await migrate(db, versions);
  const ports = records(db);
  const dispose = async () => {
    await ports.close();
    remove();
  };
  return { db, records: ports, address, [Symbol.asyncDispose]: dispose };
}

export const openMemory: Open = (versions) => place(openSqlite(':memory:'), undefined, () => undefined, versions);

export const openFile: Open = (versions) => {
  const folder = mkdtempSync(join(tmpdir(), 'fettle-records-'));
  const sqlite = join(folder, 'records.db');
  return place(openSqlite(sqlite), { sqlite }, () => rmSync(folder, { recursive: true }), versions);
};

let schemas = 0;

/** A schema of its own in the server's database. */
export async function openSchema(server: Peer, versions?: readonly Migration[]): Promise<Place> {
  const schema = `place_${++schemas}`;
  const client = new Client({ connectionString: databaseAddress(server, 'postgres') });
  await client.connect();
  await client.query(`create schema ${schema}`);
  await client.end();
  const postgres = `${databaseAddress(server, 'postgres')}?options=${encodeURIComponent(`-c search_path=${schema}`)}`;
  return place(await openPostgres(postgres), { postgres }, () => undefined, versions);
}
