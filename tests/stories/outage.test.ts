import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { Fettle, until } from '../support/fettle.ts';
import { beginMeasuring, outage, recover } from '../support/outage.ts';
import { requires } from '../support/requires.ts';
import { absent, acknowledged, agentStatus, losses, timesOf } from '../support/stored.ts';

const outageMs = 45_000;
const mayMount = process.platform === 'linux' && process.getuid?.() === 0;
const disks = requires.kernel('mounts for this user', mayMount);

// Issue 3: a collector that is away for 45 s under a 1 s agent: no gap, original times, no duplicate.
// `npm run faults`: five minutes and an hour.
describe.concurrent('a collector that is away', () => {
  test('costs nothing', async () => {
    await using fettle = await Fettle.create();
    const began = Date.now();
    const result = await outage(fettle, outageMs, []);
    expect(result).toMatchObject({ lost: 0, doubled: 0 });
    // The agent was never killed: every number it gave is a frame that must be there.
    expect(result.acknowledged).toBe(acknowledged(fettle));
    await fettle.startCollector();
    const times = await timesOf(fettle, began, Date.now());
    expect(times.length, 'kept under the times of measuring').toBe(result.acknowledged);
  });

  test('costs nothing when the agent is killed meanwhile', async () => {
    await using fettle = await Fettle.create();
    const result = await outage(fettle, outageMs, [0.3, 0.6]);
    expect(result).toMatchObject({ kills: 3, lost: 0, doubled: 0 });
    expect(result.acknowledged, 'measured all the time').toBeGreaterThan(outageMs / 1_000 / 3);
  });

  disks.test('costs nothing when the agent’s disk is full, which is told and heals', async () => {
    await using fettle = await Fettle.create();
    using disk = smallDisk(fettle.agentData);
    await beginMeasuring(fettle);
    const began = Date.now();
    await fettle.collector?.stop('SIGKILL');
    const ballast = join(disk.folder, 'ballast');
    expect(() => writeFileSync(ballast, Buffer.alloc(2 ** 20))).toThrow(/ENOSPC/);
    await sleep(outageMs);
    const status = agentStatus(fettle);
    expect(status?.problem).toMatch(/outbox cannot be written: ENOSPC.*kept in memory/);
    expect(status?.queue).toMatchObject({ where: 'memory', dropped: 0 });
    expect(status?.queue.frames).toBeGreaterThan(outageMs / 1_000 / 3);
    await recover(fettle);
    rmSync(ballast);
    await until('the disk to be used again', () => agentStatus(fettle)?.queue.where === 'disk');
    expect(agentStatus(fettle)?.problem).toBeNull();
    await fettle.agent?.stop();
    const times = await timesOf(fettle, began - 60_000, Date.now() + 60_000);
    expect([absent(fettle, times), losses(times).doubled]).toEqual([0, 0]);
  });
});

/** A disk of 1 MiB at this folder, until it is disposed. */
function smallDisk(folder: string): Disposable & { readonly folder: string } {
  mkdirSync(folder);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'fettle-test', folder]);
  return { folder, [Symbol.dispose]: () => void execFileSync('umount', ['-l', folder]) };
}
