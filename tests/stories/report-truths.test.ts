import { everywhere } from '@fettle/collector/domain/access/index';
import { kinds } from '@fettle/collector/domain/reports/index';
import { renderHtml } from '@fettle/collector/edge/renderers/html';
import { renderPdf } from '@fettle/collector/edge/renderers/pdf';
import type { ForecastPage } from '@fettle/shared/api/capacity';
import type { ReportKindId } from '@fettle/shared/api/reports';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeReport, unfollowed } from '../support/planted-month/follow.ts';
import { berlin, fullAt, goldenOf, leakWeek } from '../support/planted-month/golden.ts';
import { september } from '../support/planted-month/golden-empty.ts';
import { linksIn, numbersWithoutLink } from '../support/planted-month/html.ts';
import { type Month, playMonth } from '../support/planted-month/month.ts';
import { saidIn, sectionOf } from '../support/planted-month/said.ts';
import { setMonth, tellMonth } from '../support/planted-month/setting.ts';
import { begin, filling, hour, leak, planted, ruleOf, zone } from '../support/planted-month/truths.ts';

type Made = Awaited<ReturnType<typeof makeReport>>;
const address = 'https://fettle.example';
let month: Month;
/** Each kind of October once, and of September, in which there was nothing. */
const october = new Map<ReportKindId, Made>();
const before = new Map<ReportKindId, Made>();
beforeAll(async () => {
  month = await playMonth(setMonth);
  await tellMonth(month);
  for (const { id: kind } of kinds) {
    october.set(kind, await makeReport(month, { kind, period: 'month', at: begin, zone }));
    before.set(kind, await makeReport(month, { kind, period: 'month', at: begin - hour, zone }));
  }
}, 600_000);
afterAll(() => month[Symbol.asyncDispose]());

function documentOf(kind: ReportKindId) {
  const made = october.get(kind);
  if (!made) throw new Error(`no report ${kind}`);
  return made;
}
const rowsOf = (kind: ReportKindId, table: string) => saidIn(documentOf(kind).document).tables[table] ?? [];

test('what was planted became incidents, to the millisecond', async () => {
  const found = await month.app.stores.incidents.list(everywhere, { limit: 1_000 });
  const said = found
    .toSorted((a, b) => a.openedAt - b.openedAt)
    .map(({ rule, device, openedAt, resolvedAt }) => [rule, device, openedAt, resolvedAt]);
  expect(said).toEqual(planted.map((one) => [ruleOf[one.trouble], month.ids[one.machine], one.from, one.to]));
});

describe.each(kinds.map(({ id }) => id))('%s', (kind) => {
  test('says what was planted', () => {
    expect(saidIn(documentOf(kind).document)).toMatchObject(goldenOf()[kind]);
  });

  test('every number can be followed to what it came from', async () => {
    const { report, document } = documentOf(kind);
    expect(await unfollowed(month, report.id, document)).toEqual([]);
  }, 60_000);

  test('of a month in which there was nothing it says so', async () => {
    const made = before.get(kind);
    if (!made) throw new Error(`no report ${kind}`);
    const { sentence, figures } = saidIn(made.document);
    if (september[kind] !== undefined) expect(sentence).toBe(september[kind]);
    if (kind !== 'capacity') expect(Object.values(figures).every((value) => value === null || value === 0)).toBe(true);
    expect(JSON.stringify(made.document)).not.toMatch(/NaN|Infinity|undefined|\[object/);
    expect(JSON.stringify(made.document.sections)).not.toContain('"turn":"worse"');
    expect(await unfollowed(month, made.report.id, made.document)).toEqual([]);
  }, 60_000);

  test('as HTML each number stands in a link, and as PDF it is there', async () => {
    const { report, document } = documentOf(kind);
    const html = renderHtml(document, { address, id: report.id });
    const source = new RegExp(`^${address}/reports/${report.id}/bases/([^/?#]+)$`);
    const leads = (href: string) => {
      const key = source.exec(href)?.[1];
      return key === undefined
        ? /^https:\/\/fettle\.example\/[a-z-]+\/[^/]+$/.test(href)
        : decodeURIComponent(key) in document.bases;
    };
    expect(numbersWithoutLink(html, leads)).toEqual([]);
    expect(linksIn(html)).toBeGreaterThan(0);
    const pdf = await renderPdf(document, { address, id: report.id });
    expect(Buffer.from(pdf.subarray(0, 5)).toString()).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(5_000);
  }, 60_000);
});

test('nothing is called better or worse than a month in which nothing was counted', () => {
  for (const { document } of october.values()) {
    const figures = document.sections.flatMap(({ blocks }) =>
      blocks.flatMap((one) => (one.kind === 'figures' ? one.items : [])),
    );
    for (const { note = [] } of figures) expect(note.map(({ text }) => text).join('')).not.toContain('September');
    expect(document.before).toBeNull();
  }
});

test('the customer at whom it all happened reads of all of it', () => {
  expect(saidIn(sectionOf(documentOf('customer').document, 's0-figures')).figures).toEqual(berlin);
});

test('the leak is the worst mover, by the hours of both weeks', () => {
  const [row] = rowsOf('trends', 'movers');
  expect(row?.['before']).toBeCloseTo(leakWeek(1), 9);
  expect(row?.['now']).toBeCloseTo(leakWeek(0), 9);
});

test('what fills up grows by so many bytes a day, and the disk is full within an hour of when it will be', async () => {
  const { items } = (await month.ask('GET', '/api/v1/capacity')) as ForecastPage;
  const growth = (what: string) => items.find(({ title }) => title === what)?.slopePerDay ?? Number.NaN;
  expect(Math.round(growth('/data of ber-file-01'))).toBe(filling.perHour * 24);
  expect(Math.round(growth('Memory of muc-mail-01'))).toBe(leak.perHour * 24);
  const rows = rowsOf('capacity', 'full');
  expect(rows.map(({ what }) => what)).toEqual(['Memory of muc-mail-01', '/data of ber-file-01']);
  const [memory, disk] = rows.map(({ full }) => Number(full));
  expect(Math.abs((disk ?? 0) - fullAt(filling))).toBeLessThanOrEqual(hour);
  // Memory is full when the busy hour of a day is, which stands for the day: at its noon.
  expect(Math.abs((memory ?? 0) - fullAt(leak))).toBeLessThanOrEqual(12 * hour);
});

test('the month says the same as the reports that it stands on', () => {
  const [whole, levels, incidents, value] = (['executive', 'service-levels', 'incidents', 'value'] as const).map(
    (kind) => saidIn(documentOf(kind).document).figures,
  );
  expect(whole?.['cost']).toBe(levels?.['cost']);
  expect(whole?.['cost']).toBe(value?.['downtime']);
  expect(whole?.['incidents']).toBe(incidents?.['opened']);
  expect(Number(whole?.['hours']) * hour).toBe(value?.['saved-time']);
  const { bases } = documentOf('incidents').document;
  expect(whole?.['resolve']).toBe(bases['resolve-p50']?.value);
  const { document } = documentOf('service-levels');
  expect(saidIn(document).tables['levels']?.map(({ value: one }) => one)).toEqual(
    rowsOf('executive', 'levels').map(({ value: one }) => one),
  );
});
