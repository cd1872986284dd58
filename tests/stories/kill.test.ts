import { expect, test } from 'vitest';
import { Fettle } from '../support/fettle.ts';
import { killInTurn } from '../support/kills.ts';
import { missingIn } from '../support/stored-sequences.ts';

// Issue 3: kill -9 of either side while ingesting, 20 times: no sample is lost or doubled. `npm run faults`: 500 times.
test('no sample is lost or doubled by twenty kills of either side', async () => {
  await using fettle = await Fettle.create();
  const result = await killInTurn(fettle, 20, [300, 1_600]);
  expect(result).toMatchObject({ kills: 20, lost: 0, doubled: 0 });
  expect(result.acknowledged, 'measured all the time').toBeGreaterThan(20);
});

test('a frame that is missing is seen, one that was never made is not', () => {
  expect(missingIn([1, 5, 8, 9])).toBe(2);
  expect(missingIn([3, 5])).toBe(2);
  expect(missingIn([1, 37, 1_001, 1_010])).toBe(0);
  expect(missingIn([1, 37, 1_002, 1_010])).toBe(964);
});
