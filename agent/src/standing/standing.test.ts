import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { signedRule } from '@fettle/shared/rules/signed';
import { bodyOf, diskFull, mountpoint } from '@fettle/shared/rules/body.fixture';
import type { StandingStatement } from '@fettle/shared/trust/statements';
import { expect, test } from 'vitest';
import { ActingWorld, idOf, standingOf } from '../runs/acting.fixture.ts';

const dictionary = {
  series: ['/var', '/home'].map((path) => ({
    metric: 'system.filesystem.utilization',
    attributes: { [mountpoint]: path },
    decimals: 4,
  })),
};
const instance = `${mountpoint}=/var`;

function diskOrder(change: Partial<StandingStatement> = {}, settle = 60): StandingStatement {
  const rule = signedRule('disk-full', bodyOf(diskFull));
  return standingOf({ trigger: { kind: 'rule', rule, severity: 'critical', settle }, ...change });
}

class DiskWorld extends ActingWorld {
  var = 0.5;
  home = 0.5;

  /** Measures every 10 s for so long. */
  async measure(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 10_000) {
      this.clock.advance(10_000);
      this.acting.frame({ dictionary, values: Float64Array.of(this.var, this.home) }, 10_000);
      await this.quiet();
    }
  }
}

async function standing(...orders: readonly StandingStatement[]): Promise<DiskWorld> {
  const world = new DiskWorld((executor) => executor.stand(...orders));
  // As after an hour of work.
  world.booted = world.clock.wall() - 3_600_000;
  world.acting.look();
  await world.quiet();
  return world;
}

test('the disk fills, it is cleared, and that it helped is measured and told', async () => {
  using world = await standing(diskOrder());
  world.executor.fate = () => {
    world.var = 0.6;
    return { outcome: 'done' };
  };
  world.var = 0.9;
  await world.measure(60_000);
  expect(world.executor.ran).toEqual([]);
  world.var = 0.97;
  await world.measure(10_000);
  expect(world.executor.runs('fire')).toMatchObject([
    { standing: idOf('s'), firing: { kind: 'rule', rule: 'disk-full', instance, severity: 'critical' } },
  ]);
  await world.measure(50_000);
  expect(world.ofType('remedied')).toEqual([]);
  await world.measure(10_000);
  const told = { standing: idOf('s'), seq: 1, rule: 'disk-full', instance, before: 9_700, after: 6_000, cleared: true };
  expect(world.ofType('remedied')).toMatchObject([told]);
  expect(world.executor.judged).toEqual([{ run: 1, cleared: true }]);
  expect(world.ofType('progress').at(-1)).toMatchObject({ order: idOf('s'), run: 1, state: 'running', step: 0 });
  await world.measure(600_000);
  expect(world.executor.ran).toHaveLength(1);
  world.acting.kept({ type: 'kept', what: 'remedied', seq: 1 });
  await world.restart();
  expect(world.ofType('remedied')).toEqual([]);
});

test('a remedy that does not help is told so, and tried again when its caps let', async () => {
  using world = await standing(diskOrder());
  world.var = 0.97;
  await world.measure(80_000);
  expect(world.ofType('remedied')).toMatchObject([{ cleared: false, before: 9_700, after: 9_700 }]);
  expect(world.executor.judged).toEqual([{ run: 1, cleared: false }]);
  await world.measure(220_000);
  expect(world.executor.ran).toHaveLength(1);
  // Cool-down 5 min after the first has ended.
  await world.measure(20_000);
  expect(world.executor.ran).toHaveLength(2);
  // Four an hour, and no more.
  await world.measure(3_200_000);
  expect(world.executor.ran).toHaveLength(4);
  await world.measure(250_000);
  expect(world.executor.ran).toHaveLength(5);
});

test('each instance by itself: one settles while the other is run for', async () => {
  using world = await standing(diskOrder({ caps: { perHour: 9, coolDown: 0, bootGuard: 0, failures: 3 } }));
  world.var = 0.97;
  await world.measure(10_000);
  world.home = 0.99;
  await world.measure(10_000);
  const instances = world.executor.runs('fire').map((ask) => ask.ask === 'fire' && ask.firing);
  expect(instances).toMatchObject([{ instance }, { instance: `${mountpoint}=/home` }]);
});

test('nothing is fired in the first minutes after the machine started', async () => {
  using world = await standing(diskOrder());
  world.booted = world.clock.wall();
  world.var = 0.97;
  await world.measure(890_000);
  expect(world.executor.runs('fire')).toEqual([]);
  await world.measure(20_000);
  expect(world.executor.ran).toHaveLength(1);
});

test('what is in order again before its turn is not run for', async () => {
  using world = await standing(diskOrder());
  world.booted = world.clock.wall();
  world.var = 0.97;
  await world.measure(600_000);
  world.var = 0.5;
  await world.measure(600_000);
  expect(world.executor.runs('fire')).toEqual([]);
});

test('restarted while it settles: nothing runs twice, and the outcome is told', async () => {
  using world = await standing(diskOrder());
  world.var = 0.97;
  await world.measure(20_000);
  expect(world.executor.ran).toHaveLength(1);
  world.var = 0.7;
  await world.restart();
  await world.measure(60_000);
  expect(world.executor.ran).toHaveLength(1);
  expect(world.ofType('remedied')).toMatchObject([{ seq: 1, before: 9_700, after: 7_000, cleared: true }]);
});

test('killed between the run and its result: the receipt is found, it settles, and the outcome is told', async () => {
  using world = await standing(diskOrder());
  world.executor.fate = () => 'die-after';
  world.var = 0.97;
  await world.measure(10_000);
  world.executor.fate = () => ({ outcome: 'done' });
  await world.restart();
  world.var = 0.7;
  await world.measure(120_000);
  expect(world.executor.ran).toHaveLength(1);
  expect(world.ofType('result')).toHaveLength(1);
  expect(world.ofType('remedied')).toMatchObject([{ cleared: true }]);
});

test('what the executor refuses is not asked for with every frame', async () => {
  using world = await standing(diskOrder());
  world.executor.fate = () => ({ end: 'fresh' });
  world.var = 0.97;
  await world.measure(600_000);
  expect(world.executor.runs('fire')).toHaveLength(1);
  await world.measure(600_000);
  expect(world.executor.runs('fire')).toHaveLength(2);
  expect(world.ofType('result')).toEqual([]);
});

test('one that is withdrawn fires no more, also when its turn has not come yet', async () => {
  using world = await standing(diskOrder());
  world.booted = world.clock.wall();
  world.var = 0.97;
  await world.measure(30_000);
  world.executor.stand();
  world.acting.look();
  await world.quiet();
  await world.measure(1_200_000);
  expect(world.executor.runs('fire')).toEqual([]);
  expect(world.acting.standing).toBe(0);
});

test('more is measured at the end of a short time where measurements are far apart', async () => {
  using world = await standing(diskOrder({}, 120));
  world.clock.advance(600_000);
  world.acting.frame({ dictionary, values: Float64Array.of(0.97, 0.5) }, 600_000);
  await world.quiet();
  expect(world.executor.ran).toHaveLength(1);
  expect(world.hastened).toEqual([]);
  await world.pass(70_000);
  expect(world.hastened).toEqual([{ interval: 5_000, lease: 60_000 }]);
});

test('a rule of a newer version is left out and told, the others go on', async () => {
  const rule = { id: 'newer', when: { kind: 'value', metric: 'not.known' }, for: 0, clearFor: 0 };
  using world = await standing(
    standingOf({ id: idOf('n'), trigger: { kind: 'rule', rule, severity: 'warning', settle: 60 } }),
    diskOrder(),
  );
  const why = `The rule of the standing order ${idOf('n')} cannot be evaluated here`;
  expect(world.logged).toContain(why);
  expect(world.acting.problem).toContain(why);
  world.var = 0.97;
  await world.measure(10_000);
  expect(world.executor.ran).toEqual([idOf('s')]);
});

const at = (text: string) => Date.parse(text);

test('the clock fires once a time, in its zone, and never twice for one', async () => {
  using world = await standing();
  world.clock.set(at('2026-10-24T12:00:00Z'));
  const trigger = { kind: 'clock', cron: '30 2 * * *', zone: 'device', jitter: 0, missed: 'skip' } as const;
  world.executor.stand(standingOf({ trigger }));
  world.acting.look();
  await world.quiet();
  for (let n = 0; n < 48 * 60; n++) await world.pass(60_000);
  // Clocks are put back in this night.
  const dues = world.executor.runs('fire').map((ask) => ask.ask === 'fire' && ask.firing);
  expect(dues).toEqual([
    { kind: 'clock', due: at('2026-10-25T00:30:00Z') },
    { kind: 'clock', due: at('2026-10-26T01:30:00Z') },
  ]);
  expect(readdirSync(join(world.data, 'runs', 'fires'))).toEqual([]);
});

test.each([
  ['skip', 0],
  ['run', 1],
] as const)('a time at which the device was off: %s', async (missed, runs) => {
  using world = await standing();
  world.clock.set(at('2026-03-01T12:00:00Z'));
  const trigger = { kind: 'clock', cron: '0 3 * * *', zone: 'UTC', jitter: 600, missed } as const;
  world.executor.stand(standingOf({ trigger }));
  world.acting.look();
  await world.quiet();
  world.acting.stop();
  world.clock.set(at('2026-03-05T08:00:00Z'));
  await world.restart();
  await world.pass(120_000);
  expect(world.executor.ran).toHaveLength(runs);
  if (runs === 1) expect(world.executor.runs('fire')).toMatchObject([{ firing: { due: at('2026-03-05T03:00:00Z') } }]);
  // And then by its schedule again.
  for (let n = 0; n < 24 * 60; n++) await world.pass(60_000);
  expect(world.executor.ran).toHaveLength(runs + 1);
});
