/** What the executor does beside judging, and that each of it would be missed. */
import { rmSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { copiedCode, makeBench, realCode } from './collector/code.ts';
import { probes } from './executor/probes.ts';
import { sabotages, stand } from './executor/suite.ts';

const bench = makeBench();
afterAll(() => rmSync(bench, { recursive: true }));

describe.skipIf(process.platform === 'win32')('the executor', () => {
  test.each(Object.entries(probes))('%s', async (_name, probe) => {
    expect(await probe(realCode)).toBe(true);
  });

  test('as an unchanged copy does the same', async () => {
    const copy = await copiedCode(bench, []);
    for (const [name, probe] of Object.entries(probes)) expect([name, await probe(copy)]).toEqual([name, true]);
  });

  describe('when this is taken out, it is noticed:', () => {
    test.each(sabotages)('$what', async ({ probe, changes }) => {
      expect(await probes[probe](await copiedCode(bench, changes))).toBe(false);
    });
    test('and each probe notices something', () => {
      expect(Object.keys(probes).filter((name) => !sabotages.some(({ probe }) => probe === name))).toEqual([]);
    });
  });

  describe('without this another thing stands:', () => {
    test.each(stand)('$what', async ({ probe, changes }) => {
      expect(await probes[probe](await copiedCode(bench, changes))).toBe(true);
    });
  });
});
