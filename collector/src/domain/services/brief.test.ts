import { expect, test } from 'vitest';
import { Brief } from './brief.ts';

test('an answer is made once for all who ask within 10 seconds, and anew after a failure', async () => {
  const brief = new Brief();
  let made = 0;
  const make = async () => ++made;
  expect(await Promise.all([brief.of('a', 0, make), brief.of('a', 9_999, make), brief.of('b', 0, make)])).toEqual([
    1, 1, 2,
  ]);
  expect(await brief.of('a', 10_000, make)).toBe(3);
  const fails = () => Promise.reject(new Error('full'));
  await expect(brief.of('c', 0, fails)).rejects.toThrow('full');
  expect(await brief.of('c', 1, make)).toBe(4);
});

test('very many keys do not stay', async () => {
  const brief = new Brief();
  let made = 0;
  for (let i = 0; i <= 200; i++) await brief.of(`key ${i}`, 0, async () => ++made);
  await brief.of('key 0', 0, async () => ++made);
  expect(made).toBe(202);
});
