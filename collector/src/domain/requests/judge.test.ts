import { expect, test } from 'vitest';
import { verdictOf } from './judge.ts';

const order = (state: string, why: string | null = null) => ({ state, why }) as never;
const run = (state: string, lastLine: string | null = null) => ({ state, words: `${state}.`, lastLine }) as never;

test.each([
  ['it runs', order('running'), run('running'), null],
  ['it ended well', order('running'), run('done', 'ok'), { state: 'done', outcome: 'done. It said: ok' }],
  ['nothing was to be done', order('ended'), run('not-applicable'), { state: 'done', outcome: 'not-applicable.' }],
  ['it failed', order('ended'), run('failed', 'no room'), { state: 'failed', outcome: 'failed. It said: no room' }],
  // The run has the last word: a device that was cut off may have run what was stopped meanwhile.
  ['stopped around it', order('stopped', 'Stopped by Ann.'), run('done'), { state: 'done', outcome: 'done.' }],
  [
    'stopped before',
    order('stopped', 'Stopped by Ann.'),
    run('stopped'),
    { state: 'failed', outcome: 'stopped. Stopped by Ann.' },
  ],
  ['stopped while it was sent', order('stopped', 'x'), run('sent'), null],
  [
    'expired unsent',
    order('expired', 'Nobody approved it in time.'),
    run('withheld'),
    { state: 'failed', outcome: 'Nothing was run. Nobody approved it in time.' },
  ],
  [
    'without its device',
    order('ended'),
    null,
    { state: 'failed', outcome: 'It was signed without this device: nothing was run here.' },
  ],
  ['without its device, under way', order('running'), null, null],
])('%s', (_, one, of, verdict) => {
  expect(verdictOf({ order: one, run: of })).toEqual(verdict);
});
