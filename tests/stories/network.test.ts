// Issue 3: agent and collector, real processes, in two network namespaces; the link cut, delayed, throttled, half-open, reset,
// split: it recovers by itself and nothing is lost. Over a relay: relay.test.ts.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginAt, comesBackFrom, getsOver, livesThrough, nothingLost } from '../support/bad-link.ts';
import { Fettle } from '../support/fettle.ts';
import { Networks, networks } from '../support/networks.ts';

networks.separate.describe('between two networks, over TLS, a link that is', () => {
  let fettle: Fettle;
  let two: Networks;
  let began = 0;

  beforeAll(async () => {
    two = new Networks();
    fettle = await Fettle.createSealed();
    began = Date.now();
    fettle.environment = { FETTLE_HOST: two.address };
    fettle.through = two.through;
    await beginAt(fettle, () => fettle.launchCollector());
    expect(fettle.via).toMatch(/^https:/);
  });
  afterAll(async () => {
    await fettle?.[Symbol.asyncDispose]();
    two?.[Symbol.dispose]();
  });

  const fault = (name: string, begin: () => void) => ({ name, begin, end: () => two.calm() });

  // Kept where no ping of it stayed unanswered for 10 s.
  test('cut for ten seconds comes back', () =>
    getsOver(
      fettle,
      fault('cut', () => two.cut()),
      10_000,
    ));
  networks.delay.test('delayed is kept', () =>
    livesThrough(
      fettle,
      fault('delay', () => two.delay(400)),
    ),
  );
  networks.throttle.test('throttled is kept', () =>
    livesThrough(
      fettle,
      fault('throttle', () => two.throttle(8_000)),
    ),
  );
  test('half-open is found out and made anew', () =>
    comesBackFrom(
      fettle,
      fault('half-open', () => two.cut()),
    ));
  networks.reset.test('reset is made anew', () =>
    comesBackFrom(
      fettle,
      fault('reset', () => two.reset()),
    ),
  );
  test('split into tiny packets is kept', () =>
    livesThrough(
      fettle,
      fault('split', () => two.split()),
    ));
  test('all of these, in turn, costs nothing', async () => {
    const ended = Date.now();
    await fettle.agent?.stop();
    await fettle.collector?.stop();
    // Back where the test can ask it.
    fettle.environment = {};
    fettle.through = { collector: [], agent: [] };
    await fettle.startCollector();
    await nothingLost(fettle, began, ended);
  });
});
