// Hostile words of agents, scripts and people where they are shown; the same by hand: `npm run hostile -- text`.
import { expect } from 'vitest';
import { requires } from '../support/requires.ts';
import { held } from './suite.ts';
import { runSuite } from './text/run.ts';

requires('chromium').test('no script runs, nothing steers, the content policy has nothing to report', async () => {
  const result = await runSuite({ cases: 1, seed: 1 });
  expect(result.fell).toEqual([]);
  expect(held(result), JSON.stringify(result)).toBe(true);
});
