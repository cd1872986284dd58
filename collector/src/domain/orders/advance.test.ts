import { describe, expect, test } from 'vitest';
import { isOver, nextStep, type Rollout } from './advance.ts';

const start = 1_000_000;
const order = (fields: Partial<Rollout> = {}): Rollout => ({
  state: 'running',
  notBefore: start,
  expires: start + 100_000,
  ring: 0,
  haltAt: 0.5,
  waitMs: 1_000,
  rings: [ring(), ring({ targets: 8 })],
  counts: [{ sent: 4 }, { withheld: 8 }],
  ...fields,
});
const ring = (fields: Partial<Rollout['rings'][number]> = {}) => ({
  targets: 4,
  forgiven: 0,
  overSince: null,
  ...fields,
});

describe('what is due for an order', () => {
  test.each<[string, Partial<Rollout>, number, object | null]>([
    ['one that waits for approval waits', { state: 'waiting-approval' }, start, null],
    ['and expires', { state: 'waiting-approval' }, start + 100_000, { step: 'expire' }],
    ['a planned one begins at its time', { state: 'planned' }, start, { step: 'begin', ring: 0 }],
    ['not before', { state: 'planned' }, start - 1, null],
    ['and not after', { state: 'planned' }, start + 100_000, { step: 'expire' }],
    ['one under way goes on', {}, start, null],
    ['its ring is over', { counts: [{ done: 4 }, { withheld: 8 }] }, start, { step: 'over', ring: 0 }],
    [
      'what is not connected is not waited for',
      { counts: [{ done: 1, queued: 3 }, { withheld: 8 }] },
      start,
      { step: 'over', ring: 0 },
    ],
    ['but somebody must have ended', { counts: [{ queued: 4 }, { withheld: 8 }] }, start, null],
    [
      'the next ring waits',
      { rings: [ring({ overSince: start }), ring()], counts: [{ done: 4 }, { withheld: 8 }] },
      start + 999,
      null,
    ],
    [
      'and begins',
      { rings: [ring({ overSince: start }), ring()], counts: [{ done: 4 }, { withheld: 8 }] },
      start + 1_000,
      { step: 'begin', ring: 1 },
    ],
    [
      'not while devices came back',
      { rings: [ring({ overSince: start }), ring()], counts: [{ done: 3, sent: 1 }, { withheld: 8 }] },
      start + 1_000,
      { step: 'open', ring: 0 },
    ],
    [
      'a share that is certain halts at once',
      { counts: [{ failed: 2, sent: 2 }, { withheld: 8 }] },
      start,
      { step: 'halt', failed: 2, of: 4 },
    ],
    ['one that is not does not', { counts: [{ failed: 1, sent: 3 }, { withheld: 8 }] }, start, null],
    [
      'among those that ended it counts when the ring is over',
      { counts: [{ failed: 1, done: 1, queued: 2 }, { withheld: 8 }] },
      start,
      { step: 'halt', failed: 1, of: 4 },
    ],
    [
      'what a person forgave halts no more',
      { rings: [ring({ forgiven: 2 }), ring()], counts: [{ failed: 2, sent: 2 }, { withheld: 8 }] },
      start,
      null,
    ],
    [
      'without a share it never halts',
      { haltAt: null, counts: [{ failed: 4 }, { withheld: 8 }] },
      start,
      { step: 'over', ring: 0 },
    ],
    ['a halted one waits for a person', { state: 'halted', counts: [{ failed: 4 }, { withheld: 8 }] }, start, null],
    ['all have ended', { ring: 1, counts: [{ done: 4 }, { done: 7, expired: 1 }] }, start, { step: 'end' }],
    [
      'over its time what was not sent expires',
      { counts: [{ sent: 4 }, { withheld: 8 }] },
      start + 100_000,
      { step: 'expire' },
    ],
    ['what was sent may still come back', { counts: [{ sent: 4 }, { expired: 8 }] }, start + 100_000, null],
    ['what ended has nothing to do', { state: 'ended' }, start, null],
  ])('%s', (_name, fields, now, step) => {
    expect(nextStep(order(fields), now)).toEqual(step);
  });

  test('a ring of which nothing ended is not over', () => {
    expect(isOver({})).toBe(false);
    expect(isOver({ refused: 1 })).toBe(true);
  });
});
