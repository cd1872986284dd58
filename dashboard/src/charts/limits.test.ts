import { expect, test } from 'vitest';
import { limitsOfRules } from './limits.ts';

const device = { labels: { role: 'db' }, os: 'linux', kind: 'server', site: 'berlin' };
const series = { metric: 'system.filesystem.utilization', attributes: { 'system.filesystem.mountpoint': '/var' } };
const rule = {
  enabled: true,
  selector: 'role=db',
  when: {
    kind: 'value' as const,
    metric: series.metric,
    is: 'above' as const,
    levels: { warning: { limit: 0.87 }, critical: { limit: 0.9 } },
  },
  forMs: 1_200_000,
  overrides: [],
};

test('the limits of the rule that fits, in its own words', () => {
  expect(limitsOfRules([rule], device, series, '1')?.levels).toEqual([
    {
      value: 0.87,
      shape: 'warning',
      words: expect.stringMatching(/^warning above 87(\.0+)? % for 20 min$/) as unknown,
    },
    {
      value: 0.9,
      shape: 'critical',
      words: expect.stringMatching(/^critical above 90(\.0+)? % for 20 min$/) as unknown,
    },
  ]);
});

test('a rule for others, another metric, or that is off says nothing', () => {
  expect(limitsOfRules([{ ...rule, selector: 'role=web' }], device, series, '1')).toBeUndefined();
  expect(limitsOfRules([{ ...rule, enabled: false }], device, series, '1')).toBeUndefined();
  expect(limitsOfRules([rule], device, { ...series, metric: 'x' }, '1')).toBeUndefined();
});

test('the first override that fits is drawn; one that holds by the calendar only is not', () => {
  const levels = { warning: { limit: 0.95 } };
  const calendar = { days: [1], from: '08:00', to: '10:00' };
  const of = (overrides: NonNullable<Parameters<typeof limitsOfRules>[0][number]['overrides']>) =>
    limitsOfRules([{ ...rule, overrides }], device, series, '1')?.levels.map(({ value }) => value);
  expect(of([{ calendar, levels: { warning: { limit: 0.5 } } }, { levels }])).toEqual([0.95]);
  expect(of([{ where: { 'system.filesystem.mountpoint': '/home' }, levels }])).toEqual([0.87, 0.9]);
  expect(of([{ off: true }])).toBeUndefined();
});
