import type { RuleId } from '@fettle/shared/ids';
import { bodyOf, diskFull, mountpoint } from '@fettle/shared/rules/body.fixture';
import { expect, test } from 'vitest';
import { deviceOf, engineWorld, idOf, ruleOf } from './world.fixture.ts';

const minute = 60_000;

async function begun(...letters: string[]) {
  const world = engineWorld();
  world.state.rules = [ruleOf('disk')];
  world.state.devices = letters.map((letter) => deviceOf(letter));
  await world.engine.reload();
  await world.engine.tick();
  return world;
}

test('frames are of now up to a minute and three intervals; older ones, older than the newest, and those ahead are not', async () => {
  const w = await begun('a', 'b', 'c', 'd');
  const { now } = w.state;
  w.frame('a', 0.99, now - 61_000);
  w.frame('b', 0.99, now + 61_000);
  w.frame('c', 0.5, now);
  w.frame('c', 0.99, now - 1);
  w.frame('c', 0.99, now);
  expect(w.told()).toEqual([]);
  w.state.devices = [deviceOf('d', { interval: 60_000 })];
  await w.engine.tick();
  w.frame('d', 0.99, now - 179_000);
  expect(w.told()).toEqual(['disk d critical value']);
});

test('a device that has just enrolled is looked at with the next tick, by its newest frame', async () => {
  const w = await begun('a');
  const { now } = w.state;
  w.frame('b', 0.5, now - 1_000);
  w.frame('b', 0.99, now);
  w.frame('stranger', 0.99, now);
  expect(w.told()).toEqual([]);
  w.state.devices = [deviceOf('a'), deviceOf('b')];
  await w.engine.tick();
  expect(w.told()).toEqual(['disk b critical value']);
  await w.engine.tick();
  expect(w.told()).toEqual([]);
});

test('of frames that come together only the newest counts', async () => {
  const w = await begun('a');
  const { now } = w.state;
  w.engine.frames([w.frameOf('a', 0.99, now - 20_000), w.frameOf('a', 0.99, now - 10_000), w.frameOf('a', 0.5, now)]);
  expect(w.told()).toEqual([]);
});

test('a rule that cannot be evaluated is told and left out; the others go on', async () => {
  const w = await begun('a');
  w.state.rules = [...w.state.rules, ruleOf('odd', bodyOf({ ...diskFull, metric: 'of.a.newer.version' }))];
  await w.engine.reload();
  expect(w.failed).toEqual([['odd', expect.objectContaining({ code: 'input_invalid' })]]);
  w.frame('a', 0.99);
  expect(w.told()).toEqual(['disk a critical value']);
});

test('a device that is retired or is not there any more ends what was found of it', async () => {
  const w = await begun('a', 'b');
  w.frame('a', 0.99);
  w.frame('b', 0.99);
  w.told();
  w.state.devices = [deviceOf('a', { state: 'retired' })];
  await w.engine.tick();
  expect(w.told().toSorted()).toEqual(['disk a null instance_gone', 'disk b null instance_gone']);
  w.state.now += 10_000;
  w.frame('a', 0.99);
  expect(w.told(), 'nothing is looked at any more').toEqual([]);
});

test('the roster read anew is no other device, other labels are', async () => {
  const w = await begun('a');
  w.state.rules = [ruleOf('disk', bodyOf(diskFull, { selector: 'role=db' }))];
  await w.engine.reload();
  w.frame('a', 0.99);
  expect(w.told()).toEqual([]);
  w.state.devices = [deviceOf('a', { labels: { role: 'db' } })];
  await w.engine.tick();
  w.state.now += 10_000;
  w.frame('a', 0.99);
  expect(w.told()).toEqual(['disk a critical value']);
  w.state.devices = [deviceOf('a', { labels: { role: 'db' } })];
  await w.engine.tick();
  expect(w.told()).toEqual([]);
});

test('what was told before is taken over; what nobody asks for any more ends', async () => {
  const w = await begun('a');
  const seed = {
    rule: 'disk' as RuleId,
    device: idOf('a'),
    metric: diskFull.metric,
    attributes: { [mountpoint]: '/var' },
    severity: 'critical',
    since: 5,
  } as const;
  w.engine.seed([seed, { ...seed, rule: 'old' as RuleId }, { ...seed, device: idOf('z') }]);
  expect(w.told()).toEqual(['old a null rule_gone', 'disk z null instance_gone']);
  expect(w.engine.severity(seed.rule, seed.device, seed.attributes)).toBe('critical');
  w.frame('a', 0.99);
  expect(w.told()).toEqual([]);
  w.state.now += 10_000;
  w.frame('a', 0.1);
  expect(w.told()).toEqual(['disk a null value']);
  expect(w.engine.severity(seed.rule, seed.device, seed.attributes)).toBeNull();
});

test('what somebody told goes on over a restart, and nothing that is measured ends it', async () => {
  const w = engineWorld();
  w.state.rules = [ruleOf('reported', bodyOf({ kind: 'told', severity: 'warning' }))];
  w.state.devices = [deviceOf('a')];
  await w.engine.reload();
  await w.engine.tick();
  const seed = {
    rule: 'reported' as RuleId,
    device: idOf('a'),
    metric: null,
    attributes: {},
    severity: 'warning',
    since: 5,
  } as const;
  w.engine.seed([seed]);
  w.frame('a', 0.99);
  w.state.now += 3_600_000;
  await w.engine.tick();
  expect(w.told()).toEqual([]);
  w.engine.seed([{ ...seed, rule: 'gone' as RuleId }]);
  expect(w.told()).toEqual(['gone a null rule_gone']);
});

test('silence counts from when the collector listens; one that comes back in time was none', async () => {
  const w = engineWorld();
  const when = { kind: 'device', states: { warning: ['late'], critical: ['offline'] } } as const;
  w.state.rules = [ruleOf('silent', bodyOf(when, { forMs: 5 * minute }))];
  const silent = (letter: string) => deviceOf(letter, { state: 'offline', stateSince: w.state.now - 86_400_000 });
  w.state.devices = [silent('a'), silent('b')];
  await w.engine.reload();
  const tick = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 10_000) {
      w.state.now += 10_000;
      await w.engine.tick();
    }
  };
  await tick(2 * minute);
  w.state.devices = [silent('a'), deviceOf('b')];
  await tick(2 * minute);
  expect(w.told()).toEqual([]);
  await tick(minute);
  expect(w.told()).toEqual(['silent a critical device']);
  w.state.devices = [deviceOf('a', { state: 'late', stateSince: w.state.now }), deviceOf('b')];
  await tick(10_000);
  expect(w.told()).toEqual(['silent a warning device']);
});

test('with many devices the rules of those that speak are chosen at once, of others within some ticks', async () => {
  const w = engineWorld();
  w.state.rules = [ruleOf('disk')];
  const letters = 'abcdefghjkmnpqrstvwxyz';
  w.state.devices = Array.from({ length: 2_500 }, (_, n) =>
    deviceOf('a', { id: `d${letters[n % 22]}${String(n).padStart(25, '0')}` as never }),
  );
  await w.engine.reload();
  await w.engine.tick();
  const last = w.state.devices.at(-1)?.id ?? idOf('a');
  const frame = () => ({ ...w.frameOf('a', 0.99, (w.state.now += 1_000)), device: last });
  w.engine.frames([frame()]);
  expect(w.told()).toHaveLength(1);
  w.state.rules = [];
  await w.engine.reload();
  await w.engine.tick();
  await w.engine.tick();
  expect(w.told()).toEqual([]);
  await w.engine.tick();
  expect(w.told()).toHaveLength(1);
});
