import { expect, test } from 'vitest';
import { Fettle } from '../support/fettle.ts';
import { killInTurn } from '../support/kills.ts';

// Issue 3: kill -9 of either side while ingesting, 20 times: no sample is lost or doubled. `npm run faults`: 500 times.
test('no sample is lost or doubled by twenty kills of either side', async () => {
  await using fettle = await Fettle.create();
  const result = await killInTurn(fettle, 20, [300, 1_600]);
  expect(result).toMatchObject({ kills: 20, lost: 0, doubled: 0 });
  expect(result.acknowledged, 'measured all the time').toBeGreaterThan(20);
});
