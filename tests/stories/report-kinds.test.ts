/** Reports over a history with planted truths: each says them, to the count and the millisecond. */
import { buildReport, kinds, lengthOf, type ReportPorts, spanOf } from '@fettle/collector/domain/reports/index';
import { workSources } from '@fettle/collector/people-wiring';
import { memorySeries } from '@fettle/collector/store/series-memory/store';
import type { Scope } from '@fettle/collector/domain/access/index';
import type { Figure, ReportDocument } from '@fettle/shared/reports/document';
import { describe, expect, test } from 'vitest';
import { incident, type Planted } from '../support/planted-incident.ts';
import { collector, day, hour, id, minute } from './device-world.ts';

const october = Date.UTC(2026, 9, 1);
const nothing = { events: [], audit: [] };
const at = (days: number, ms = 0) => october + days * day + ms;

/** September: 2. October: 12 of a noisy rule, 3 of one disk, 1 still open; times to resolve 2 min (12), 1 h, 2 h, 3 h. */
const history: readonly Planted[] = [
  { rule: 'disk', device: id('a'), from: at(-20), to: at(-20, hour) },
  { rule: 'disk', device: id('b'), from: at(-10), to: at(-10, hour) },
  ...Array.from({ length: 12 }, (_, n): Planted => ({
    rule: 'noise',
    device: id('b'),
    from: at(n + 1),
    to: at(n + 1, 2 * minute),
  })),
  ...[1, 2, 3].map((n): Planted => ({
    rule: 'disk',
    device: id('a'),
    from: at(20 + n),
    acknowledged: at(20 + n, n * minute),
    to: at(20 + n, n * hour),
    script: n < 3,
  })),
  { rule: 'late', device: id('a'), from: at(30), to: null },
];

async function planted() {
  const records = await collector();
  await records.enrolAll(at(-40), 'berlin', ['a', 'b']);
  await records.enrolAll(at(-40), 'rome', ['c']);
  const writes = history.map((one) => ({
    before: null,
    after: incident(one),
    timeline: [{ time: one.from, kind: 'opened' as const, actor: null, words: 'opened', detail: {} }],
  }));
  expect(await records.incidents.write(writes, nothing)).toBe('written');
  const stores = { ...records, series: memorySeries() };
  const ports: ReportPorts = { ...stores, work: workSources(stores) };
  const now = Date.UTC(2026, 10, 1, 6);
  const build = (kind: (typeof kinds)[number]['id'], scope: Scope = { sites: 'all' }) => {
    const span = spanOf({ period: 'month' }, now);
    const steps: number[] = [];
    const ask = { ...span, site: null, service: null, scope, now, currency: 'EUR' };
    return buildReport(ports, { ...ask, kind }, async (share) => void steps.push(share));
  };
  return { records, build };
}

const figure = ({ sections }: ReportDocument, wanted: string): Figure => {
  for (const block of sections.flatMap(({ blocks }) => blocks)) {
    const found = block.kind === 'figures' ? block.items.find((one) => one.id === wanted) : undefined;
    if (found) return found;
  }
  throw new Error(`there is no figure ${wanted}`);
};
const rowsOf = ({ sections }: ReportDocument, wanted: string) => {
  for (const block of sections.flatMap(({ blocks }) => blocks))
    if (block.kind === 'table' && block.id === wanted) return block.rows.map((row) => row.map(({ value }) => value));
  throw new Error(`there is no table ${wanted}`);
};

describe('the month of planted incidents', () => {
  test('incidents: how many, how soon, what comes back, what is noise', async () => {
    const { records, build } = await planted();
    await using _records = records;
    const document = await build('incidents');
    expect(figure(document, 'opened')).toMatchObject({ cell: { value: 16 }, turn: 'worse' });
    expect(document.bases['opened']?.incidents).toHaveLength(16);
    expect(figure(document, 'acknowledge').cell.value).toBe(2 * minute);
    // (12 × 2 min + 1 h + 2 h + 3 h) ÷ 15
    expect(figure(document, 'resolve').cell.value).toBe((12 * 2 * minute + 6 * hour) / 15);
    expect(rowsOf(document, 'repeats')).toEqual([
      ['host-b', 'noise', 12, null],
      ['host-a', 'disk', 3, null],
    ]);
    expect(rowsOf(document, 'noise')).toEqual([['noise', 12, 1_000_000, 2 * minute]]);
    expect(rowsOf(document, 'open')).toEqual([['warning', `late on ${id('a')}`, 'host-a', day, 'nobody looks at it']]);
    expect(document.sentence.map(({ text }) => text).join('')).toBe(
      '16 incidents opened, 14 more than in September. Half of those that were resolved took 2\u202fmin or less. “noise” is noise: it opened 12 times.',
    );
  });

  test('executive: the same incidents, those that a script closed, what turned', async () => {
    const { records, build } = await planted();
    await using _records = records;
    const document = await build('executive');
    expect(figure(document, 'incidents').cell.value).toBe(16);
    expect(
      figure(document, 'incidents')
        .note?.map(({ text }) => text)
        .join(''),
    ).toContain('13\u202f% closed by a script');
    expect(figure(document, 'resolve').cell.value).toBe(2 * minute);
    expect(figure(document, 'cost').cell.value).toBe(0);
    const bars = document.sections.flatMap(({ blocks }) => blocks).find((block) => block.kind === 'bars');
    expect(bars?.kind === 'bars' ? bars.series.map(({ values }) => values.slice(-2)) : []).toEqual([
      [0, 2],
      [0, 0],
      [2, 14],
    ]);
    const turns = document.sections.find((one) => one.id === 'turns')?.blocks[0];
    expect(turns?.kind === 'ledger' ? turns.items.map(({ title, cell }) => [title, cell.value]) : []).toEqual([
      ['noise', '0 → 12'],
      ['disk', '2 → 3'],
    ]);
  });

  test('remediation counts what scripts closed, and a customer hears only of its own', async () => {
    const { records, build } = await planted();
    await using _records = records;
    expect(figure(await build('remediation'), 'by-script').cell.value).toBe(2);
    const rome = await build('customer', { sites: ['rome'] });
    expect(JSON.stringify(rome)).not.toContain('berlin');
    expect(figure(rome, 'opened').cell.value).toBe(0);
    const berlin = await build('customer', { sites: ['berlin'] });
    expect([figure(berlin, 'opened').cell.value, figure(berlin, 'script').cell.value]).toEqual([16, 2]);
  });

  test('inventory: every device once, and what is not as it should be', async () => {
    const { records, build } = await planted();
    await using _records = records;
    await records.inventory.replace(
      { device: id('a'), time: at(1), facts: { 'host.model': 'X1', 'software.nginx': '1.2', 'updates.security': '4' } },
      () => nothing,
    );
    const document = await build('inventory');
    expect(figure(document, 'devices').cell.value).toBe(3);
    expect(rowsOf(document, 'models')).toEqual([
      ['not known', 2],
      ['X1', 1],
    ]);
    expect(rowsOf(document, 'software')).toEqual([['nginx', '1.2', 1]]);
    expect(rowsOf(document, 'not-as-it-should-be')).toContainEqual([
      'critical',
      'host-a',
      'berlin',
      'security updates are missing',
      '4',
    ]);
    expect(rowsOf(document, 'not-as-it-should-be')).toContainEqual([
      'warning',
      'host-a',
      'berlin',
      'an incident is open',
      `late on ${id('a')}`,
    ]);
  });

  test.each(kinds.map((kind) => kind.id))(
    '%s: every count is the length of its lists, and each number has a basis that is there',
    async (kind) => {
      const { records, build } = await planted();
      await using _records = records;
      const { bases, sections, sentence } = await build(kind);
      for (const [key, basis] of Object.entries(bases))
        if (basis.how === 'count') expect([key, basis.value]).toEqual([key, lengthOf(basis)]);
      for (const block of sections.flatMap(({ blocks }) => blocks)) {
        if (block.kind !== 'figures') continue;
        for (const { title, cell } of block.items)
          if (typeof cell.value === 'number')
            expect([title, cell.basis === undefined ? undefined : bases[cell.basis]?.title]).toEqual([
              title,
              expect.any(String),
            ]);
      }
      expect(sentence.map(({ text }) => text).join('').length).toBeGreaterThan(10);
    },
  );
});
