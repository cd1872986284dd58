import type { Family, Metric, TableMetric } from './metric.ts';

export const processStates = ['running', 'sleeping', 'waiting', 'stopped', 'defunct', 'idle'] as const;

export const processCount: Metric = {
  name: 'system.process.count',
  unit: '{process}',
  kind: 'gauge',
  attributes: ['process.state'],
  decimals: 0,
  rollup: 'max',
  chart: { title: 'Processes', form: 'stack', by: 'process.state', hide: ['idle'] },
  words: 'How many processes there are, by state; waiting ones wait for a disk, idle ones are the kernel’s own.',
};

export const processCreated: Metric = {
  name: 'system.process.created.rate',
  unit: '{process}/s',
  kind: 'rate',
  attributes: [],
  decimals: 2,
  rollup: 'avg',
  words: 'Processes and threads started each second.',
};

export const fileHandles: Metric = {
  name: 'system.linux.file_handle.count',
  unit: '{file}',
  kind: 'gauge',
  attributes: [],
  decimals: 0,
  rollup: 'max',
  words: 'How many files, pipes and sockets all processes together hold open.',
};

export const fileHandleShare: Metric = {
  name: 'system.linux.file_handle.utilization',
  unit: '1',
  kind: 'gauge',
  attributes: [],
  decimals: 4,
  rollup: 'max',
  limits: { direction: 'above', warning: 0.85, critical: 0.95, words: 'Open files are at {value} of the limit' },
  words: 'Open files as a share of the most that the system allows; absent where there is no limit worth the name.',
};

export const threadShare: Metric = {
  name: 'system.linux.thread.utilization',
  unit: '1',
  kind: 'gauge',
  attributes: [],
  decimals: 4,
  rollup: 'max',
  limits: { direction: 'above', warning: 0.85, critical: 0.95, words: 'Threads are at {value} of the limit' },
  words: 'Threads as a share of the most that the system allows; at the limit nothing new can start.',
};

/** The ten processes that use most of each column, so 10 to 30 rows. */
export const processTable: TableMetric = {
  name: 'processes',
  words: 'The processes that use most processor time, memory and disk.',
  columns: [
    { name: 'cpu', unit: '1', decimals: 4 },
    { name: 'memory', unit: 'By', decimals: 0 },
    { name: 'io', unit: 'By/s', decimals: 0 },
  ],
};

export const processes: Family = {
  id: 'process',
  order: 90,
  title: 'Processes',
  metrics: [processCount, processCreated, fileHandles, fileHandleShare, threadShare],
  tables: [processTable],
};
