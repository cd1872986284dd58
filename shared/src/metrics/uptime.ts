import type { Family, Metric } from './metric.ts';

export const systemUptime: Metric = {
  name: 'system.uptime',
  unit: 's',
  kind: 'gauge',
  attributes: [],
  decimals: 0,
  rollup: 'max',
  words: 'The time since the operating system started.',
};

export const clockOffset: Metric = {
  name: 'fettle.clock.offset',
  unit: 'ms',
  kind: 'gauge',
  attributes: [],
  decimals: 0,
  rollup: 'avg',
  chart: { title: 'Clock offset', form: 'line', fromZero: false },
  words: 'What must be added to the device’s clock to get the collector’s; absent until it is measured.',
};

export const clockError: Metric = {
  name: 'fettle.clock.error',
  unit: 'ms',
  kind: 'gauge',
  attributes: [],
  decimals: 0,
  rollup: 'max',
  limits: { direction: 'above', warning: 2_000, critical: 60_000, words: 'The clock is wrong by {value}' },
  words: 'How far the device’s clock is from the collector’s, in either direction.',
};

export const uptime: Family = {
  id: 'uptime',
  order: 150,
  title: 'Uptime and clock',
  metrics: [systemUptime, clockOffset, clockError],
};
