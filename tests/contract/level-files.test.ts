/** Calendars and objectives in files: what is written is read the same, mistakes are told where they stand. */
import { readFileSync } from 'node:fs';
import { systemActor } from '@fettle/collector/domain/access/index';
import { applyFiles, exportFile, readFile } from '@fettle/collector/edge/files/index';
import { openRecords } from '@fettle/collector/store/open';
import { expect, test } from 'vitest';

const now = 1_790_812_800_000;
const actor = systemActor('test');
const apply = { prune: false, dryRun: false };
const given = (text: string) => [{ name: 'levels.yaml', text }];
const told = (text: string) =>
  readFile('levels.yaml', text).source.problems.map(({ line, message }) => `${line}: ${message}`);

async function world() {
  const records = await openRecords({ sqlite: ':memory:' });
  const body = { description: '', owner: null, pointPerson: null, criticality: 'vital' as const, calendar: null };
  const of = { kind: 'devices', selector: '', counts: 'away' } as const;
  const parts = [{ name: 'all', of, need: { kind: 'all' }, impact: 'down' } as const];
  const more = { costPerHour: 100, site: null, parts, countedFrom: now, version: 1 };
  await records.services.put({ id: 'mail', name: 'Mail', ...body, ...more }, null, { events: [], audit: [] });
  return { records, world: { ...records, now }, [Symbol.asyncDispose]: () => records.close() };
}

const text = `calendars:
  office:
    name: Office hours
    zone: Europe/Berlin
    hours:
      - mon-fri 08:00 to 18:00
      - sat, sun 22:00 to 02:30
    holidays:
      2026-12-25: Christmas
objectives:
  mail-month:
    service: mail
    name: Mail works
    kind: availability
    target: 99.95 %
    calendar: office
    burn: true
  mail-backups:
    service: mail
    name: Backups are fresh
    kind: freshness
    target: 99 %
    within: 26h
    zone: Europe/Berlin
    period: quarter
    windows: count
    degraded: down
`;

test('a file is applied, changes nothing the second time, and is exported as it was', async () => {
  await using place = await world();
  const first = await applyFiles(place.world, actor, given(text), apply);
  expect(first.problems).toEqual([]);
  expect(first.changes.map(({ what, kind, id }) => `${what} ${kind} ${id}`)).toEqual([
    'create calendar office',
    'create objective mail-month',
    'create objective mail-backups',
  ]);
  const again = await applyFiles(place.world, actor, given(text), apply);
  expect(again.changes.map(({ what }) => what)).toEqual(['same', 'same', 'same']);
  const exported = await exportFile(place.world, actor);
  const back = await applyFiles(place.world, actor, given(exported), apply);
  expect(new Set(back.changes.map(({ what }) => what))).toEqual(new Set(['same']));
  expect(exported).toContain('      - sat-sun 22:00 to 02:30');
  expect(await place.records.levels.objective('mail-month')).toMatchObject({
    targetPpm: 999_500,
    origin: 'file',
    version: 1,
  });
});

test('what a file has no more is taken away, but a calendar only once nothing is reckoned by it', async () => {
  await using place = await world();
  await applyFiles(place.world, actor, given(text), apply);
  const prune = { prune: true, dryRun: false };
  const none = await applyFiles(place.world, actor, given('calendars: {}'), { ...prune, dryRun: true });
  expect(none.changes.map(({ what, id }) => `${what} ${id}`).toSorted()).toEqual([
    'delete mail-backups',
    'delete mail-month',
  ]);
  await applyFiles(place.world, actor, given('calendars: {}'), prune);
  expect([
    (await place.records.levels.objectives()).length,
    (await place.records.levels.calendars(actor.scope)).length,
  ]).toEqual([0, 1]);
  await applyFiles(place.world, actor, given('calendars: {}'), prune);
  expect(await place.records.levels.calendars(actor.scope)).toEqual([]);
});

test('an objective of a service or by a calendar that is not there is told at its line, and nothing changes', async () => {
  await using place = await world();
  const lineOf = (words: string, whole: string) => whole.slice(0, whole.indexOf(words)).split('\n').length;
  const wrongs = [
    ['service: mail', 'service: web', 'There is no service “web”.'],
    ['calendar: office', 'calendar: night', 'There is no calendar “night”.'],
  ] as const;
  for (const [right, wrong, message] of wrongs) {
    const { changes, problems } = await applyFiles(place.world, actor, given(text.replace(right, wrong)), apply);
    expect(changes).toEqual([]);
    expect(problems).toMatchObject([{ line: lineOf(right, text), message, severity: 'error' }]);
  }
  expect(await place.records.levels.objectives()).toEqual([]);
});

test.each([
  ['    hours:\n', '    hour:\n', /has no “hour”|no “hours”/],
  ['mon-fri 08:00 to 18:00', 'mon-fri 08:00 to 18:00 Europe/Rome', /zone stands once/],
  ['mon-fri 08:00', 'mon-fry 08:00', /is no day/],
  ['2026-12-25', '2026-02-30', /no day 2026-02-30/],
  ['zone: Europe/Berlin\n    hours', 'zone: Europe/Berlim\n    hours', /no time zone/],
  ['99.95 %', '99.95', /is a share such as/],
  ['99.95 %', '100.0001 %', /is a share such as/],
  ['99.95 %', '100 %', /no budget that could burn/],
  ['kind: availability', 'kind: availabilty', /Did you mean “availability”/],
  ['    within: 26h\n', '', /how old a good backup may be/],
  ['within: 26h', 'within: soon', /is no time/],
  ['period: quarter', 'period: decade', /is one of/],
])('%j written as %j is told at its line', (right, wrong, message) => {
  const problems = told(text.replace(right, wrong));
  expect(problems.join('\n')).toMatch(message);
  const line = text.slice(0, text.indexOf(right)).split('\n').length;
  const near = problems.some((one) => Math.abs(Number(one.split(':')[0]) - line) <= 6);
  expect(near, problems.join('\n')).toBe(true);
});

test('what docs/levels.md shows can be applied', () => {
  const page = readFileSync(new URL('../../docs/levels.md', import.meta.url), 'utf8');
  const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, example = '']) => example);
  expect(examples.length).toBeGreaterThan(0);
  for (const example of examples) expect(told(example)).toEqual([]);
});
