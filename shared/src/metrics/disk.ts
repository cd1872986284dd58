import type { ChartHint, Family, Metric } from './metric.ts';

const perDevice = (title: string): ChartHint => ({
  title,
  form: 'mirror',
  by: 'disk.io.direction',
  per: 'system.device',
  above: 'read',
});

export const diskIo: Metric = {
  name: 'system.disk.io.rate',
  unit: 'By/s',
  kind: 'rate',
  attributes: ['system.device', 'disk.io.direction'],
  decimals: 1,
  rollup: 'avg',
  chart: perDevice('Disk throughput'),
  words: 'Bytes read from and written to each disk each second.',
};

export const diskBusy: Metric = {
  name: 'system.disk.utilization',
  unit: '1',
  kind: 'gauge',
  attributes: ['system.device'],
  decimals: 4,
  rollup: 'avg',
  chart: { title: 'Disks busy', form: 'line', by: 'system.device', max: 1 },
  words: 'The share of time in which each disk had something to do.',
};

export const diskOperations: Metric = {
  name: 'system.disk.operations.rate',
  unit: '{operation}/s',
  kind: 'rate',
  attributes: ['system.device', 'disk.io.direction'],
  decimals: 1,
  rollup: 'avg',
  words: 'Reads and writes that each disk finished each second.',
};

export const diskDuration: Metric = {
  name: 'system.disk.operation.duration',
  unit: 'ms',
  kind: 'gauge',
  attributes: ['system.device', 'disk.io.direction'],
  decimals: 2,
  rollup: 'avg',
  words: 'How long a read or a write took on average, waiting included; absent when there was none.',
};

export const diskMerged: Metric = {
  name: 'system.disk.merged.rate',
  unit: '{operation}/s',
  kind: 'rate',
  attributes: ['system.device', 'disk.io.direction'],
  decimals: 1,
  rollup: 'avg',
  words: 'Reads and writes each second that were joined with a neighbour before they reached the disk.',
};

export const diskPending: Metric = {
  name: 'system.disk.pending_operations',
  unit: '{operation}',
  kind: 'gauge',
  attributes: ['system.device'],
  decimals: 0,
  rollup: 'max',
  words: 'Reads and writes that were waiting for each disk at this moment.',
};

export const diskQueue: Metric = {
  name: 'system.disk.linux.queue',
  unit: '{operation}',
  kind: 'gauge',
  attributes: ['system.device'],
  decimals: 2,
  rollup: 'avg',
  words: 'How many reads and writes each disk had to do at once, on average since the sample before.',
};

export const diskDiscarded: Metric = {
  name: 'system.disk.linux.discarded.rate',
  unit: 'By/s',
  kind: 'rate',
  attributes: ['system.device'],
  decimals: 1,
  rollup: 'avg',
  words: 'Bytes each second of which each disk was told that they are free.',
};

export const diskExtraOperations: Metric = {
  name: 'system.disk.linux.operations.rate',
  unit: '{operation}/s',
  kind: 'rate',
  attributes: ['system.device', 'system.disk.linux.operation'],
  decimals: 1,
  rollup: 'avg',
  words: 'Discards and flushes that each disk finished each second.',
};

export const diskExtraDuration: Metric = {
  name: 'system.disk.linux.operation.duration',
  unit: 'ms',
  kind: 'gauge',
  attributes: ['system.device', 'system.disk.linux.operation'],
  decimals: 2,
  rollup: 'avg',
  words: 'How long a discard or a flush took on average; absent when there was none.',
};

export const disk: Family = {
  id: 'disk',
  order: 40,
  title: 'Disks',
  metrics: [
    diskIo,
    diskBusy,
    diskOperations,
    diskDuration,
    diskMerged,
    diskPending,
    diskQueue,
    diskDiscarded,
    diskExtraOperations,
    diskExtraDuration,
  ],
};
