import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { DevicePage } from '@fettle/shared/api/devices';
import { describe, expect, test } from 'vitest';
import { Fettle, until } from '../support/fettle.ts';
import { patience } from '../support/patience.ts';
import { acknowledged, agentStatus, losses, timesOf } from '../support/stored.ts';

const wrongClock = fileURLToPath(new URL('../support/wrong-clock.mjs', import.meta.url));
const hour = 3_600_000;
const year = 365 * 24 * hour;

/** A collector with the right time and an enrolled device whose clock `set` puts wrong. */
async function device() {
  const fettle = await Fettle.create();
  const file = join(fettle.folder, 'wrong-clock');
  fettle.environment = { FETTLE_WRONG_CLOCK: file };
  await fettle.startCollector();
  await fettle.enrol();
  const start = () => fettle.startAgent('1s', { node: ['--import', wrongClock] });
  return { fettle, start, set: (ms: number, gain = 0) => writeFileSync(file, `${ms} ${gain}`) };
}

async function hears(fettle: Fettle, more: number): Promise<void> {
  const before = acknowledged(fettle);
  // One a second, or far fewer on a busy machine.
  const most = patience + more * 4_000;
  await until('frames to be acknowledged', () => acknowledged(fettle) > before + more, most);
}

/** Everything that was measured is there, under times at which it can have been measured. */
async function allThere(fettle: Fettle, began: number, count: number): Promise<void> {
  const times = await timesOf(fettle, 0, began + 100 * year);
  const now = Date.now();
  const outside = times.filter((time) => time < began - 2_500 || time > now + 2_500);
  expect(outside, 'right by the collector’s clock').toEqual([]);
  // Each was given a number, one after the other.
  expect([times.length, losses(times).doubled]).toEqual([count, 0]);
}

describe.concurrent('a device whose clock', () => {
  test.each([
    ['years ahead', 7 * year],
    ['years behind', -20 * year],
  ])('is %s is shown so, and its samples have the right time, also those of before it knew', async (_words, wrong) => {
    const { fettle, start, set } = await device();
    await using _ = fettle;
    const began = Date.now();
    set(wrong);
    await fettle.collector?.stop();
    await start();
    const waiting = (least: number) => until('frames', () => (agentStatus(fettle)?.queue.frames ?? 0) >= least);
    await waiting(4);
    // Neither these nor their times are lost by the end of the agent, as long as the machine runs.
    await fettle.agent?.stop('SIGKILL');
    const killed = Date.now();
    await start();
    await waiting(6);
    await fettle.startCollector();
    await hears(fettle, 5);
    await until('the offset to be known', () => agentStatus(fettle)?.link.clockOffset !== null);
    expect(Math.abs((agentStatus(fettle)?.link.clockOffset ?? 0) + wrong)).toBeLessThan(1_000);
    const { items } = await fettle.api<DevicePage>('/api/v1/devices');
    const shown = await fettle.api<{ clockOffset: number }>(`/api/v1/devices/${items[0]?.id}`);
    expect(Math.abs(shown.clockOffset + wrong)).toBeLessThan(1_000);
    await fettle.agent?.stop();
    const times = await timesOf(fettle, 0, began + 100 * year);
    expect(times.every((time) => time > began - 2_500 && time < Date.now() + 2_500)).toBe(true);
    expect(times.filter((time) => time < killed + 500).length, 'those of before the kill').toBeGreaterThanOrEqual(3);
    expect(losses(times).doubled).toBe(0);
  });

  test('jumps by an hour, there and back, keeps the right times', async () => {
    const { fettle, start, set } = await device();
    await using _ = fettle;
    const began = Date.now();
    set(0);
    await start();
    await hears(fettle, 3);
    for (const jump of [hour, 0, -hour, 0]) {
      set(jump);
      await sleep(4_000);
    }
    await fettle.collector?.stop('SIGKILL');
    set(hour);
    await sleep(4_000);
    set(-hour);
    await fettle.startCollector();
    await hears(fettle, 5);
    await fettle.agent?.stop();
    await allThere(fettle, began, acknowledged(fettle));
  });

  test('drifts by a second in a hundred stays right', async () => {
    const { fettle, start, set } = await device();
    await using _ = fettle;
    const began = Date.now();
    set(10_000, 10);
    await start();
    await hears(fettle, 40);
    await fettle.agent?.stop();
    await allThere(fettle, began, acknowledged(fettle));
  });
});
