import type { Family, Metric } from './metric.ts';

const average = (minutes: '1m' | '5m' | '15m', span: string): Metric => ({
  name: `system.cpu.load_average.${minutes}`,
  unit: '{thread}',
  kind: 'gauge',
  attributes: [],
  decimals: 2,
  rollup: 'avg',
  words: `How many threads ran, waited to run or waited for a disk, on average over the last ${span}.`,
});

export const load1: Metric = { ...average('1m', 'minute'), chart: { title: 'Load, 1 minute', form: 'area' } };
export const load5: Metric = average('5m', '5 minutes');
export const load15: Metric = average('15m', '15 minutes');

export const threads: Metric = {
  name: 'system.linux.thread.count',
  unit: '{thread}',
  kind: 'gauge',
  attributes: ['system.linux.thread.state'],
  decimals: 0,
  rollup: 'max',
  words: 'How many threads there are, how many of them want to run, and how many wait for a disk.',
};

export const load: Family = { id: 'load', order: 70, title: 'Load', metrics: [load1, load5, load15, threads] };
