/** Reports of people's work and of value say what happened, to the millisecond and the cent, and every number can be followed. */
import { everywhere } from '@fettle/collector/domain/access/index';
import { addHandOverNote } from '@fettle/collector/domain/people/index';
import { buildReport, looseEnds } from '@fettle/collector/domain/reports/index';
import { assumedSettings } from '@fettle/collector/domain/value/index';
import { workSources } from '@fettle/collector/people-wiring';
import { memorySeries } from '@fettle/collector/store/series-memory/store';
import type { Block, ReportDocument } from '@fettle/shared/reports/document';
import { textOf, written } from '@fettle/shared/reports/format';
import { expect, test } from 'vitest';
import { run, two } from '../contract/records/orders.ts';
import { day, hour, jana, minute, monday, week, world } from './manpower-world.ts';

const silent = { events: [], audit: [] };

type World = Awaited<ReturnType<typeof world>>;

async function report(app: World, kind: 'workload' | 'value' | 'hand-over', span = week): Promise<ReportDocument> {
  const ports = { ...app.records, series: memorySeries(), work: workSources(app.records) };
  const { currency } = (await app.records.value.settings()) ?? assumedSettings;
  const ask = { kind, ...span, before: null, zone: 'UTC', period: null, site: null, service: null, currency };
  const document = await buildReport(ports, { ...ask, scope: everywhere, now: week.to }, async () => undefined);
  expect(looseEnds(document)).toEqual([]);
  return document;
}

const blocks = ({ sections }: ReportDocument): readonly Block[] => sections.flatMap((section) => section.blocks);
/** A table as rows of its values by their columns. */
function table(document: ReportDocument, id: string): Record<string, unknown>[] {
  const found = blocks(document).find((block) => block.kind === 'table' && block.id === id);
  if (found?.kind !== 'table') throw new Error(`no table ${id}`);
  return found.rows.map((row) => Object.fromEntries(found.columns.map((column, i) => [column.id, row[i]?.value])));
}
function figures(document: ReportDocument): Record<string, unknown> {
  const found = blocks(document).flatMap((block) => (block.kind === 'figures' ? block.items : []));
  return Object.fromEntries(found.map(({ id, cell }) => [id, cell.value]));
}
const sentence = ({ sentence: said }: ReportDocument) =>
  said
    .map(({ text }) => text)
    .join('')
    .replaceAll('\u202f', ' ');

test('workload: who had how much, how soon they acted, and what is to come', async () => {
  await using app = await world();
  const document = await report(app, 'workload');
  expect(sentence(document)).toBe('2 people worked on 4 incidents, 2.5 each were it shared evenly.');
  expect(figures(document)).toEqual({ worked: 4, 'fair-share': 2.5, open: 3, overdue: 1, nobody: 1 });
  const rows = table(document, 'people');
  expect(rows.find(({ name }) => name === 'Jana')).toMatchObject({
    open: 0,
    worked: 3,
    resolved: 2,
    'act-median': 34.5 * minute,
    'on-call': (4 * 24 - 8) * hour,
    above: 0,
  });
  expect(document.bases[`${jana}-worked`]).toMatchObject({
    value: 3,
    how: 'count',
    incidents: ['iearly', 'ione', 'itwo'],
  });
  expect(table(document, 'teams')).toMatchObject([{ name: 'Night', worked: 4, resolved: 3 }]);
  expect(blocks(document).find(({ kind }) => kind === 'bars')).toMatchObject({
    labels: ['5 Oct'],
    series: [{ values: [0] }, { values: [3] }, { values: [1] }],
  });
});

test('value: minutes to the cent, with what is assumed named so', async () => {
  await using app = await world();
  const { value, orders, runs } = app.records;
  await value.setSettings(
    {
      ...assumedSettings,
      currency: 'CHF',
      hourlyRate: 6_333,
      toolCostPerMonth: 31_000,
      deviceCosts: [{ selector: 'site=porto', perMonth: 3_100 }],
      scriptMinutes: { 'clear-temp': 7.5 },
      version: 1,
    },
    silent,
  );
  const queued = [run('x', 'a'), run('x', 'b', { site: 'porto', ring: 1 })];
  await orders.add({ ...two('x'), runs: queued }, silent);
  await runs.move(
    queued.map((one) => ({ before: 'queued', after: { ...one, state: 'done', endedAt: monday + hour } })),
    () => silent,
  );
  const document = await report(app, 'value');
  // 2 × 7.5 min × 63.33 = 15.8325; a week of October is 7 of 31 days: 310.00 × 7 ÷ 31 = 70.00, and 31.00 × 7 ÷ 31 = 7.00.
  expect(figures(document)).toMatchObject({
    'saved-time': 15 * minute,
    saved: 1_583,
    tool: 7_000,
    net: -5_417,
    devices: 700,
    'device-each': 350,
    downtime: 0,
  });
  expect(document.bases['saved-clear-temp-runs']).toMatchObject({ value: 2, runs: ['uxa', 'uxb'] });
  expect(document.bases['saved-clear-temp']?.formula.replaceAll('\u202f', ' ')).toBe(
    '2 runs × 7.5 min × CHF 63.33 an hour',
  );
  expect(textOf(written(1_583, { format: 'money' }, document))).toContain('15.83');
  expect(sentence(document)).toContain('15 min of people’s work were given back');
  const before = await report(app, 'value', { from: monday - 7 * day, to: monday });
  expect(figures(before)).toMatchObject({ saved: 0 });
  expect(table(before, 'saved')).toEqual([]);
});

test('hand-over: the turn of the roster that ends with the span', async () => {
  await using app = await world();
  const text = 'The disk of db-1 comes tomorrow.';
  await addHandOverNote({ ...app.desk.ports(), access: app.records.access }, app.as(jana), { text });
  const turn = { from: monday + 6 * day + 8 * hour, to: monday + 7 * day + 8 * hour };
  const document = await report(app, 'hand-over', turn);
  expect(sentence(document)).toBe(
    'Jana hands over to Tom: 3 incidents are open, 1 critical; 0 were put right in the turn.',
  );
  expect(table(document, 'notes')).toEqual([{ time: week.to, by: 'Jana', text }]);
  expect(table(document, 'open').map(({ what, owner }) => [what, owner])).toEqual([
    ['/late is 91.5 % full', 'Tom'],
    ['/away is 91.5 % full', 'Ann'],
    ['/free is 91.5 % full', ''],
  ]);
  expect(document.bases['critical']).toMatchObject({ value: 1, incidents: ['ilate'] });
});
