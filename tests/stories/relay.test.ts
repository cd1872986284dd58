// Issue 3: agent and collector, real processes, over a fault relay; the link cut, delayed, throttled, half-open, reset, split: it
// recovers by itself and nothing is lost. Between two networks: network.test.ts; the link by itself: tests/integration/cable.test.ts.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beginAt, comesBackFrom, livesThrough, nothingLost } from '../support/bad-link.ts';
import { Cable, type Fault } from '../support/cable.ts';
import { Fettle } from '../support/fettle.ts';
import { listening } from '../support/listening.ts';

describe('over a relay, a link that is', () => {
  let fettle: Fettle;
  let cable: Cable;
  let began = 0;

  beforeAll(async () => {
    fettle = await Fettle.create();
    began = Date.now();
    await fettle.startCollector();
    cable = await Cable.to(fettle.port);
    await beginAt(fettle, async () => `http://127.0.0.1:${cable.port}`);
  });
  afterAll(async () => {
    await fettle?.[Symbol.asyncDispose]();
    await cable?.[Symbol.asyncDispose]();
  });

  const fault = (kind: Fault) => ({
    name: kind.kind,
    begin: () => (cable.fault = kind),
    end: () => (cable.fault = { kind: 'none' }),
  });
  const once = (name: 'cut' | 'reset') => ({ name, begin: () => cable[name](), end: () => {} });

  test.skipIf(process.platform !== 'linux')('made by the agent alone, which listens nowhere itself', () => {
    expect(listening(fettle.collector?.child.pid).length).toBeGreaterThan(0);
    expect(listening(fettle.agent?.child.pid)).toEqual([]);
  });
  test('cut is made anew', () => comesBackFrom(fettle, once('cut')));
  test('delayed is kept', () => livesThrough(fettle, fault({ kind: 'delay', ms: 400 })));
  test('throttled is kept', () => livesThrough(fettle, fault({ kind: 'throttle', bytesPerSecond: 1_000 })));
  test('half-open is found out and made anew', () => comesBackFrom(fettle, fault({ kind: 'half-open' })));
  test('reset is made anew', () => comesBackFrom(fettle, once('reset')));
  test('split is kept', () => livesThrough(fettle, fault({ kind: 'split', most: 7 })));
  test('all of these, in turn, costs nothing', async () => {
    const ended = Date.now();
    await fettle.agent?.stop();
    await nothingLost(fettle, began, ended);
  });
});
