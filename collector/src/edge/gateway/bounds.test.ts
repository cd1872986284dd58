import type { DeviceId } from '@fettle/shared/ids';
import { describe, expect, test } from 'vitest';
import { Allowances } from './allowance.ts';
import { Assemblies } from './assembly.ts';
import { createBatch } from './batch.ts';
import { Bodies } from './bodies.ts';

const [a, b] = ['da', 'db'] as DeviceId[] as [DeviceId, DeviceId];
const bytes = (length: number) => new Uint8Array(length).fill(1);
const part = (place: number, parts: number, length = 10, key = 'k') => ({
  key,
  part: place,
  parts,
  data: bytes(length),
});

describe('results in parts', () => {
  test('are whole once the last is there', () => {
    const all = new Assemblies();
    expect(all.add(a, part(0, 2))).toBe('more');
    expect(all.bytes).toBe(10);
    expect(all.add(a, part(1, 2, 5))).toEqual(bytes(15));
    expect(all.bytes).toBe(0);
    expect(all.add(a, part(0, 1))).toEqual(bytes(10));
  });

  test('out of order, of two results, or too large are refused, and nothing of them stays', () => {
    const all = new Assemblies();
    expect(all.add(a, part(1, 2))).toBe('refused');
    all.add(a, part(0, 3));
    expect(all.add(a, part(2, 3))).toBe('refused');
    all.add(a, part(0, 2));
    expect(all.add(a, part(1, 2, 10, 'other'))).toBe('refused');
    for (let i = 0; i < 10; i++) expect(all.add(a, part(i, 16, 100_000))).toBe('more');
    expect(all.add(a, part(10, 16, 100_000))).toBe('refused');
    expect(all.bytes).toBe(0);
  });

  test('of many devices are bounded together; a device that goes leaves nothing', () => {
    const all = new Assemblies();
    const devices = Array.from({ length: 80 }, (_, i) => `d${i}` as DeviceId);
    const answers = devices.map((device) => all.add(device, part(0, 2, 1_000_000)));
    expect(answers.filter((one) => one === 'refused').length).toBeGreaterThan(10);
    expect(all.bytes).toBeLessThanOrEqual(64 * 1024 * 1024);
    for (const device of devices) all.forget(device);
    expect(all.bytes).toBe(0);
  });
});

test('a device brings so many results an hour, and no other is the worse for it', () => {
  const all = new Allowances();
  let taken = 0;
  while (all.take(a, 100, 0)) taken++;
  expect(taken).toBe(600);
  expect(all.take(b, 100, 0)).toBe(true);
  expect(all.take(a, 100, 60_000)).toBe(true);
  const large = new Allowances();
  expect(large.take(a, 60 * 1024 * 1024, 0)).toBe(true);
  expect(large.take(a, 60 * 1024 * 1024, 0)).toBe(false);
  expect(large.take(a, 60 * 1024 * 1024, 3_600_000)).toBe(true);
});

test('bodies in memory are for those that they were promised to', () => {
  const all = new Bodies();
  all.promise(a, ['h']);
  all.keep('h', bytes(3));
  expect(all.find(a, 'h')).toEqual(bytes(3));
  expect(all.find(b, 'h')).toBeNull();
  all.forget(a);
  expect(all.find(a, 'h')).toBeNull();
});

describe('a batch', () => {
  test('writes what came meanwhile together, in order', async () => {
    const written: number[][] = [];
    const batch = createBatch(async (items: readonly number[]) => {
      written.push([...items]);
      return items.map((one) => one * 2);
    }, 3);
    expect(await Promise.all([1, 2, 3, 4].map((one) => batch.add(one)))).toEqual([2, 4, 6, 8]);
    expect(written).toEqual([[1, 2, 3], [4]]);
  });

  test('tells everybody of a write that failed, and goes on', async () => {
    let fails = true;
    const batch = createBatch(async (items: readonly number[]) => {
      if (fails) throw new Error('disk');
      return items;
    }, 10);
    const answers = await Promise.allSettled([batch.add(1), batch.add(2)]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fails = false;
    expect(await batch.add(3)).toBe(3);
    await batch.settle();
  });
});
