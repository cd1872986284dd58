import { expect, test } from 'vitest';
import { Fettle } from '../support/fettle.ts';
import { storeKills } from '../support/store-kills.ts';

// Issue 4: kill -9 of the collector while a fleet sends as fast as it can and blocks are sealed and put together, 20 times.
// `npm run faults -- --name store-kills`: 500 times.
test('no acknowledged sample of a fleet is lost, doubled or changed by twenty kills', async () => {
  await using fettle = await Fettle.create();
  const result = await storeKills(fettle, {
    kills: 20,
    devices: 20,
    interval: 10_000,
    past: 10 * 86_400_000,
    between: [100, 1_500],
    longer: { every: 7, ms: 4_000 },
  });
  expect(result).toMatchObject({ kills: 20, lost: 0, doubled: 0, wrong: 0, damaged: 0 });
  expect(result.blocks, 'sealed meanwhile').toBeGreaterThan(0);
  expect(result.pieces, 'put together and rolled up meanwhile').toBeGreaterThan(0);
  expect(result.acknowledged, 'sent all the time').toBeGreaterThan(100_000);
});
