import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { exampleGrant, exampleRoot, signed } from '@fettle/shared/trust/example.fixture';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fakeClock } from './clock.fixture.ts';
import { idOf, orderMessage } from './runs/acting.fixture.ts';
import { FakeExecutor } from './runs/executor.fixture.ts';
import { heldPath } from './runs/holds.ts';
import { createUpkeep, type Upkeep } from './upkeep.ts';

let data: string;
let upkeep: Upkeep;
beforeEach(() => (data = mkdtempSync(join(tmpdir(), 'fettle-upkeep-'))));
afterEach(() => {
  upkeep.stop();
  rmSync(data, { recursive: true, force: true });
});

const log = { level: 'info', error() {}, warn() {}, info() {}, debug() {} };
const root = exampleRoot();

function opening(executor: FakeExecutor | null, keys = root.roles.operator.keys) {
  let asked = 0;
  upkeep = createUpkeep({
    data,
    device: 'd',
    open:
      executor === null
        ? null
        : async () => {
            asked++;
            return executor.open;
          },
    say: () => 'sent',
    root: () => ({ ...root, roles: { ...root.roles, operator: { keys, threshold: 1 } } }),
    grant: () => 3,
    statements: () => [],
    clock: fakeClock(),
    log,
    booted: () => 0,
    zone: () => 'UTC',
    hasten() {},
    changed() {},
  });
  return { asked: () => asked };
}

const settled = async (check: () => boolean) => {
  for (let n = 0; n < 500 && !check(); n++) await sleep(10);
  expect(check()).toBe(true);
};

test('roots and grants alone load nothing and ask nobody', async () => {
  const executor = new FakeExecutor();
  const { asked } = opening(executor);
  upkeep.start();
  for (const envelope of [signed('root', root, 'ann', 'ben'), signed('grant', exampleGrant(), 'dora')])
    upkeep.orders.statement({ type: 'statement', envelope });
  upkeep.frame({ dictionary: { series: [] }, values: new Float64Array() }, 1_000);
  upkeep.restart();
  upkeep.look();
  await sleep(20);
  expect(asked()).toBe(0);
  expect(executor.asks).toEqual([]);
});

test('what comes while it is loaded waits', async () => {
  const executor = new FakeExecutor();
  opening(executor);
  upkeep.start();
  upkeep.orders.statement(orderMessage());
  upkeep.orders.statement(orderMessage({ id: idOf('b') }));
  await settled(() => executor.ran.length === 2);
});

test('an agent that only monitors takes nothing, and says so', async () => {
  opening(null);
  upkeep.start();
  upkeep.orders.statement(orderMessage());
  await sleep(20);
  expect(upkeep.holds()).toMatchObject({ executor: 'off', grant: 3, rev: 0, standing: [] });
});

test.each([
  ['off', {}, []],
  ['stale', { fresh: 0 }, root.roles.operator.keys],
  ['stale', { fresh: 1_799_999_999_999 }, root.roles.operator.keys],
  ['ready', { fresh: 1_800_000_000_001 }, root.roles.operator.keys],
  ['locked', { fresh: 1_800_000_000_001, locked: true }, root.roles.operator.keys],
])('%s: %j', (readiness, held, keys) => {
  const executor = new FakeExecutor();
  mkdirSync(join(data, 'runs'));
  writeFileSync(heldPath(data), JSON.stringify({ ...executor.held, ...held }));
  opening(executor, [...keys]);
  expect(upkeep.holds().executor).toBe(readiness);
});

test('locked by the person at the machine: told though no executor was asked since', () => {
  opening(new FakeExecutor());
  expect(upkeep.holds().executor).toBe('stale');
  writeFileSync(join(data, 'locked.json'), '{}');
  expect(upkeep.holds()).toMatchObject({ executor: 'locked', standing: [] });
  expect(upkeep.now).toEqual({ readiness: 'locked', standing: 0 });
});

test('what was left when it stopped is taken up at the start', async () => {
  const executor = new FakeExecutor();
  opening(executor);
  executor.fate = () => ({ end: 'busy' });
  upkeep.orders.statement(orderMessage());
  await settled(() => executor.runs('order').length === 1);
  upkeep.stop();
  executor.fate = () => ({ outcome: 'done' });
  opening(executor);
  upkeep.start();
  await settled(() => executor.ran.length === 1);
});
