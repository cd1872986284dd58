import { everywhere, systemActor } from '../../domain/access/index.ts';
import { installDefaults } from '../../domain/rules/index.ts';
import { openRecords } from '../../store/open.ts';
import { expect, test } from 'vitest';
import { applyFiles } from './apply.ts';
import { exportFile } from './export.ts';

const actor = systemActor('cli');
const now = 1_790_812_800_000;

async function world() {
  const records = await openRecords({ sqlite: ':memory:' });
  return { world: { ...records, now }, events: records.events, [Symbol.asyncDispose]: () => records.close() };
}
const apply = { prune: false, dryRun: false };
const file = (text: string) => [{ name: 'rules.yaml', text }];
const busy = `rules:
  busy:
    name: Busy
    metric: system.cpu.busy
    warning: above 90 %
    clear: below 80 % for 5m
    for: 10m
`;

test('the default set, exported, applies to nothing changed', async () => {
  await using place = await world();
  await installDefaults({ store: place.world.rules, now }, actor);
  const text = await exportFile(place.world, actor);
  const { changes, problems } = await applyFiles(place.world, actor, file(text), apply);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(changes.length).toBeGreaterThan(30);
  expect(changes.filter(({ what }) => what !== 'same')).toEqual([]);
});

test('made, then nothing, then changed by its lines; a dry run changes nothing', async () => {
  await using place = await world();
  const dry = await applyFiles(place.world, actor, file(busy), { ...apply, dryRun: true });
  expect(dry.changes).toMatchObject([{ kind: 'rule', id: 'busy', what: 'create' }]);
  expect(dry.changes[0]?.diff).toEqual(
    busy
      .trimEnd()
      .split('\n')
      .map((line) => `+${line}`),
  );
  expect(await place.world.rules.rules()).toEqual([]);
  await applyFiles(place.world, actor, file(busy), apply);
  expect(await place.world.rules.rules()).toMatchObject([{ id: 'busy', origin: 'file', version: 1, forMs: 600_000 }]);
  const again = await applyFiles(place.world, actor, file(busy), apply);
  expect(again.changes).toEqual([{ kind: 'rule', id: 'busy', what: 'same', diff: [] }]);
  const other = await applyFiles(place.world, actor, file(busy.replace('90 %', '95 %')), apply);
  expect(other.changes[0]?.diff.filter((line) => !line.startsWith(' '))).toEqual([
    '-    warning: above 90 %',
    '+    warning: above 95 %',
  ]);
  expect((await place.events.list(everywhere, { limit: 10 })).map(({ kind }) => kind)).toEqual([
    'rule.changed',
    'rule.created',
  ]);
});

test('with one mistake in one of the files nothing is applied', async () => {
  await using place = await world();
  const wrong = busy.replace('system.cpu.busy', 'system.cpu.bussy').replace('busy:', 'other:');
  const files = [...file(busy), { name: 'other.yaml', text: wrong }, { name: 'twice.yaml', text: busy }];
  const { changes, problems } = await applyFiles(place.world, actor, files, apply);
  expect(changes).toEqual([]);
  expect(problems.map(({ file: name, line, column, message }) => `${name}:${line}:${column} ${message}`)).toEqual([
    'other.yaml:4:13 There is no metric “system.cpu.bussy”. Did you mean “system.cpu.busy”?',
    'twice.yaml:2:3 The rule “busy” stands in rules.yaml too.',
  ]);
  expect(await place.world.rules.rules()).toEqual([]);
});

test('pruning deletes what a file made and no file has any more, and nothing else', async () => {
  await using place = await world();
  await installDefaults({ store: place.world.rules, now }, actor);
  const shipped = (await place.world.rules.rules()).length;
  await applyFiles(place.world, actor, file(busy), apply);
  const kept = await applyFiles(place.world, actor, file('rules: {}\n'), apply);
  expect(kept.changes).toEqual([]);
  const { changes } = await applyFiles(place.world, actor, file('rules: {}\n'), { ...apply, prune: true });
  expect(changes).toMatchObject([{ id: 'busy', what: 'delete' }]);
  expect(changes[0]?.diff[1]).toBe('-  busy:');
  expect(await place.world.rules.rules()).toHaveLength(shipped);
});

test('who may not change rules may not try either', async () => {
  await using place = await world();
  const viewer = { kind: 'person', id: 'person:p', role: 'technician', scope: everywhere } as const;
  await expect(applyFiles(place.world, viewer, file(busy), { ...apply, dryRun: true })).rejects.toMatchObject({
    code: 'not_allowed',
  });
});

test('a scope that chooses no device is hinted at, and applied', async () => {
  await using place = await world();
  const text = busy.replace('name: Busy', 'scope: kind=server');
  const { problems, changes } = await applyFiles(place.world, actor, file(text), apply);
  expect(problems).toMatchObject([{ line: 3, column: 12, severity: 'hint' }]);
  expect(changes).toMatchObject([{ what: 'create' }]);
});

test('scripts of a file wait to be signed; a second time nothing changes, and what is exported is the same again', async () => {
  await using place = await world();
  const text = `scripts:
  hello:
    title: Say hello
    programs:
      - { platforms: [linux], interpreter: sh, body: 'echo hello' }
`;
  const dry = await applyFiles(place.world, actor, file(text), { prune: false, dryRun: true });
  expect(dry.changes).toMatchObject([{ kind: 'script', id: 'hello', what: 'create' }]);
  expect(await place.world.scripts.scripts()).toEqual([]);
  await applyFiles(place.world, actor, file(text), apply);
  expect(await place.world.scripts.scripts()).toMatchObject([
    { name: 'hello', origin: 'own', published: null, draft: { body: { title: 'Say hello' } }, version: 1 },
  ]);
  const again = await exportFile(place.world, actor);
  expect((await applyFiles(place.world, actor, file(again), { prune: true, dryRun: false })).changes).toEqual([
    { kind: 'script', id: 'hello', what: 'same', diff: [] },
  ]);
  expect(await place.world.scripts.scripts()).toMatchObject([{ name: 'hello', version: 1 }]);
  const changed = await applyFiles(place.world, actor, file(text.replace('echo hello', 'echo bye')), apply);
  expect(changed.changes[0]?.diff.filter((line) => /^[-+]/.test(line))).toEqual([
    '-        body: echo hello',
    '+        body: echo bye',
  ]);
  expect((await place.events.list(everywhere, { limit: 10 })).map(({ kind }) => kind)).toEqual([
    'script.drafted',
    'script.drafted',
  ]);
});

test('one script that is wrong leaves all as they were', async () => {
  await using place = await world();
  const text = `scripts:
  good: { programs: [{ platforms: [linux], interpreter: sh, body: 'exit 0' }] }
  bad: { programs: [{ platforms: [linux], interpreter: perl, body: 'exit' }] }
`;
  const { changes, problems } = await applyFiles(place.world, actor, file(text), apply);
  expect([changes.length, problems.length, await place.world.scripts.scripts()]).toEqual([0, 1, []]);
});

const mail = `services:
  mail:
    name: Mail
    parts:
      below: { services: [db] }
  db:
    parts:
      all: { devices: "" }
`;

test('services of a file are made together, changed by it, and never deleted by one that lacks them', async () => {
  await using place = await world();
  const first = await applyFiles(place.world, actor, file(mail), apply);
  expect(first.changes.map(({ kind, id, what }) => `${what} ${kind} ${id}`)).toEqual([
    'create service mail',
    'create service db',
  ]);
  const again = await applyFiles(place.world, actor, file(mail), apply);
  expect(again.changes.map(({ what }) => what)).toEqual(['same', 'same']);
  const text = mail.replace('name: Mail', 'name: Post');
  const shown = await applyFiles(place.world, actor, file(text), { ...apply, dryRun: true });
  expect(shown.changes[0]?.diff).toContain('-    name: Mail');
  expect((await place.world.services.service('mail'))?.name).toBe('Mail');
  await applyFiles(place.world, actor, file(text), apply);
  expect(await place.world.services.service('mail')).toMatchObject({ name: 'Post', version: 2 });
  await applyFiles(place.world, actor, file(''), { ...apply, prune: true });
  expect(await place.world.services.services()).toHaveLength(2);
  expect(await exportFile(place.world, actor)).toContain('name: Post');
});

test('one wrong service, and none of them is changed', async () => {
  await using place = await world();
  const circle = mail.replace('all: { devices: "" }', 'all: { services: [mail] }');
  await expect(applyFiles(place.world, actor, file(circle), apply)).rejects.toMatchObject({ code: 'service_cycle' });
  expect(await place.world.services.services()).toEqual([]);
});
