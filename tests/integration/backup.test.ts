/** `fettle backup`, `restore` and `store check` beside a real collector with a real agent. */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { Fettle, until } from '../support/fettle.ts';

interface Devices {
  readonly items: readonly { id: string; name: string; lastSeen: number | null }[];
}

const failed = (work: Promise<string>) => work.then(() => 'it ended with 0').catch((error: Error) => error.message);

test('a backup of a running collector becomes one that its agent goes on with', { timeout: 180_000 }, async () => {
  await using fettle = await Fettle.create();
  await fettle.startCollector();
  await fettle.enrol();
  await fettle.startAgent();
  await until('frames', async () => (await fettle.api<Devices>('/api/v1/devices')).items[0]?.lastSeen);
  const target = join(fettle.folder, 'backup');
  const made = JSON.parse(await fettle.cli('backup', target, '--json')) as { files: { path: string }[]; cutAt: number };
  const paths = made.files.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(['identity.key', 'records.db', 'series/journal.db', 'served.json']));
  expect(paths.filter((path) => /backup\.|-wal|-shm|lock\.db|operator/.test(path))).toEqual([]);
  expect(await failed(fettle.cli('backup', target))).toContain('(folder_not_empty)');
  expect(fettle.collector?.alive).toBe(true);
  expect((await readdir(fettle.data)).filter((name) => name.startsWith('backup.'))).toEqual([]);

  await fettle.collector?.stop();
  await rm(fettle.data, { recursive: true });
  const said = await fettle.cli('restore', target);
  expect(said).toContain(`is as it was at ${new Date(made.cutAt).toISOString()}`);
  expect(await failed(fettle.cli('restore', target))).toContain('(folder_not_empty)');
  await fettle.startCollector();
  const [device] = (await fettle.api<Devices>('/api/v1/devices')).items;
  await until('newer frames', async () => {
    const [found] = (await fettle.api<Devices>('/api/v1/devices')).items;
    return found?.id === device?.id && (found?.lastSeen ?? 0) > made.cutAt + 2_000;
  });
});

test(
  'a check waits for the collector to stop, finds nothing, then what is damaged; a repair puts it right',
  { timeout: 180_000 },
  async () => {
    await using fettle = await Fettle.create();
    await fettle.startCollector();
    await fettle.enrol();
    await fettle.startAgent();
    await until('frames', async () => (await fettle.api<Devices>('/api/v1/devices')).items[0]?.lastSeen);
    expect(await failed(fettle.cli('store', 'check'))).toContain('(data_in_use)');
    await fettle.agent?.stop();
    await fettle.collector?.stop();
    expect(await fettle.cli('store', 'check')).toContain('Nothing is damaged.');
    const db = new DatabaseSync(join(fettle.data, 'series', 'journal.db'));
    db.exec('update batch set crc = crc + 1 where id = (select min(id) from batch)');
    db.close();
    expect(await failed(fettle.cli('store', 'check'))).toContain('ended with 1');
    const target = join(fettle.folder, 'stopped');
    await mkdir(target);
    expect(await fettle.cli('backup', target)).toContain('The operator’s keys are not in it');
    const repaired = JSON.parse(await fettle.cli('store', 'check', '--repair', '--json')) as Record<string, unknown>;
    expect(repaired).toMatchObject({
      findings: [{ file: 'journal.db', what: 'batch' }],
      repair: { lost: [{ what: 'frames not yet in blocks' }], left: [] },
    });
    expect(await fettle.cli('store', 'check')).toContain('Nothing is damaged.');
    await fettle.startCollector();
  },
);
