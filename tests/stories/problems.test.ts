import { everywhere } from '@fettle/collector/domain/access/index';
import { gatherEvidence } from '@fettle/collector/domain/incidents/index';
import {
  changeProblem,
  createProblem,
  findRepeats,
  knownErrorProvider,
  listProblems,
  type ProblemPorts,
} from '@fettle/collector/domain/problems/index';
import { memorySeries } from '@fettle/collector/store/series-memory/store';
import { expect, test } from 'vitest';
import { code, day, hour, id, person } from './device-world.ts';
import { incidentWorld } from './incident-world.ts';

const [a, b, c, d] = [id('a'), id('b'), id('c'), id('d')];
const operator = person('operator');

async function problemWorld() {
  const world = await incidentWorld();
  const ports = (): ProblemPorts => ({
    store: world.problems,
    incidents: world.incidents,
    inventory: world.inventory,
    person: world.ports().person,
    now: world.now,
  });
  return {
    ...world,
    problemPorts: ports,
    /** A trouble that comes and goes, an hour after the one before. */
    async trouble(device: typeof a, rule = 'disk-full') {
      await world.find(world.finding(device, { rule }));
      await world.find(world.finding(device, { rule, severity: null }));
      await world.pass(hour);
    },
    model: (device: typeof a, model: string) =>
      world.inventory.replace({ device, time: world.now, facts: { 'host.model': model } }, () => ({
        events: [],
        audit: [],
      })),
    look: () => findRepeats(ports()),
    list: (state?: string) => listProblems(ports(), operator, state === undefined ? {} : { state }),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

test('the third time in a week is a problem; later ones are linked to it, and its known error is shown', async () => {
  await using world = await problemWorld();
  await world.fleet('berlin', a);
  for (let i = 0; i < 2; i++) await world.trouble(a);
  expect(await world.look()).toBe(0);
  await world.trouble(a);
  expect(await Promise.all([world.look(), world.look()])).toContain(1);
  const [proposed] = await world.list();
  expect(proposed).toMatchObject({ state: 'proposed', by: 'rule', incidents: 3, devices: 1, why: '3 times in 7 days' });
  if (!proposed) throw new Error('nothing was proposed');
  await world.trouble(a);
  expect(await world.look()).toBe(0);
  expect((await world.list())[0]?.incidents).toBe(4);

  const change = { id: proposed.id, version: proposed.version, state: 'known-error' as const };
  await expect(changeProblem(world.problemPorts(), operator, change)).rejects.toEqual(code('input_invalid'));
  await expect(changeProblem(world.problemPorts(), person('technician'), change)).rejects.toEqual(code('not_allowed'));
  const texts = { rootCause: 'Logs are not rotated', workaround: 'Remove /var/log/old' };
  await changeProblem(world.problemPorts(), operator, { ...change, ...texts });
  await world.find(world.finding(a));
  const next = await world.of(a);
  const ports = {
    ...world.ports(),
    events: world.events,
    series: memorySeries(),
    providers: [knownErrorProvider({ store: world.problems, inventory: world.inventory })],
  };
  expect(await gatherEvidence(ports, next.id, world.now)).toEqual([]);
  const [piece] = await world.incidents.evidence(everywhere, next.id);
  expect(piece).toMatchObject({ kind: 'known-error', content: { problem: proposed.id, ...texts } });
  expect((await world.of(a)).likely).toBe(`Known error: ${proposed.title}`);
});

test('one that flaps repeats by itself', async () => {
  await using world = await problemWorld();
  await world.fleet('berlin', a);
  for (let i = 0; i < 3; i++) {
    await world.find(world.finding(a));
    await world.find(world.finding(a, { severity: null }));
  }
  expect(await world.look()).toBe(1);
});

test('three devices of a model are one problem of the model; of several models one of the rule', async () => {
  await using world = await problemWorld();
  await world.fleet('berlin', a, b, c, d);
  for (const device of [a, b, c]) await world.model(device, 'Maker One');
  for (const device of [a, b, c]) await world.trouble(device);
  expect(await world.look()).toBe(1);
  expect((await world.list()).map(({ by, title, why }) => ({ by, title, why }))).toEqual([
    { by: 'model', title: 'Rule disk-full on Maker One', why: 'on 3 devices of this model in 7 days' },
  ]);
  await world.model(c, 'Maker Two');
  for (const device of [b, c, d]) await world.trouble(device, 'cpu');
  expect(await world.look()).toBe(1);
  expect((await world.list()).map(({ title }) => title)).toContain('Rule cpu on many devices');
});

test('what was dismissed is not proposed again; what lies longer back does not count', async () => {
  await using world = await problemWorld();
  await world.fleet('berlin', a);
  for (let i = 0; i < 3; i++) await world.trouble(a);
  await world.look();
  const [proposed] = await world.list();
  await changeProblem(world.problemPorts(), operator, { id: proposed?.id ?? '', version: 1, state: 'dismissed' });
  for (let i = 0; i < 3; i++) await world.trouble(a);
  expect(await world.look()).toBe(0);
  expect(await world.list()).toEqual([]);
  expect(await world.list('dismissed')).toHaveLength(1);
  const found = await findRepeats({ ...world.problemPorts(), now: world.now + 8 * day });
  expect(found).toBe(0);
});

test('people put incidents together; who sees none of them sees no problem', async () => {
  await using world = await problemWorld();
  await world.fleet('berlin', a);
  await world.find(world.finding(a));
  const one = await world.only();
  await expect(
    createProblem(world.problemPorts(), operator, { title: 'Old switch', incidents: [one.id, 'inone'] }),
  ).rejects.toEqual(code('not_found'));
  const made = await createProblem(world.problemPorts(), operator, { title: ' Old switch ', incidents: [one.id] });
  expect(await world.list()).toMatchObject([
    { id: made.id, title: 'Old switch', by: 'hand', state: 'open', incidents: 1 },
  ]);
  expect(await listProblems(world.problemPorts(), person('viewer', 'porto'), {})).toEqual([]);
  expect((await world.lines(one)).at(-1)).toBe('problem: Linked to the problem “Old switch”.');
  await expect(world.list('odd')).rejects.toEqual(code('input_invalid'));
});
