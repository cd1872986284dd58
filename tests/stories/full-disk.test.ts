import { execFileSync } from 'node:child_process';
import { cpSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DevicePage } from '@fettle/shared/api/devices';
import type { SeriesPage } from '@fettle/shared/api/series';
import { expect } from 'vitest';
import { Fettle, until } from '../support/fettle.ts';
import { requires } from '../support/requires.ts';

const mounts = requires.kernel('mounts for this user', process.platform === 'linux' && process.getuid?.() === 0);

/** Puts the collector's data on a disk of its own of so many MiB; the answer takes it away again. */
function smallDisk(fettle: Fettle, mebibytes: number): Disposable {
  const before = `${fettle.data}.before`;
  renameSync(fettle.data, before);
  execFileSync('mkdir', [fettle.data]);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'fettle-test', fettle.data]);
  cpSync(before, fettle.data, { recursive: true, preserveTimestamps: true });
  return { [Symbol.dispose]: () => void execFileSync('umount', ['-l', fettle.data]) };
}

const free = (folder: string) => {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
};

// Issue 3: the collector's disk full: it stops acknowledging, refuses writes clearly, keeps answering reads, says so,
// and recovers by itself.
mounts.test('a full disk stops the collector from taking anything, and from nothing else', async () => {
  const began = Date.now() - 60_000;
  await using fettle = await Fettle.create();
  using _disk = smallDisk(fettle, 96);
  await fettle.startCollector();
  await fettle.enrol();
  await fettle.startAgent('1s');
  const acknowledged = async () =>
    ((await fettle.status()) as { last?: { link?: { acknowledged?: { sequence?: number } } } }).last?.link?.acknowledged
      ?.sequence ?? 0;
  await until('frames', async () => (await acknowledged()) > 5);
  const { items } = await fettle.api<DevicePage>('/api/v1/devices');
  const device = items[0]?.id ?? '';

  const ballast = join(fettle.data, 'ballast');
  writeFileSync(ballast, Buffer.alloc(free(fettle.data) - 8 * 1024 * 1024, 1));
  const said = await until('the collector to notice', async () => {
    const answer = await fetch(`${fettle.url}/readyz`);
    return answer.status === 507 ? ((await answer.json()) as { code: string }) : null;
  });
  expect(said.code).toBe('disk_full');
  const stuck = await until('nothing more to be acknowledged', async () => {
    const before = await acknowledged();
    await sleep(7_000);
    return (await acknowledged()) === before ? before : null;
  });
  const session = (await (await fetch(`${fettle.url}/api/v1/session`)).json()) as { storage: { state: string } };
  expect(session.storage.state).toBe('full');
  const login = await fetch(`${fettle.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'ida', password: 'correct horse battery' }),
  });
  expect(login.status).toBe(507);
  expect(await login.json()).toMatchObject({ code: 'disk_full' });
  await fettle.api<DevicePage>('/api/v1/devices');
  const range = () => `/api/v1/series?device=${device}&metric=system.uptime&from=${began}&to=${Date.now() + 1_000}`;
  expect((await fettle.api<SeriesPage>(range())).items).toHaveLength(1);

  rmSync(ballast);
  await until('acknowledgements again', async () => (await acknowledged()) > stuck + 15);
  await fettle.agent?.stop();
  const points = (await fettle.api<SeriesPage>(range())).items[0]?.points ?? [];
  expect(points.length, 'no sample lost').toBe(await acknowledged());
});
