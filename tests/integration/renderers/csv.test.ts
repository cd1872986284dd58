import { describe, expect, it } from 'vitest';
import type { Block } from '@fettle/shared/reports/document';
import { everywhere, sampleReport } from '../../support/sample-report.ts';
import { csvAll, csvOf, csvOfTable } from '@fettle/collector/edge/renderers/csv';
import { jsonOf, jsonOfTable } from '@fettle/collector/edge/renderers/json';

const table = (rows: Extract<Block, { kind: 'table' }>['rows']): Extract<Block, { kind: 'table' }> => ({
  kind: 'table',
  id: 'table',
  title: 'Table',
  columns: [
    { id: 'name', title: 'Name', format: 'text' },
    { id: 'at', title: 'At', format: 'time' },
    { id: 'took', title: 'Took', format: 'duration' },
    { id: 'cost', title: 'Cost', format: 'money' },
    { id: 'share', title: 'Share', format: 'ppm' },
  ],
  rows,
  empty: 'None.',
});
const csv = (rows: Extract<Block, { kind: 'table' }>['rows'], currency = 'EUR') =>
  csvOf({ id: 'table', title: 'Table', block: table(rows) }, currency);

/** A reader of RFC 4180 of its own. */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  for (const [, line = ''] of text.matchAll(/((?:"(?:[^"]|"")*"|[^"\r\n])*)\r\n/g))
    rows.push(
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
      ),
    );
  return rows;
}

describe('CSV of a report', () => {
  it('says units in the head, times in UTC, money as its currency writes it, exactly', () => {
    const at = Date.UTC(2026, 9, 21, 12, 0, 0, 7);
    expect(
      csv([[{ value: 'web-1' }, { value: at }, { value: 300_001 }, { value: -143_005 }, { value: 999_871 }]]),
    ).toBe('Name,At,Took (ms),Cost (EUR),Share (ppm)\r\nweb-1,2026-10-21T12:00:00.007Z,300001,-1430.05,999871\r\n');
    expect(
      csv([[{ value: 'a' }, { value: null }, { value: null, text: 'no data' }, { value: 1_430 }]], 'JPY'),
    ).toContain('a,,no data,1430,');
  });

  it('quotes what RFC 4180 asks for', () => {
    const [, row] = parse(csv([[{ value: 'a "b", c\r\nd' }]]));
    expect(row?.[0]).toBe('a "b", c\r\nd');
  });

  it.each(['=1+1', '+1', '-1', '@x', '\tx', '\rx', '\nx'])('defuses the text %j, and no number', (text) => {
    const [, row] = parse(csv([[{ value: text }, { value: null }, { value: -1 }]]));
    expect(row?.[0]).toBe(`'${text}`);
    expect(row?.[2]).toBe('-1');
  });

  it('has every row, whatever pages show, and every table once', () => {
    const all = csvAll(sampleReport);
    expect(csvOfTable(sampleReport, 'devices')?.split('\r\n')).toHaveLength(403);
    for (const id of [
      'five-figures',
      'services',
      'incidents-month',
      'resolve-week',
      'tickets-day',
      'needs-money',
      'letters',
    ])
      expect(all).toContain(csvOfTable(sampleReport, id) ?? 'nothing');
    expect(csvOfTable(sampleReport, 'no-such')).toBeNull();
  });

  it('takes hostile text everywhere as text', () => {
    const document = everywhere('=cmd|"/c calc"!A1,\r\n');
    const rows = parse(csvAll(document));
    expect(rows.flat().filter((cell) => /^[=+@\t\r\n]/.test(cell))).toEqual([]);
    expect(rows.flat().filter((cell) => /^-(?!\d)/.test(cell))).toEqual([]);
  });
});

describe('JSON of a report', () => {
  it('is the document, and each table by its columns', () => {
    expect(JSON.parse(jsonOf(sampleReport))).toEqual(JSON.parse(JSON.stringify(sampleReport)));
    const services = JSON.parse(jsonOfTable(sampleReport, 'services') ?? '');
    expect(services.rows[0]).toMatchObject({
      state: 'missed',
      service: 'Order intake',
      now: 998_700,
      over: 300_000,
      cost: 980,
    });
    expect(services.columns.find(({ id }: { id: string }) => id === 'cost')).toEqual({
      id: 'cost',
      title: 'Cost',
      unit: 'EUR',
    });
    expect(jsonOfTable(sampleReport, 'no-such')).toBeNull();
  });
});
