import { expect, test } from 'vitest';
import { runSuite } from './business/run.ts';
import { held } from './suite.ts';

/** `npm run hostile -- business` does the same at length. */
test('pages, calendars, tables and pictures of hostile words: nothing acts, reckons, steers or ends the process', async () => {
  const result = await runSuite({ cases: 24, seed: 1 });
  expect(result.fell).toEqual([]);
  expect(held(result)).toBe(true);
});
