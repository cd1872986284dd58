import { everywhere } from '@fettle/collector/domain/access/index';
import { applyRun, type Incident, type RemedyFiring, type RemedyRun } from '@fettle/collector/domain/incidents/index';
import type { RuleId } from '@fettle/shared/ids';
import { describe, expect, test } from 'vitest';
import { id, minute, second } from './device-world.ts';
import { remedyWorld } from './remedy-world.ts';

type World = Awaited<ReturnType<typeof remedyWorld>>;
const device = id('a');

/** Every order of some deeds. */
function orders<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((one, i) => orders([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [one, ...rest]));
}
const inOrder = (all: readonly string[], first: string, second_: string) => all.indexOf(first) < all.indexOf(second_);

/** What happened at the device; the collector hears of it later, in any order. */
async function happened(world: World, cleared: boolean) {
  const began = world.now;
  const times = {
    breach: began,
    started: began + 2 * second,
    ended: began + 5 * second,
    measured: began + 65 * second,
  };
  const finding = (severity: 'warning' | null, time: number) => ({ ...world.finding(device, { severity }), time });
  const deeds: Record<string, () => Promise<unknown>> = {
    breach: () => world.find(finding('warning', times.breach)),
    clear: () => world.find(finding(null, times.ended + 5 * second)),
    ended: () =>
      world.ended({
        device,
        startedAt: times.started,
        endedAt: times.ended,
        since: times.breach,
        output: 'all gone\n',
      }),
    remedied: () => world.remedied(device, { cleared, time: times.measured }),
  };
  world.jump(2 * minute);
  return deeds;
}

async function told(world: World, incident: Incident) {
  const lines = await world.incidents.timeline(everywhere, incident.id);
  const pieces = await world.incidents.evidence(everywhere, incident.id);
  return {
    state: incident.state,
    remedies: pieces.filter(({ kind }) => kind === 'remedy:rone').map(({ content }) => content),
    credits: lines.filter(({ words }) => words.startsWith('Resolved by standing order “Clear temp”, run rone.')).length,
    runs: lines.filter(({ words }) => words.startsWith('Ran standing order')).length,
    measured: lines.filter(({ words }) => words.startsWith('Measured after it')).length,
    escalated: lines.filter(({ detail }) => detail['escalated'] === true).length,
  };
}

const remedy = {
  run: 'rone',
  title: 'Clear temp',
  by: 'standing order “Clear temp”, signed by Ada and Bert',
  outcome: 'done',
  before: 0.96,
  unit: '1',
  output: 'all gone\n',
};

const four = ['breach', 'clear', 'ended', 'remedied'];
const clearing = [
  ...orders(four).filter((all) => inOrder(all, 'breach', 'clear') && inOrder(all, 'ended', 'remedied')),
  // After an outage frames are late, and late frames find nothing.
  ['ended', 'remedied'],
];

describe('in whatever order a breach, its end, the run and what was measured come', () => {
  test.each(
    clearing.flatMap((all) => ['as it comes', 'all at once', 'killed in between'].map((how) => [all.join(', '), how])),
  )('%s, heard %s: one incident, resolved by it', async (all, how) => {
    await using world = await remedyWorld();
    await world.fleet('berlin', device);
    const deeds = await happened(world, true);
    for (const deed of all.split(', ')) {
      await deeds[deed]?.();
      if (how === 'as it comes') await world.hear();
      if (how !== 'killed in between') continue;
      // Killed after it was done and before the cursor moved: everything is heard again.
      await world.hear();
      const cursor = await world.changes.cursor();
      if (cursor !== null) await world.changes.heard(cursor, 0);
      world.killed();
    }
    await world.hear();
    await world.hear();
    const incident = await world.only();
    expect(await told(world, incident)).toEqual({
      state: 'resolved',
      remedies: [expect.objectContaining({ ...remedy, after: 0.42, cleared: true })],
      credits: 1,
      runs: 1,
      measured: 1,
      escalated: 0,
    });
    const rows = await world.changes.list(everywhere, { limit: 10 });
    expect(rows).toMatchObject([{ id: 'run:rone', kind: 'run', incident: incident.id, outcome: 'done' }]);
    expect(rows[0]?.words).toBe('The standing order “Clear temp” ran: done, exit 0.');
    const events = (await world.told()).map(({ kind }) => kind).filter((kind) => /opened|resolved|reopened/.test(kind));
    expect(events).toEqual(['incident.opened', 'incident.resolved']);
    await world.changes.heard((await world.changes.cursor()) ?? 0, 0);
    await world.hear();
    expect(await world.only()).toEqual(incident);
  });

  test.each(
    orders(['breach', 'ended', 'remedied'])
      .filter((all) => inOrder(all, 'ended', 'remedied'))
      .map((all) => [all.join(', ')]),
  )('%s, and it did not help: open, escalated once, with the output', async (all) => {
    await using world = await remedyWorld();
    await world.fleet('berlin', device);
    const deeds = await happened(world, false);
    for (const deed of all.split(', ')) {
      await deeds[deed]?.();
      await world.hear();
    }
    await world.hear();
    const incident = await world.only();
    expect(await told(world, incident)).toEqual({
      state: 'open',
      remedies: [expect.objectContaining({ ...remedy, after: 0.95, cleared: false })],
      credits: 0,
      runs: 1,
      measured: 1,
      escalated: 1,
    });
    expect(incident).toMatchObject({ severity: 'warning', priority: 3 });
    const escalations = (await world.told()).filter(({ kind }) => kind === 'incident.escalated');
    expect(escalations).toEqual([{ kind: 'incident.escalated', incident: incident.id, run: 'rone' }]);
  });
});

describe('also where what was measured is known before the result', () => {
  const many = [...orders(four).filter((all) => inOrder(all, 'breach', 'clear')), ...orders(['ended', 'remedied'])];
  test.each(many.map((all) => [all.join(', ')]))('%s', async (all) => {
    await using world = await remedyWorld();
    await world.fleet('berlin', device);
    const deeds = await happened(world, true);
    let run = runOf(world.now - 2 * minute);
    for (const deed of all.split(', ')) {
      if (deed === 'breach' || deed === 'clear') await deeds[deed]?.();
      if (deed === 'ended')
        run = { ...run, endedAt: run.startedAt + 3 * second, outcome: 'done', output: 'all gone\n' };
      if (deed === 'remedied') {
        const measured = { after: 0.42, cleared: true, measuredAt: run.startedAt + minute };
        run = { ...run, firing: { ...(run.firing as RemedyFiring), ...measured } };
      }
      const applied = await applyRun(world.ports(), run);
      if (run.incident === null) run = { ...run, incident: applied.incident };
      await applyRun(world.ports(), run);
    }
    const found = await told(world, await world.only());
    expect(found).toMatchObject({ state: 'resolved', credits: 1, runs: 1, measured: 1, escalated: 0 });
    expect(found.remedies).toEqual([expect.objectContaining({ after: 0.42, cleared: true, output: 'all gone\n' })]);
  });
});

const runOf = (began: number): RemedyRun => ({
  id: 'rone',
  device,
  kind: 'standing',
  title: 'Clear temp',
  by: null,
  outcome: 'running',
  exit: null,
  startedAt: began + 2 * second,
  endedAt: null,
  output: '',
  incident: null,
  firing: {
    rule: 'disk-full' as RuleId,
    instance: 'mountpoint=/var',
    severity: 'warning',
    since: began,
    before: 0.96,
    after: null,
    cleared: null,
    measuredAt: null,
  },
});

test('what did not help is told once for each time that it opens, though it is tried again', async () => {
  await using world = await remedyWorld();
  await world.fleet('berlin', device);
  await world.find(world.finding(device));
  for (const name of ['one', 'two', 'three']) {
    world.jump(10 * minute);
    await world.ended({ name, device, startedAt: world.now - minute, endedAt: world.now - 50 * second });
    await world.remedied(device, { name, cleared: false, time: world.now });
    await world.hear();
  }
  const escalations = async () => (await world.told()).filter(({ kind }) => kind === 'incident.escalated').length;
  expect(await escalations()).toBe(1);
  expect((await world.evidence(await world.only())).filter(({ kind }) => kind.startsWith('remedy:'))).toHaveLength(3);
  await world.find(world.finding(device, { severity: null }));
  world.jump(5 * minute);
  await world.find(world.finding(device));
  await world.ended({ name: 'four', device, startedAt: world.now, endedAt: world.now });
  await world.remedied(device, { name: 'four', cleared: false, time: world.now });
  await world.hear();
  expect(await escalations()).toBe(2);
});

test('a breach that was put right within an outage, and another one after it, are two', async () => {
  await using world = await remedyWorld();
  await world.fleet('berlin', device);
  const before = world.now;
  world.jump(40 * minute);
  await world.find(world.finding(device));
  await world.hear();
  await world.ended({ device, startedAt: before, endedAt: before + second });
  await world.remedied(device, { cleared: true, time: before + minute });
  await world.hear();
  const all = (await world.all()).toSorted((a, b) => a.openedAt - b.openedAt);
  expect(all.map(({ state }) => state)).toEqual(['closed', 'open']);
  expect(await told(world, all[0] as Incident)).toMatchObject({ credits: 1, runs: 1 });
  expect(await told(world, all[1] as Incident)).toMatchObject({ credits: 0, runs: 0, remedies: [] });
  expect(world.opened.map(({ id: one }) => one)).toEqual([all[0]?.id]);
});

test('what breaks again after it was put right opens it again, and is not taken for a late word', async () => {
  await using world = await remedyWorld();
  await world.fleet('berlin', device);
  const deeds = await happened(world, true);
  await deeds['ended']?.();
  await deeds['remedied']?.();
  await world.hear();
  expect((await world.only()).state).toBe('resolved');
  await deeds['breach']?.();
  expect((await world.only()).state).toBe('resolved');
  await world.find(world.finding(device));
  expect(await world.only()).toMatchObject({ state: 'open', reopened: 1 });
});

test('a run that was pushed for an incident is attached to it; one by the clock is a change and no more', async () => {
  await using world = await remedyWorld();
  await world.fleet('berlin', device);
  await world.find(world.finding(device));
  const incident = await world.only();
  world.jump(minute);
  const times = { startedAt: world.now - 5 * second, endedAt: world.now };
  await world.ended({ name: 'hand', device, ...times, rule: null, incident: incident.id });
  await world.ended({ name: 'clock', device, ...times, rule: null });
  await world.hear();
  expect(await world.lines(incident)).toContain('run: Ran order “Clear temp”, signed by Ada: done after 5 s.');
  expect((await world.evidence(incident)).map(({ kind }) => kind)).toEqual(['remedy:rhand']);
  const rows = await world.changes.list(everywhere, { limit: 10 });
  expect(rows.map(({ id: row, incident: of }) => [row, of])).toEqual([
    ['run:rhand', incident.id],
    ['run:rclock', null],
  ]);
  await world.find(world.finding(device, { severity: null }));
  const lines = await world.lines(incident);
  expect(lines.at(-1)).toMatch(/^resolved: Resolved by order “Clear temp”, run rhand\./);
});

test('a run is not attached to an incident of another site, which who pushed it may not see', async () => {
  await using world = await remedyWorld();
  const elsewhere = id('b');
  await world.fleet('berlin', device);
  await world.fleet('porto', elsewhere);
  await world.find(world.finding(device));
  const incident = await world.only();
  world.jump(minute);
  const times = { startedAt: world.now - 5 * second, endedAt: world.now };
  await world.ended({ name: 'hand', device: elsewhere, ...times, rule: null, incident: incident.id });
  await world.hear();
  expect(await world.evidence(incident)).toEqual([]);
  expect((await world.lines(incident)).filter((line) => line.startsWith('run:'))).toEqual([]);
});
