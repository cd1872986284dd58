/** The register over two months of planted truths: measured before and after, judged by the clock, listed, reported; and what projects are worth. */
import { workSources } from '@fettle/collector/people-wiring';
import { everywhere } from '@fettle/collector/domain/access/index';
import {
  type Improvement,
  listImprovements,
  listProjects,
  putProject,
} from '@fettle/collector/domain/improvements/index';
import { kinds, looseEnds } from '@fettle/collector/domain/reports/index';
import type { Measure, ProjectPut } from '@fettle/shared/api/improvements';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli, code, day, hour, id, minute, person, second } from './device-world.ts';
import {
  done,
  found,
  improvementWorld,
  type ImprovementWorld,
  type Letter,
  outages,
  remembered,
  shop,
} from './improvement-world.ts';

const judgedAt = done + 30 * day;
const incidents = (of: object = {}): Measure => ({ kind: 'incidents', rule: null, device: null, service: null, ...of });
const ago = (days: number) => found - days * day;
const after = (days: number) => done + days * day;
/** R-7, as Hyndman and Fan have it, said again. */
function naiveQuantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low = 0, high = low] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (at - Math.floor(at)) * (high - low);
}
const memory = (n: number, letter: Letter) => (letter === 'c' ? 0.99 : letter === 'a' ? (n % 97) / 128 : (n % 31) / 64);
const memoryOf = (halved: number) =>
  naiveQuantile(
    (['a', 'b'] as const).flatMap((letter) => Array.from({ length: 720 }, (_, n) => memory(n, letter) / halved)),
    0.95,
  );

/** What is measured, over how many days, at which site; what it was, as a value and in words; and what came of it. */
const register: Record<
  string,
  {
    readonly measure: Measure;
    readonly days?: number;
    readonly site?: string;
    readonly before: readonly [value: number, words: string];
    readonly later: readonly [value: number, words: string];
    readonly state: Improvement['state'];
  }
> = {
  rule: {
    measure: incidents({ rule: 'disk-full' }),
    before: [10, '10 in 30 days'],
    later: [9, '9 in 30 days'],
    state: 'kept',
  },
  'rule in a week': {
    measure: incidents({ rule: 'disk-full' }),
    days: 7,
    before: [17.1, '4 in 7 days: 17.1 in 30 days'],
    later: [9, '9 in 30 days'],
    state: 'kept',
  },
  device: {
    measure: incidents({ rule: 'disk-full', device: id('b') }),
    before: [3, '3 in 30 days'],
    later: [0, '0 in 30 days'],
    state: 'kept',
  },
  'service’s incidents': {
    measure: incidents({ rule: 'disk-full', service: 'shop' }),
    before: [7, '7 in 30 days'],
    later: [9, '9 in 30 days'],
    state: 'no-better',
  },
  everywhere: {
    measure: incidents({ rule: 'noisy' }),
    before: [6, '6 in 30 days'],
    later: [6, '6 in 30 days'],
    state: 'no-better',
  },
  'one site': {
    measure: incidents({ rule: 'noisy' }),
    site: 'berlin',
    before: [4, '4 in 30 days'],
    later: [0, '0 in 30 days'],
    state: 'kept',
  },
  resolve: {
    measure: { kind: 'resolve', rule: 'slow-disk', service: null },
    before: [25 * minute, '25 min, of 4 resolved'],
    later: [30 * minute, '30 min, of 2 resolved'],
    state: 'no-better',
  },
  availability: {
    measure: { kind: 'availability', service: 'shop' },
    // 8,000 s of 2,592,000 s, less the 1,800 s in the window.
    before: [996_911, '99.691 %, down for 2 h 13 min'],
    later: [999_691, '99.969 %, down for 13 min 20 s'],
    state: 'kept',
  },
  metric: {
    measure: { kind: 'metric', metric: 'system.memory.utilization', selector: 'role=db', quantile: 'p95' },
    before: [memoryOf(1), expect.stringMatching(/%, of 2 devices$/)],
    later: [memoryOf(2), expect.stringMatching(/%, of 2 devices$/)],
    state: 'kept',
  },
};

let world: ImprovementWorld;
const numbers = new Map<string, Improvement>();
const numbered = (name: string) => numbers.get(name) as Improvement;

beforeAll(async () => {
  world = await improvementWorld();
  await plantBefore();
  await plantAfter();
  for (const [name, { measure, days = 30, site = null }] of Object.entries(register)) {
    numbers.set(name, await world.found({ finding: name, measure, baselineDays: days, site }));
  }
});
afterAll(() => world?.[Symbol.asyncDispose]());

async function plantBefore(): Promise<void> {
  // The first is just within the 30 days, the last two are just outside of them.
  await world.opened('disk-full', 'a', [ago(30), ago(29), ago(20), ago(10), ago(6), ago(4), found - 1, found]);
  await world.opened('disk-full', 'a', [ago(30) - 1]);
  await world.opened('disk-full', 'b', [ago(25), ago(15), ago(5)]);
  await world.opened('noisy', 'a', [ago(9), ago(8), ago(7), ago(3)]);
  await world.opened('noisy', 'c', [ago(9), ago(8)]);
  const took = async (openedAt: number, ms: number, paused = 0) => {
    const pauses = paused === 0 ? [] : [{ from: openedAt, to: openedAt + paused, why: 'a part is on its way' }];
    const clocks = { waitingSince: openedAt, pauses, toldAcknowledge: null, toldResolve: null };
    await world.opened('slow-disk', 'a', [openedAt], { resolvedAt: openedAt + ms, clocks });
  };
  await took(ago(30) - 5 * minute, 10 * minute);
  await took(ago(20), 20 * minute);
  await took(ago(15), 30 * minute);
  await took(ago(2), 60 * minute, 10 * minute);
  // Resolved after the finding.
  await took(found - minute, 90 * minute);
  await shop(world);
  await shop(world, 'gone');
  const window = { zone: 'UTC', start: '2026-09-28T00:00', lastsMs: hour, repeat: { every: 'once' } } as const;
  await world.app.stores.services.keepTerms([
    { window: 'patching', from: ago(60), to: null, when: window, devices: [id('a')] },
  ]);
  await remembered(world, ago(30), memory);
}

async function plantAfter(): Promise<void> {
  await world.opened('disk-full', 'a', [
    done - 1,
    done,
    ...[2, 4, 6, 8, 10, 12, 14].map(after),
    judgedAt - 1,
    judgedAt,
  ]);
  await world.opened('noisy', 'c', [1, 2, 3, 4, 5, 6].map(after));
  await world.opened('slow-disk', 'a', [after(3)], { resolvedAt: after(3) + 40 * minute });
  await world.opened('slow-disk', 'a', [after(4)], { resolvedAt: after(4) + 20 * minute });
  await outages(world, [
    [ago(10), 8_000],
    [Date.UTC(2026, 8, 28, 0, 10), 1_800],
    [after(20), 800],
  ]);
  await remembered(world, done, (n, letter) => memory(n, letter) / 2);
}

test.each(Object.entries(register))('the baseline of %s is what was planted', async (name, { before, days = 30 }) => {
  const [value, words] = before;
  expect(numbered(name).baseline).toEqual({ from: ago(days), to: found, value, words });
  expect(numbered(name)).toMatchObject({ state: 'open', foundAt: found, now: null });
});

test('what cannot be measured is refused in words, and nothing is written down', async () => {
  for (const [measure, words] of [
    [{ kind: 'availability', service: 'none' }, 'There is no service “none”'],
    [{ kind: 'metric', metric: 'no.such', selector: '', quantile: 'p50' }, '“no.such” is no metric'],
  ] as const) {
    await expect(world.found({ measure })).rejects.toThrow(words);
  }
  expect(await world.app.stores.improvements.improvements(null)).toHaveLength(numbers.size);
});

test('done on a day, judged by the job 30 days later to the hour, once', async () => {
  const { app, desk } = world;
  app.clock.time = done;
  for (const one of numbers.values()) await world.act(one, 'finish');
  numbers.set('gone', await world.found({ finding: 'gone', measure: { kind: 'availability', service: 'gone' } }));
  await world.act(numbered('gone'), 'finish');
  await app.stores.services.remove('gone', 1, { events: [], audit: [] });
  app.clock.time = judgedAt - 1;
  expect(await desk.judge()).toBe(0);
  // Measured by hand before its time: it says how it stands, and judges nothing.
  expect(await world.act(numbered('everywhere'), 'measure')).toMatchObject({ state: 'done', now: { value: 6 } });
  app.clock.time = judgedAt;
  expect(await desk.judge()).toBe(numbers.size);
  app.clock.time = judgedAt + hour;
  expect(await desk.judge()).toBe(0);
  expect(await world.get(numbered('gone'))).toMatchObject({
    state: 'done',
    now: { from: done, to: judgedAt, value: null, words: expect.stringContaining('There is no service “gone”') },
  });
});

test.each(Object.entries(register))('%s was judged by what was planted', async (name, { later, state }) => {
  const [value, words] = later;
  const one = await world.get(numbered(name));
  expect(one.now).toEqual({ from: done, to: judgedAt, value, words });
  expect(one).toMatchObject({ state, doneAt: done, overdue: false });
});

test('what changed is said shortly', async () => {
  const said = async (name: string) => (await world.get(numbered(name))).words;
  expect(await said('rule in a week')).toBe('17.1 → 9');
  expect(await said('resolve')).toBe('25 min → 30 min');
  expect(await said('availability')).toBe('99.69\u202f% → 99.97\u202f%');
});

test('the register is listed newest first, by state, each to who may see it', async () => {
  const { app, desk } = world;
  const late = await world.found({ finding: 'late', due: app.clock.now() + day });
  app.clock.pass(2 * day);
  const list = async (actor = cli, query: Parameters<typeof listImprovements>[2] = {}) =>
    (await listImprovements(desk.ports(), actor, query)).map(({ finding }) => finding);
  expect(await list()).toEqual(['late', 'gone', ...Object.keys(register).toReversed()]);
  expect(await list(cli, { state: 'no-better' })).toEqual(['resolve', 'everywhere', 'service’s incidents']);
  // What is of no site is about everything.
  expect(await list(person('viewer', 'berlin'))).toEqual(['one site']);
  expect(await list(person('viewer', 'porto'))).toEqual([]);
  await expect(world.act(late, 'reopen')).rejects.toEqual(code('input_invalid'));
  expect(await world.get(late)).toMatchObject({ overdue: true, may: ['begin', 'finish', 'drop'] });
});

const project = (fields: Partial<ProjectPut>): ProjectPut => ({
  title: 'New disks',
  why: '',
  kind: 'roi',
  cost: null,
  gainPerMonth: null,
  owner: null,
  due: null,
  mandate: '',
  evidence: [],
  state: 'idea',
  version: 0,
  ...fields,
});
const evidence = [1, 2, 3].map((n) => ({ words: `It shows ${n}`, link: `/incidents?rule=r${n}` }));

test('projects are scored by kind and listed by rank: what must be by day, what pays by how soon, the rest by evidence', async () => {
  const { app, desk } = world;
  const put = (fields: Partial<ProjectPut>) => putProject(desk.ports(), cli, project(fields));
  await put({ title: 'A new office', kind: 'breakthrough', evidence });
  await put({ title: 'Slow gain', cost: 360_000, gainPerMonth: 10_000 });
  await put({ title: 'Quick gain', cost: 100_000, gainPerMonth: 30_000 });
  await put({
    title: 'End of support',
    kind: 'mandatory',
    mandate: 'No more updates',
    due: app.clock.now() + 120 * day,
  });
  await put({ title: 'The law', kind: 'mandatory', mandate: 'A law', due: app.clock.now() + 20 * day });
  await expect(put({ kind: 'mandatory' })).rejects.toThrow('Say what asks for it');
  await expect(put({ evidence: [{ words: 'x', link: 'https://example.org' }] })).rejects.toThrow('begins with one “/”');
  const all = await listProjects(desk.ports(), person('manager'));
  expect(all.map(({ title, score, payBackMonths }) => [title, score, payBackMonths])).toEqual([
    ['The law', 100, null],
    // 120 days: (120 − 30) ÷ 9 = 10 less.
    ['End of support', 90, null],
    // 100 ÷ (1 + 3.3 ÷ 12) = 78.4
    ['Quick gain', 78, 3.3],
    ['Slow gain', 25, 36],
    ['A new office', 60, null],
  ]);
  expect(all.map(({ formula }) => formula)).toEqual([
    '100: it is due in 20 days, 30 or fewer',
    '100 − 10: it is due in 120 days; 1 less for each 9 beyond 30, at most 40',
    '100 ÷ (1 + 3.3 months until it is paid back ÷ 12)',
    '100 ÷ (1 + 36 months until it is paid back ÷ 12)',
    '20 × 3 pieces of evidence, at most 100',
  ]);
  expect(await listProjects(desk.ports(), person('manager', 'berlin'))).toEqual([]);
});

async function report(scope: object = everywhere, site: string | null = null) {
  const { stores, clock } = world.app;
  const kind = kinds.find(({ id: one }) => one === 'improvement');
  if (!kind) throw new Error('there is no such report');
  const [from, to] = [judgedAt, judgedAt + 30 * day];
  const before = { from: from - 30 * day, to: from };
  const ask = { from, to, before, zone: 'UTC', now: clock.now(), period: null, site, service: null, currency: 'EUR' };
  const body = await kind.build({ ...stores, work: workSources(stores) }, { ...ask, scope } as never, async () => {});
  expect(looseEnds(body)).toEqual([]);
  const blocks = body.sections.flatMap(({ blocks: own }) => own);
  const figures = blocks.flatMap((block) => (block.kind === 'figures' ? block.items : []));
  const rows = (wanted: string) =>
    blocks.flatMap((block) => (block.kind === 'table' && block.id === wanted ? block.rows : []));
  return {
    says: body.sentence.map(({ text }) => text).join(''),
    figures: Object.fromEntries(figures.map(({ id: one, cell }) => [one, cell.value])),
    register: rows('improvements').map((cells) => [1, 3, 4].map((at) => cells[at]?.text ?? cells[at]?.value)),
    projects: rows('projects').map((cells) => [1, 3].map((at) => cells[at]?.value)),
    bases: body.bases,
  };
}

test('the report states them: how many got better, what was before and is now, what projects are worth', async () => {
  const { says, figures, register: lines, projects, bases } = await report();
  expect(says).toBe('6 improvements of 9 that were judged got better and stayed so. 1 is overdue.');
  expect(figures).toEqual({ open: 1, overdue: 1, kept: 6, 'no-better': 3 });
  expect(lines).toEqual(
    expect.arrayContaining([
      ['late', 'open', 'Nothing is measured.'],
      ['rule', 'kept', '10 → 9'],
      ['resolve', 'no better', '25 min → 30 min'],
      ['gone', 'done', expect.stringContaining('There is no service “gone”')],
    ]),
  );
  expect(lines).toHaveLength(11);
  expect(projects.map(([title]) => title)).toEqual([
    'The law',
    'End of support',
    'Quick gain',
    'Slow gain',
    'A new office',
  ]);
  expect(bases['kept']).toMatchObject({ how: 'count', value: 6 });
  expect(bases[`improvement-${numbered('rule').id}`]?.formula).toBe('before: 10 in 30 days; now: 9 in 30 days');
});

test('the report of one site has its own, and no projects', async () => {
  const { says, figures, projects } = await report({ sites: ['berlin'] });
  expect(says).toBe('1 improvement of 1 that was judged got better and stayed so. None is overdue.');
  expect(figures).toEqual({ open: 0, overdue: 0, kept: 1, 'no-better': 0 });
  expect(projects).toEqual([]);
});

test('the collector does it by itself, with its hourly work', async () => {
  const { app } = world;
  const one = await world.found({ finding: 'by itself', measure: incidents({ rule: 'disk-full' }) });
  await world.act(one, 'finish');
  await app.jobs.runDue();
  app.clock.pass(30 * day + hour + second);
  await app.jobs.runDue();
  expect((await world.get(one)).state).toBe('kept');
});
