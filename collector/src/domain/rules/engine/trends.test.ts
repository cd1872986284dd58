import { bodyOf, diskFull, mountpoint } from '@fettle/shared/rules/body.fixture';
import { expect, test } from 'vitest';
import { deviceOf, engineWorld, idOf, ruleOf, start } from './world.fixture.ts';

const hour = 3_600_000;
const day = 24 * hour;
const when = {
  kind: 'trend',
  metric: diskFull.metric,
  reaches: 1,
  withinMs: { warning: 3 * day, critical: day },
  historyMs: 7 * day,
} as const;

/** A week by the hour, to this value by this much a day. */
const past = (to: number, aDay: number, letter = 'a', path = '/var') => ({
  device: idOf(letter),
  metric: diskFull.metric,
  attributes: { [mountpoint]: path },
  times: Float64Array.from({ length: 168 }, (_, n) => start - (168 - n) * hour),
  values: Float64Array.from({ length: 168 }, (_, n) => to - ((167 - n) / 24) * aDay),
});

async function begun() {
  const w = engineWorld();
  w.state.rules = [ruleOf('fills', bodyOf(when))];
  w.state.devices = [deviceOf('a')];
  await w.engine.reload();
  await w.engine.tick();
  return w;
}

test('the past is asked for once an hour, in as many points as a line needs; sooner while something goes on', async () => {
  const w = await begun();
  const queriesIn = async (minutes: number) => {
    for (let n = 0; n < minutes; n++) {
      await w.engine.trends();
      w.state.now += 60_000;
    }
    return w.queries.length;
  };
  expect(await queriesIn(90)).toBe(2);
  w.past([past(0.71, 0.1)]);
  expect(await queriesIn(90)).toBe(2 + 1 + 3);
  expect(w.queries[0]).toMatchObject({
    devices: [idOf('a')],
    metrics: [diskFull.metric],
    from: Math.floor((start - 7 * day) / (2 * hour)) * 2 * hour,
    to: start,
    step: 2 * hour,
  });
});

test('what will be full in time is found, graver as it comes nearer, and ends well after it began', async () => {
  const w = await begun();
  const told = async (to: number, aDay: number) => {
    w.past([past(to, aDay)]);
    await w.engine.trends();
    w.state.now += hour;
    return w.told();
  };
  expect(await told(0.6, 0.1)).toEqual([]);
  expect(await told(0.71, 0.1)).toEqual(['fills a warning trend']);
  expect(await told(0.91, 0.1)).toEqual(['fills a critical trend']);
  expect(await told(0.65, 0.1)).toEqual(['fills a warning trend']);
  expect(await told(0.61, 0.1)).toEqual(['fills a null trend']);
  expect(await told(0.99, -0.1)).toEqual([]);
});

test('it says when, and between when and when', async () => {
  const w = await begun();
  w.past([past(0.71, 0.1)]);
  await w.engine.trends();
  expect(w.found[0]).toMatchObject({
    value: 0.71,
    limit: 1,
    words: '/var is 71.0 % full; by its trend it reaches 100 % in about 2.9 days (2.9 days to 2.9 days)',
  });
});

test('a series without a past any more ends what was found of it', async () => {
  const w = await begun();
  w.past([past(0.9, 0.1), past(0.9, 0.1, 'a', '/home')]);
  await w.engine.trends();
  expect(w.told()).toHaveLength(2);
  w.past([past(0.9, 0.1)]);
  w.state.now += hour;
  await w.engine.trends();
  expect(w.told()).toEqual(['fills a null instance_gone']);
});

test('a query that fails is told, and changes nothing', async () => {
  const w = await begun();
  w.past([past(0.9, 0.1)]);
  await w.engine.trends();
  w.told();
  w.past(new Error('query too long'));
  w.state.now += hour;
  await w.engine.trends();
  expect(w.failed).toEqual([['fills', new Error('query too long')]]);
  expect(w.told()).toEqual([]);
});
