import type { Family, Metric } from './metric.ts';

export const raidState: Metric = {
  name: 'hw.logical_disk.state',
  unit: '1',
  kind: 'state',
  attributes: ['hw.id'],
  decimals: 0,
  rollup: 'max',
  states: ['whole', 'rebuilding', 'degraded', 'failed'],
  bad: { 1: 'warning', 2: 'critical', 3: 'critical' },
  words: 'Whether each array of disks is whole; a degraded one has lost some of its safety.',
};

export const raidMissing: Metric = {
  name: 'hw.logical_disk.missing_members',
  unit: '{disk}',
  kind: 'gauge',
  attributes: ['hw.id'],
  decimals: 0,
  rollup: 'max',
  words: 'How many disks each array lacks.',
};

export const raidProgress: Metric = {
  name: 'hw.logical_disk.rebuild_progress',
  unit: '1',
  kind: 'gauge',
  attributes: ['hw.id'],
  decimals: 3,
  rollup: 'last',
  chart: { title: 'Rebuilding of arrays', form: 'line', by: 'hw.id', max: 1 },
  words: 'How far the rebuilding or checking of each array has come; absent where none runs.',
};

export const raid: Family = {
  id: 'raid',
  order: 130,
  title: 'Arrays of disks',
  metrics: [raidState, raidMissing, raidProgress],
};
