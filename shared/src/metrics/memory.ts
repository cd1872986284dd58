import type { Family, Metric } from './metric.ts';

/** They sum to the limit. Shared memory counts as used, because the kernel cannot take it back. */
export const memoryStates = ['used', 'buffers', 'cached', 'free'] as const;

/** Kinds of memory that overlap each other and the states. */
export const memoryKinds = [
  'anonymous',
  'mapped',
  'active',
  'inactive',
  'unevictable',
  'dirty',
  'writeback',
  'page_tables',
  'kernel_stack',
  'per_cpu',
  'virtual',
  'huge_anonymous',
  'swap_cached',
  'active_anonymous',
  'inactive_anonymous',
  'active_file',
  'inactive_file',
  'locked',
  'reclaimable_by_kernel',
  'page_tables_of_guests',
  'huge_shared',
  'huge_file',
  'huge_reserved',
  'compressed',
  'compressed_content',
  'writeback_temporary',
  'bounce',
  'damaged',
  'mapped_by_4k',
  'mapped_by_2m',
  'mapped_by_1g',
] as const;

export const memoryUtilization: Metric = {
  name: 'system.memory.utilization',
  unit: '1',
  kind: 'gauge',
  attributes: [],
  decimals: 4,
  rollup: 'avg',
  limits: { direction: 'above', warning: 0.92, critical: 0.97, words: 'Memory is {value} used' },
  words: 'The share of memory that programs could not get without swapping.',
};

export const memoryUsage: Metric = {
  name: 'system.memory.usage',
  unit: 'By',
  kind: 'gauge',
  attributes: ['system.memory.state'],
  decimals: 0,
  rollup: 'avg',
  chart: { title: 'Memory', form: 'stack', by: 'system.memory.state', hide: ['free'] },
  words: 'Memory by what it is used for; the states sum to all memory.',
};

export const memoryLimit: Metric = {
  name: 'system.memory.limit',
  unit: 'By',
  kind: 'gauge',
  attributes: [],
  decimals: 0,
  rollup: 'last',
  words: 'All memory that the operating system can use.',
};

export const memoryAvailable: Metric = {
  name: 'system.memory.linux.available',
  unit: 'By',
  kind: 'gauge',
  attributes: [],
  decimals: 0,
  rollup: 'min',
  words: 'Memory that programs could still get without swapping, as the kernel estimates it.',
};

export const memoryShared: Metric = {
  name: 'system.memory.linux.shared',
  unit: 'By',
  kind: 'gauge',
  attributes: [],
  decimals: 0,
  rollup: 'avg',
  words: 'Memory shared between programs, mostly by file systems that live in memory.',
};

export const memorySlab: Metric = {
  name: 'system.memory.linux.slab.usage',
  unit: 'By',
  kind: 'gauge',
  attributes: ['system.memory.linux.slab.state'],
  decimals: 0,
  rollup: 'avg',
  words: 'Memory in which the kernel keeps its own objects, by whether it can give it back.',
};

export const memoryKind: Metric = {
  name: 'system.memory.linux.usage',
  unit: 'By',
  kind: 'gauge',
  attributes: ['system.memory.linux.kind'],
  decimals: 0,
  rollup: 'avg',
  words: 'Memory by kind; the kinds overlap.',
};

export const memoryCommitted: Metric = {
  name: 'system.memory.linux.committed',
  unit: 'By',
  kind: 'gauge',
  attributes: [],
  decimals: 0,
  rollup: 'max',
  words: 'Memory that programs have asked for, whether they use it or not.',
};

export const memoryCommitLimit: Metric = {
  name: 'system.memory.linux.commit_limit',
  unit: 'By',
  kind: 'gauge',
  attributes: [],
  decimals: 0,
  rollup: 'last',
  words: 'How much memory programs may ask for in all where the kernel promises no more than it has.',
};

export const hugePages: Metric = {
  name: 'system.memory.linux.hugepages.usage',
  unit: '{page}',
  kind: 'gauge',
  attributes: ['system.memory.linux.hugepages.state'],
  decimals: 0,
  rollup: 'avg',
  words: 'Huge pages set aside at the start, by whether they are used.',
};

export const memory: Family = {
  id: 'memory',
  order: 20,
  title: 'Memory',
  metrics: [
    memoryUtilization,
    memoryUsage,
    memoryLimit,
    memoryAvailable,
    memoryShared,
    memorySlab,
    memoryKind,
    memoryCommitted,
    memoryCommitLimit,
    hugePages,
  ],
};
