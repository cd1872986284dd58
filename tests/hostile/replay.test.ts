import { describe, expect, test } from 'vitest';
import { runSuite } from './replay/suite.ts';

describe.skipIf(process.platform === 'win32')('an executor that is killed at every step', () => {
  test('runs none of 200 orders twice, and each that it is not killed over once', async () => {
    const result = await runSuite(200, 6);
    expect(result).toMatchObject({ cases: 200, missing: 0, broken: 0, runs: { twice: 0 } });
    // Without deaths in all places and without runs this would show nothing.
    expect(Object.keys(result.deaths).toSorted()).toEqual([
      'after-end',
      'after-intent',
      'after-receipt',
      'after-spawn',
      'before-intent',
      'before-receipt',
      'before-spawn',
      'change',
      'spawned',
      'start',
      'time',
    ]);
    expect(result.runs.once).toBeGreaterThan(120);
  });

  test('and runs them twice where its memory is taken away: this suite sees it', async () => {
    const { runs } = await runSuite(6, 6, { sabotage: true, lanes: 2 });
    expect(runs.twice).toBeGreaterThan(0);
  });
});
