/** Records that cannot be opened: each a code, and what to do. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRecords } from '@fettle/collector/store/open';
import { openSqlite } from '@fettle/collector/store/records/open-sqlite';
import { afterAll, expect, test } from 'vitest';
import { freePort } from '../support/peer.ts';

const folder = mkdtempSync(join(tmpdir(), 'fettle-opening-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['no folder', () => join(folder, 'missing', 'records.db')],
  [
    'a folder in its place',
    () => {
      mkdirSync(join(folder, 'folder.db'));
      return join(folder, 'folder.db');
    },
  ],
  ['a place where files cannot be made', () => '/proc/records.db'],
  [
    'a file that is no database',
    () => {
      writeFileSync(join(folder, 'text.db'), 'not a database, '.repeat(100));
      return join(folder, 'text.db');
    },
  ],
])('%s is data_unwritable and names the file', async (_name, file) => {
  const sqlite = file();
  await expect(openRecords({ sqlite })).rejects.toMatchObject({
    code: 'data_unwritable',
    message: expect.stringContaining(sqlite),
  });
});

test('a file that another keeps locked is data_in_use, after five seconds', async () => {
  const sqlite = join(folder, 'locked.db');
  const other = openSqlite(sqlite);
  await other.transaction().execute(async () => {
    await expect(openRecords({ sqlite })).rejects.toMatchObject({ code: 'data_in_use' });
  });
  await other.destroy();
});

test('a PostgreSQL that does not answer is not_ready, and no password is shown', async () => {
  const address = `postgres://test:hidden@127.0.0.1:${await freePort()}/postgres`;
  const failure = await openRecords({ postgres: address }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'not_ready', message: expect.stringContaining('ECONNREFUSED') });
  expect(String(failure)).not.toContain('hidden');
});
