import type { RuleId } from '@fettle/shared/ids';
import type { RuleBody } from '@fettle/shared/rules/rule';
import { expect, test } from 'vitest';
import { openRecords } from '../../store/open.ts';
import { everywhere, systemActor } from '../access/index.ts';
import { defaultRules } from './defaults/index.ts';
import { installDefaults } from './install-defaults.ts';
import { putRule } from './put.ts';
import { removeRule } from './remove.ts';

const start = 1_790_812_800_000;
const actor = systemActor('start');
const id = (text: string) => text as RuleId;
const set = (...rules: readonly (readonly [string, RuleBody])[]) =>
  new Map(rules.map(([name, rule]) => [id(name), rule]));
const [disk, memory, cpu] = ['filesystem-full', 'memory-short', 'cpu-busy'].map(
  (name) => defaultRules.get(id(name)) as RuleBody,
) as [RuleBody, RuleBody, RuleBody];

async function world() {
  const records = await openRecords({ sqlite: ':memory:' });
  const store = records.rules;
  return {
    store,
    at: (now: number) => ({ store, now }),
    kinds: async () =>
      (await records.events.after(everywhere, 0, 100)).map(({ kind, detail }) => `${kind} ${String(detail['rule'])}`),
    [Symbol.asyncDispose]: () => records.close(),
  };
}

test('all are there after the first start, and a second changes nothing', async () => {
  await using place = await world();
  expect(await installDefaults(place.at(start), actor)).toBe(defaultRules.size);
  const rules = await place.store.rules();
  expect(rules.map(({ origin, version, createdAt }) => `${origin} ${version} ${createdAt}`)).toEqual(
    rules.map(() => `default 1 ${start}`),
  );
  expect(await installDefaults(place.at(start + 5), actor)).toBe(0);
  expect(await place.store.rules()).toEqual(rules);
});

test('a newer version replaces what nobody touched; what somebody edited or deleted stays as he left it', async () => {
  await using place = await world();
  await installDefaults(place.at(start), actor, set(['disk', disk], ['memory', memory], ['cpu', cpu]));
  await putRule(place.at(start + 1), actor, { id: 'memory', rule: { ...memory, forMs: 1 }, version: 1 });
  await removeRule(place.at(start + 2), actor, { id: 'cpu', version: 1 });
  const newer = (rule: RuleBody) => ({ ...rule, name: `${rule.name}, newer` });
  const next = set(['disk', newer(disk)], ['memory', newer(memory)], ['cpu', newer(cpu)], ['fresh', disk]);
  expect(await installDefaults(place.at(start + 3), actor, next)).toBe(2);
  expect(
    (await place.store.rules()).map(({ id: own, name, origin, version }) => ({ own, name, origin, version })),
  ).toEqual([
    { own: 'disk', name: `${disk.name}, newer`, origin: 'default', version: 2 },
    { own: 'fresh', name: disk.name, origin: 'default', version: 1 },
    { own: 'memory', name: memory.name, origin: 'person', version: 2 },
  ]);
  expect((await place.kinds()).slice(-2)).toEqual(['rule.changed disk', 'rule.created fresh']);
});

test('one that no longer ships is taken away, unless somebody made it his own', async () => {
  await using place = await world();
  await installDefaults(place.at(start), actor, set(['disk', disk], ['memory', memory]));
  await putRule(place.at(start + 1), actor, { id: 'memory', rule: { ...memory, enabled: false }, version: 1 });
  expect(await installDefaults(place.at(start + 2), actor, set())).toBe(1);
  expect((await place.store.rules()).map(({ id: own }) => own)).toEqual(['memory']);
});

test('a rule that somebody made under the same id is his, also later', async () => {
  await using place = await world();
  await putRule(place.at(start), actor, { id: 'disk', rule: cpu, version: 0 });
  expect(await installDefaults(place.at(start + 1), actor, set(['disk', disk]))).toBe(0);
  expect(await installDefaults(place.at(start + 2), actor, set(['disk', memory]))).toBe(0);
  expect(await place.store.rule(id('disk'))).toMatchObject({ origin: 'person', name: cpu.name });
});
