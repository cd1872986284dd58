import { families } from '@fettle/shared/metrics/catalogue';
import type { Metric } from '@fettle/shared/metrics/metric';
import { describe, expect, test } from 'vitest';
import { troubles } from './troubles.ts';
import { vitals } from './vitals.ts';

const base = { kind: 'gauge', attributes: [], decimals: 4, rollup: 'avg', words: '' } as const;
const described: readonly Metric[] = [
  {
    ...base,
    name: 'disk',
    unit: '1',
    attributes: ['mount', 'device'],
    limits: { direction: 'above', warning: 0.9, critical: 0.95, words: '{of} is {value} full' },
  },
  {
    ...base,
    name: 'battery',
    unit: '1',
    limits: { direction: 'below', warning: 0.2, critical: 0.05, words: 'The battery has {value} left' },
  },
  {
    ...base,
    name: 'memory.available',
    unit: 'By',
    decimals: 0,
    limits: { direction: 'below', warning: 2 ** 30, critical: 2 ** 28, words: 'Only {value} of memory left' },
  },
  {
    ...base,
    name: 'unit.state',
    unit: '',
    kind: 'state',
    decimals: 0,
    attributes: ['unit'],
    states: ['active', 'inactive', 'failed', 'stuck'],
    bad: { 2: 'critical', 3: 'warning' },
  },
  { ...base, name: 'harmless', unit: '1' },
];
const describeMetric = (name: string) => described.find((metric) => metric.name === name);
const of = (metric: string, value: number, attributes: Record<string, string> = {}) => ({ metric, attributes, value });
const words = (...latest: ReturnType<typeof of>[]) =>
  troubles(latest, describeMetric).map(({ severity, words: said }) => `${severity}: ${said}`);

describe('limits', () => {
  test.each([
    [0.8999, []],
    [0.9, ['warning: /var sda1 is 90.0 % full']],
    [0.9499, ['warning: /var sda1 is 95.0 % full']],
    [0.95, ['critical: /var sda1 is 95.0 % full']],
    [Number.NaN, []],
    [Number.POSITIVE_INFINITY, []],
  ])('above, %d', (value, expected) => {
    expect(words(of('disk', value, { device: 'sda1', mount: '/var' }))).toEqual(expected);
  });

  test('below', () => {
    expect(words(of('battery', 0.21))).toEqual([]);
    expect(words(of('battery', 0.2))).toEqual(['warning: The battery has 20.0 % left']);
    expect(words(of('battery', 0.05))).toEqual(['critical: The battery has 5.0 % left']);
    expect(words(of('memory.available', 805_306_368))).toEqual(['warning: Only 768 MiB of memory left']);
  });
});

test('states that are bad, and none that is not', () => {
  const state = (value: number) => of('unit.state', value, { unit: 'nginx.service' });
  expect(words(state(0), state(1), state(9), state(-1), state(1.5))).toEqual([]);
  expect(words(state(2))).toEqual(['critical: nginx.service is failed']);
  expect(words(state(3))).toEqual(['warning: nginx.service is stuck']);
});

test('worst first, then by words; unknown metrics and those without limits say nothing', () => {
  expect(
    words(
      of('disk', 0.91, { mount: '/b' }),
      of('harmless', 1),
      of('unheard of', 1e9),
      of('disk', 0.99, { mount: '/z' }),
      of('disk', 0.92, { mount: '/a' }),
      of('unit.state', 2, { unit: 'a.service' }),
    ),
  ).toEqual([
    'critical: /z is 99.0 % full',
    'critical: a.service is failed',
    'warning: /a is 92.0 % full',
    'warning: /b is 91.0 % full',
  ]);
});

test('a name that looks like a slot stays a name', () => {
  expect(words(of('disk', 0.91, { mount: '{value} $& {of}' }))).toEqual(['warning: {value} $& {of} is 91.0 % full']);
});

test('the trouble names its series and value', () => {
  expect(troubles([of('disk', 0.97, { mount: '/' })], describeMetric)).toEqual([
    { severity: 'critical', metric: 'disk', attributes: { mount: '/' }, value: 0.97, words: '/ is 97.0 % full' },
  ]);
});

test('limits of the catalogue are sound: critical lies beyond warning, and every slot is known', () => {
  for (const { name, limits, bad, states } of families.flatMap(({ metrics }) => metrics)) {
    if (limits) {
      const beyond = limits.direction === 'above' ? limits.critical - limits.warning : limits.warning - limits.critical;
      expect(beyond, name).toBeGreaterThan(0);
      expect(limits.words.replaceAll(/\{of\}|\{value\}/g, ''), name).not.toMatch(/[{}]/);
    }
    for (const index of Object.keys(bad ?? {})) expect(states?.[Number(index)], name).toBeDefined();
  }
});

test('vitals are the highest of their kind, null where not measured', () => {
  expect(vitals([])).toEqual({ cpu: null, memory: null, disk: null });
  expect(
    vitals([
      of('system.cpu.busy', 0),
      of('system.filesystem.utilization', 0.4, { mount: '/' }),
      of('system.filesystem.utilization', 0.9, { mount: '/var' }),
      of('system.filesystem.utilization', Number.NaN, { mount: '/x' }),
      of('other', 1),
    ]),
  ).toEqual({ cpu: 0, memory: null, disk: 0.9 });
});
