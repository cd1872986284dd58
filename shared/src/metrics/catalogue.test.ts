import { describe, expect, test } from 'vitest';
import { limits } from '../protocol/limits.ts';
import { families, metricNamed } from './catalogue.ts';
import type { Metric } from './metric.ts';

const metrics = families.flatMap((family) => family.metrics);
const tables = families.flatMap((family) => family.tables ?? []);

/** The units that formatters and charts know; a new one is added there too. `{…}` is a count of something. */
const units = /^(?:1|By|By\/s|s|ms|Cel|rpm|\{[a-z]+\}|\{[a-z]+\}\/s)$/;
const wellFormedName = /^(?:system|systemd|hw|fettle)(?:\.[a-z0-9]+(?:_[a-z0-9]+)*)+$/;
const sentence = /^[A-Z].*[^.]\.$/;

test('no two families, metrics or tables share a name', () => {
  const names = [...families.map(({ id }) => `family ${id}`), ...[...metrics, ...tables].map(({ name }) => name)];
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

test('a metric is found by its name, an unknown one is not', () => {
  for (const metric of metrics) expect(metricNamed(metric.name)).toBe(metric);
  expect(metricNamed('system.cpu.unheard_of')).toBeUndefined();
});

test.each(families.map((family) => [family.id, family] as const))('family %s', (_id, family) => {
  expect(family.metrics.length).toBeGreaterThan(0);
  expect(family.id).toMatch(/^[a-z]+$/);
  expect(family.title).toMatch(/^[A-Z][^.]*$/);
});

describe.each(metrics.map((metric) => [metric.name, metric] as const))('%s', (_name, metric: Metric) => {
  test('has a name, a unit and words that people and charts can use', () => {
    expect(metric.name).toMatch(wellFormedName);
    expect(metric.name.length).toBeLessThanOrEqual(limits.metricName);
    expect(metric.unit).toMatch(units);
    expect(metric.words).toMatch(sentence);
    expect([0, 1, 2, 3, 4]).toContain(metric.decimals);
    expect(new Set(metric.attributes).size).toBe(metric.attributes.length);
    expect(metric.attributes.length).toBeLessThanOrEqual(limits.attributes);
  });

  test('is named and measured as its kind asks', () => {
    expect(metric.name.endsWith('.rate')).toBe(metric.kind === 'rate');
    expect(metric.unit.endsWith('/s')).toBe(metric.kind === 'rate');
    if (metric.unit === '1' && metric.kind === 'gauge') expect(metric.decimals).toBeGreaterThanOrEqual(2);
    if (metric.unit === 'By') expect(metric.decimals).toBe(0);
  });

  test('has states if and only if it is one', () => {
    expect(metric.states !== undefined).toBe(metric.kind === 'state');
    if (metric.kind !== 'state') return;
    expect(metric.states?.length).toBeGreaterThan(1);
    expect(new Set(metric.states).size).toBe(metric.states?.length);
    expect({ decimals: metric.decimals, unit: metric.unit }).toEqual({ decimals: 0, unit: '1' });
    for (const index of Object.keys(metric.bad ?? {})) expect(metric.states?.[Number(index)]).toBeDefined();
  });

  test('has a chart that can be drawn', () => {
    if (!metric.chart) return;
    const { title, form, by, per, above, hide, max } = metric.chart;
    expect(title).toMatch(/^[A-Z][^.]*$/);
    // One chart shows all series: what neither names a line nor makes a chart would be drawn as one tangle.
    expect([per, by].filter((key) => key !== undefined).toSorted()).toEqual(metric.attributes.toSorted());
    if (form === 'area') expect(by).toBeUndefined();
    if (form === 'stack' || form === 'mirror') expect(by).toBeDefined();
    expect(above !== undefined).toBe(form === 'mirror');
    if (hide) expect(by).toBeDefined();
    if (max !== undefined) expect(metric.unit).toBe('1');
  });

  test('has limits in an order that makes sense', () => {
    if (!metric.limits) return;
    const { direction, warning, critical, words } = metric.limits;
    expect(direction === 'above' ? critical > warning : critical < warning).toBe(true);
    expect(words).toContain('{value}');
    expect(words.includes('{of}')).toBe(metric.attributes.length > 0);
    expect(words).not.toMatch(/\.$/);
    expect(metric.kind).not.toBe('state');
  });
});

describe.each(tables.map((table) => [table.name, table] as const))('table %s', (_name, table) => {
  test('has columns that a frame can carry', () => {
    expect(table.words).toMatch(sentence);
    expect(table.columns.length).toBeGreaterThan(0);
    expect(table.columns.length).toBeLessThanOrEqual(limits.tableColumns);
    expect(table.name.length).toBeLessThanOrEqual(limits.rowName);
    for (const { unit, decimals } of table.columns) {
      expect(unit).toMatch(units);
      expect([0, 1, 2, 3, 4]).toContain(decimals);
    }
  });
});

test('the figures that lists of devices show are there under their names', () => {
  for (const name of ['system.cpu.busy', 'system.memory.utilization', 'system.filesystem.utilization']) {
    expect(metricNamed(name)?.unit).toBe('1');
  }
});
