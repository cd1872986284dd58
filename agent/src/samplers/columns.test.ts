import { describe, expect, test } from 'vitest';
import { cpuBusy, cpuCore } from '@fettle/shared/metrics/cpu';
import { filesystemUsage } from '@fettle/shared/metrics/filesystem';
import { processTable } from '@fettle/shared/metrics/process';
import { limits } from '@fettle/shared/protocol/limits';
import { Columns } from './columns.ts';

describe('columns', () => {
  test('a series has one column, described once, with its attributes sorted', () => {
    const columns = new Columns();
    const free = columns.column(filesystemUsage, '/var', 'free');
    expect(columns.column(filesystemUsage, '/var', 'used')).not.toBe(free);
    expect(columns.column(filesystemUsage, '/var', 'free')).toBe(free);
    expect(columns.dictionary.series[free]).toEqual({
      metric: 'system.filesystem.usage',
      attributes: { 'system.filesystem.mountpoint': '/var', 'system.filesystem.state': 'free' },
      decimals: 0,
    });
    expect(Object.keys(columns.dictionary.series[free]?.attributes ?? {})).toEqual([
      'system.filesystem.mountpoint',
      'system.filesystem.state',
    ]);
  });

  test('values that would run together as one text stay apart', () => {
    const columns = new Columns();
    expect(columns.column(filesystemUsage, 'a', 'bc')).not.toBe(columns.column(filesystemUsage, 'ab', 'c'));
  });

  test('names that would deceive a reader or his terminal show where they do', () => {
    const columns = new Columns();
    const place = columns.column(filesystemUsage, '/mnt/a\nb', '\u202Efree');
    expect(Object.values(columns.dictionary.series[place]?.attributes ?? {})).toEqual(['/mnt/a\uFFFDb', '\uFFFDfree']);
    columns.table(processTable, [{ id: 1, start: 0, name: 'x\u001B[31m\u0000 עברית', values: [] }]);
    expect(columns.tables[0]?.rows[0]?.name).toBe('x\uFFFD[31m\uFFFD עברית');
    columns.fact('mount./', 'a\rb');
    expect(columns.facts['mount./']).toBe('a\uFFFDb');
  });

  test('too few values are a fault of the sampler', () => {
    expect(() => new Columns().column(cpuCore)).toThrow('has 1 attributes, 0 values were given');
  });

  test('dictionary and values are the same objects until a series is added', () => {
    const columns = new Columns();
    columns.column(cpuBusy);
    const { dictionary, values } = columns;
    columns.begin();
    expect([columns.dictionary === dictionary, columns.values === values]).toEqual([true, true]);
    columns.column(cpuCore, '0');
    expect([columns.dictionary === dictionary, columns.values === values]).toEqual([false, false]);
    expect(dictionary.series).toHaveLength(1);
    expect(columns.values).toHaveLength(2);
  });

  test('beyond the limit a series is refused, counted once and harmless', () => {
    const columns = new Columns();
    for (let core = 0; core < limits.series; core++) columns.column(cpuCore, String(core));
    const refused = columns.column(cpuCore, 'one more');
    columns.column(cpuCore, 'one more');
    columns.set(refused, 1);
    expect([refused, columns.omitted, columns.values.length]).toEqual([-1, 1, limits.series]);
    expect(columns.values.every((value) => Number.isNaN(value))).toBe(true);
    expect(columns.column(cpuCore, '7')).toBe(7);
  });
});

describe('values', () => {
  test('are absent until set, rounded to the decimals, and absent again in the next cycle', () => {
    const columns = new Columns();
    const [busy, core] = [columns.column(cpuBusy), columns.column(cpuCore, '0')];
    columns.begin();
    columns.set(busy, 0.123_45);
    expect([...columns.values]).toEqual([0.1235, Number.NaN]);
    columns.begin();
    columns.set(core, -0.000_01);
    expect([...columns.values]).toEqual([Number.NaN, 0]);
    expect(Object.is(columns.values[core], 0)).toBe(true);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('%s is absent', (value) => {
    const columns = new Columns();
    columns.set(columns.column(cpuBusy), value);
    expect(columns.values[0]).toBeNaN();
  });

  test('keep what was set when the array must grow', () => {
    const columns = new Columns();
    columns.begin();
    columns.set(columns.column(cpuBusy), 0.5);
    for (let core = 0; core < 600; core++) columns.set(columns.column(cpuCore, String(core)), core / 1_000);
    expect([columns.values[0], columns.values[300], columns.values[600]]).toEqual([0.5, 0.299, 0.599]);
  });
});

test('a table stands in one cycle only', () => {
  const columns = new Columns();
  const row = { id: 1, start: 5, name: 'init', values: [0.1, 2, 3] };
  columns.table(processTable, [{ ...row, id: 9 }]);
  columns.table(processTable, [row]);
  expect(columns.tables).toEqual([{ name: 'processes', rows: [row] }]);
  columns.begin();
  expect(columns.tables).toEqual([]);
});

test('a table is made to fit a frame: decimals, rows, length of names', () => {
  const columns = new Columns();
  const row = { id: 1, start: 5, name: 'n'.repeat(100), values: [0.123_456, 2.4, Number.NaN] };
  columns.table(
    processTable,
    Array.from({ length: 100 }, (_, id) => ({ ...row, id })),
  );
  const rows = columns.tables[0]?.rows ?? [];
  expect(rows).toHaveLength(limits.tableRows);
  expect(rows[0]).toEqual({ id: 0, start: 5, name: 'n'.repeat(limits.rowName), values: [0.1235, 2, Number.NaN] });
});

test('facts stay until set anew or removed, and the sheet is the same object until one changes', () => {
  const columns = new Columns();
  columns.fact('os.type', 'linux');
  columns.fact('host.name', 'a');
  const sheet = columns.facts;
  expect(sheet).toEqual({ 'host.name': 'a', 'os.type': 'linux' });
  columns.begin();
  columns.fact('host.name', 'a');
  columns.fact('not.there', null);
  expect(columns.facts).toBe(sheet);
  columns.fact('host.name', null);
  columns.fact('long', 'x'.repeat(5_000));
  expect(Object.keys(columns.facts)).toEqual(['long', 'os.type']);
  expect(columns.facts['long']).toHaveLength(limits.factValue);
});
