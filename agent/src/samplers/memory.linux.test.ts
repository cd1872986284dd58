import { expect, test } from 'vitest';
import { memory } from './memory.linux.ts';
import { MadeUpMachine, Readings, second } from './recorded-machine.ts';

const meminfo = (lines: Readonly<Record<string, number>>) => ({
  'proc/meminfo': Object.entries(lines)
    .map(([key, value]) => `${key}:${String(value).padStart(12)} kB\n`)
    .join(''),
});
const usual = {
  MemTotal: 1_000,
  MemFree: 300,
  MemAvailable: 600,
  Buffers: 50,
  Cached: 250,
  Shmem: 40,
  SReclaimable: 30,
};

async function taken(lines: Readonly<Record<string, number>>): Promise<Readings> {
  using machine = new MadeUpMachine(meminfo(lines));
  const readings = new Readings();
  const sampler = machine.sampler(memory);
  await readings.take(second(0), sampler);
  sampler.close?.();
  return readings;
}

test('the states sum to all memory, and shared memory counts as used', async () => {
  const readings = await taken(usual);
  const state = (name: string) =>
    (readings.value(`system.memory.usage{system.memory.state=${name}}`) ?? Number.NaN) / 1_024;
  expect(['used', 'buffers', 'cached', 'free'].map(state)).toEqual([410, 50, 240, 300]);
  expect(readings.value('system.memory.limit')).toBe(1_024_000);
  expect(readings.value('system.memory.utilization')).toBe(0.4);
});

test('without an estimate of the kernel, what could be taken back is available', async () => {
  const { MemAvailable: _, ...old } = usual;
  const readings = await taken(old);
  expect(readings.value('system.memory.utilization')).toBe(0.41);
  expect(readings.value('system.memory.linux.available')).toBeUndefined();
});

test('swap and huge pages are told where there are any', async () => {
  const none = await taken({ ...usual, SwapTotal: 0, SwapFree: 0, HugePages_Total: 0, HugePages_Free: 0 });
  expect(Object.keys(none.all).filter((series) => /paging|hugepages/.test(series))).toEqual([]);
  const some = await taken({ ...usual, SwapTotal: 200, SwapFree: 150, HugePages_Total: 8, HugePages_Free: 2 });
  expect(some.value('system.paging.utilization')).toBe(0.25);
  expect(some.value('system.paging.usage{system.paging.state=used}')).toBe(51_200);
  expect(some.value('system.memory.linux.hugepages.usage{system.memory.linux.hugepages.state=used}')).toBe(6);
});
