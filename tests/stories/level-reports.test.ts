/** What reports of levels, availability and continuity say of a month in which it is known what happened. */
import { everywhere } from '@fettle/collector/domain/access/index';
import { hearBackups, tellRestoreTest } from '@fettle/collector/domain/levels/index';
import type { Run, RunResult } from '@fettle/collector/domain/orders/index';
import { buildReport, looseEnds, type ReportPorts } from '@fettle/collector/domain/reports/index';
import { workSources } from '@fettle/collector/people-wiring';
import { memorySeries } from '@fettle/collector/store/series-memory/store';
import type { ReportKindId } from '@fettle/shared/api/reports';
import type { DeviceId, RunId } from '@fettle/shared/ids';
import type { Cell, ReportDocument } from '@fettle/shared/reports/document';
import { expect, test } from 'vitest';
import { cli, day, hour, id, minute, second, start } from './device-world.ts';
import { levelWorld } from './level-world.ts';

const [a, b] = [id('a'), id('b')];
const november = Date.UTC(2026, 10, 1);

type World = Awaited<ReturnType<typeof levelWorld>>;

async function report(world: World, kind: ReportKindId): Promise<ReportDocument> {
  const stores = { ...world, series: memorySeries() };
  const ports: ReportPorts = { ...stores, work: workSources(stores) };
  const span = { from: start, to: november, zone: 'UTC', period: 'month' as const, before: null };
  const ask = { kind, ...span, site: null, service: null, scope: everywhere, now: world.now, currency: 'EUR' };
  const document = await buildReport(ports, ask, async () => {});
  expect(looseEnds(document)).toEqual([]);
  return document;
}

function rows(document: ReportDocument, table: string): readonly (readonly Cell[])[] {
  for (const { blocks } of document.sections) {
    for (const block of blocks) if (block.kind === 'table' && block.id === table) return block.rows;
  }
  throw new Error(`there is no table ${table}`);
}
const values = (row: readonly Cell[] | undefined) => row?.map(({ value }) => value);
const words = (document: ReportDocument) => document.sentence.map(({ text }) => text).join('');

/** Two outages: 10 min 5 s, and 36 min of which all but a minute lies behind the first. */
async function month(world: World): Promise<void> {
  await world.put('mail-month', { burnRules: false });
  world.jump(3 * day);
  await world.find(world.finding(b, { severity: 'critical' }));
  world.jump(10 * minute + 5 * second);
  await world.find(world.finding(b, { severity: null }));
  world.jump(5 * day);
  await world.find(world.finding(a, { severity: 'critical', words: 'Mail queue is stuck' }));
  world.jump(36 * minute);
  await world.find(world.finding(a, { severity: null }));
  world.jump(november - world.now + hour);
  await world.hear();
}

test('service levels: the objective, its budget, its cost and what spent it, to the millisecond and the cent', async () => {
  await using world = await levelWorld();
  await month(world);
  const document = await report(world, 'service-levels');
  expect(words(document)).toMatch(/^0 of 1 objective were kept. Mail, “Mail works”: 1.min 27.s more than its budget/);
  const [row] = rows(document, 'levels');
  const [bad, measured] = [46 * minute + 5 * second, 31 * day];
  expect(values(row)?.slice(0, 5)).toEqual(['missed', 'Mail', 'Mail works', 999_000, 998_967]);
  expect(998_967).toBe(Math.floor(((measured - bad) / measured) * 1_000_000));
  expect(values(row)?.slice(7)).toEqual([bad, 2_678_400, Math.floor((bad / 2_678_400) * 1_000_000 + 0.5), 9_217]);
  const spent = rows(document, 'spent');
  expect(spent.map((one) => one[4]?.value)).toEqual([605_000, 2_160_000]);
  expect(spent[1]?.at(-1)?.value).toBe('host-a: Mail queue is stuck');
  const incidents = (await world.all()).map(({ id: one }) => one).toSorted();
  const basis = document.bases[row?.[4]?.basis ?? ''];
  expect([...(basis?.incidents ?? [])].toSorted()).toEqual(incidents);
  expect(basis?.services).toEqual([{ id: 'mail', from: start, to: november }]);
});

test('availability: outages, times between them and what devices were', async () => {
  await using world = await levelWorld();
  await month(world);
  const document = await report(world, 'availability');
  const [row] = rows(document, 'services');
  expect(values(row)).toEqual([
    'Mail',
    998_967,
    null,
    31 * day,
    46 * minute + 5 * second,
    0,
    0,
    0,
    2,
    (31 * day - 46 * minute - 5 * second) / 2,
    9_217,
  ]);
  expect(rows(document, 'outages').map((one) => one[3]?.value)).toEqual([605_000, 2_160_000]);
  expect(rows(document, 'devices').map((one) => one[2]?.value)).toEqual([1_000_000, 1_000_000]);
  expect(document.bases['outages']).toMatchObject({ how: 'count', value: 2 });
});

/** A run of `backup-freshness` that a device signed. */
const ran = (name: string, device: DeviceId, endedAt: number, exit: number) => ({
  run: { id: name as RunId, device, endedAt, receipt: 'verified' } as Run,
  result: {
    run: name as RunId,
    steps: [{ name: 'backup-freshness@1', mode: 'run', exit, ended: endedAt }],
    output: Buffer.from(`\nThe newest backup, told by ${name}.\nmore`).toString('base64'),
  } as unknown as RunResult,
});

test('continuity: which backups are fresh by the runs that told, and when one was tried', async () => {
  await using world = await levelWorld();
  await world.put('backups', { kind: 'freshness', withinMs: 26 * hour, targetPpm: 990_000, burnRules: false });
  const daily = Array.from({ length: 31 }, (_, i) => ran(`ugood${i}`, a, start + i * day, 0));
  const runs = [
    ...daily,
    ran('uearly', b, start, 0),
    ran('ubad', b, start + hour, 1),
    ran('ubroken', b, start + 2 * hour, 2),
  ];
  const told = runs.map(({ run }) => {
    const detail = { run: run.id, script: 'backup-freshness@1' };
    return { time: run.endedAt ?? 0, kind: 'run.ended', device: run.device, site: 'berlin', detail };
  });
  await world.events.record({ events: told, audit: [] });
  world.jump(november - world.now + hour);
  await world.hear();
  const hear = () =>
    hearBackups({
      levels: world.levels,
      events: world.events,
      now: world.now,
      runs: {
        runs: async () => [],
        several: async (ids) => runs.filter(({ run }) => ids.includes(run.id)).map(({ run }) => run),
        results: async (ids) => runs.filter(({ run }) => ids.includes(run.id)).map(({ result }) => result),
      },
    });
  // From the beginning of all events, as if it had listened all the time.
  await world.levels.hear([], [], { from: null, to: 0 }, () => ({ events: [], audit: [] }));
  while ((await hear()) > 0);
  await tellRestoreTest({ levels: world.levels, devices: world.devices, now: world.now }, cli, {
    device: a,
    time: start + 20 * day,
    ok: true,
    words: 'One table, compared',
  });
  const document = await report(world, 'continuity');
  expect(words(document)).toBe('1 of 2 devices has a fresh backup. Of 1 device no backup was ever tried.');
  const backups = rows(document, 'backups');
  expect(backups.map((row) => [row[0]?.value, row[1]?.value, row[6]?.value])).toEqual([
    ['not fresh', 'host-b', 'The newest backup, told by ubad.'],
    ['fresh', 'host-a', 'The newest backup, told by ugood30.'],
  ]);
  expect(backups[1]?.[4]?.value).toBe(day);
  const [level] = rows(document, 'levels');
  // Fresh as a whole from midnight until one o’clock of the first day.
  expect(values(level)?.slice(3)).toEqual([990_000, Math.floor((hour / (31 * day)) * 1_000_000)]);
  expect(rows(document, 'tests').map((row) => row[3]?.value)).toEqual([11 * day]);
});
