import { expect, test } from 'vitest';
import type { Finding } from './domain/rules/index.ts';
import type { Log } from './edge/log.ts';
import { createOutlet } from './outlet.ts';

const findings = (...instances: string[]) => instances.map((instance) => ({ instance }) as Finding);

function world(refuses: (instance: string) => boolean) {
  const kept: string[] = [];
  const logged: string[] = [];
  const state = { refuses, calls: 0 };
  const log = { error: (_: unknown, text: string) => void logged.push(text) } as unknown as Log;
  const outlet = createOutlet(async (some) => {
    state.calls++;
    if (some.some(({ instance }) => state.refuses(instance))) throw new Error('not this one');
    kept.push(...some.map(({ instance }) => instance));
  }, log);
  const settle = async (times: number) => {
    for (let n = 0; n < times; n++) await outlet.settle();
  };
  return { outlet, kept, logged, state, settle };
}

test('one that is always refused is given up after some tries, counted and told; the others are kept in order', async () => {
  const w = world((instance) => instance === '3');
  const all = Array.from({ length: 1_200 }, (_, n) => String(n));
  w.outlet.add(findings(...all));
  await w.settle(3);
  expect([w.outlet.waiting, w.outlet.setAside, w.kept]).toEqual([1_200, 0, []]);
  await w.settle(2);
  expect([w.outlet.waiting, w.outlet.setAside]).toEqual([0, 1]);
  expect(w.kept).toEqual(all.filter((one) => one !== '3'));
  expect(w.logged).toEqual(['findings could not be kept', 'a finding is refused again and again, and is given up']);
});

test('many that are refused are given up bit by bit', async () => {
  const w = world((instance) => Number(instance) % 10 === 0);
  w.outlet.add(findings(...Array.from({ length: 400 }, (_, n) => String(n))));
  await w.settle(100);
  expect([w.outlet.waiting, w.outlet.setAside, w.kept.length]).toEqual([0, 40, 360]);
});

test('while nothing can be kept at all nothing is given up, and little is tried', async () => {
  const w = world(() => true);
  w.outlet.add(findings(...Array.from({ length: 500 }, (_, n) => String(n))));
  await w.settle(50);
  expect([w.outlet.waiting, w.outlet.setAside]).toEqual([500, 0]);
  expect(w.state.calls).toBeLessThan(50 + 10 * 41);
  w.state.refuses = () => false;
  await w.settle(1);
  expect([w.outlet.waiting, w.kept.length]).toEqual([0, 500]);
});

test('a single one waits: nothing is behind it', async () => {
  const w = world(() => true);
  w.outlet.add(findings('a'));
  await w.settle(20);
  expect([w.outlet.waiting, w.outlet.setAside]).toEqual([1, 0]);
});
