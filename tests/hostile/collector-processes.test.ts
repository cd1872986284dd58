/** The same collector against real agents and executors, each a process of its own: what scripts leave on the disk tells what ran. */
import { expect, test } from 'vitest';
import { runSuite } from './collector/processes.ts';

test.skipIf(process.platform === 'win32')(
  '300 wrong orders to three agents: only what is right ran, once',
  async () => {
    const { figures, ...result } = await runSuite({ cases: 300, seed: 1 });
    const none = { executed: 0, crashes: 0, fell: [] };
    expect(result).toEqual({ cases: 300, validSigned: 300, sabotageCaught: 2, sabotageTotal: 2, ...none });
    // One before, and one after each part.
    expect(figures).toEqual({ ran: 15 });
  },
);
