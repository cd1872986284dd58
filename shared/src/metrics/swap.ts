import type { Family, Metric } from './metric.ts';

export const swapUtilization: Metric = {
  name: 'system.paging.utilization',
  unit: '1',
  kind: 'gauge',
  attributes: [],
  decimals: 4,
  rollup: 'avg',
  words: 'The share of swap space that is used; absent where there is no swap.',
};

export const swapUsage: Metric = {
  name: 'system.paging.usage',
  unit: 'By',
  kind: 'gauge',
  attributes: ['system.paging.state'],
  decimals: 0,
  rollup: 'avg',
  chart: { title: 'Swap', form: 'stack', by: 'system.paging.state', hide: ['free'] },
  words: 'Swap space that is used and free.',
};

export const pagingOperations: Metric = {
  name: 'system.paging.operations.rate',
  unit: '{operation}/s',
  kind: 'rate',
  attributes: ['system.paging.direction'],
  decimals: 1,
  rollup: 'avg',
  chart: { title: 'Swapping', form: 'mirror', by: 'system.paging.direction', above: 'in' },
  words: 'Pages brought in from swap and put out to it each second; steady traffic means too little memory.',
};

export const pageFaults: Metric = {
  name: 'system.paging.faults.rate',
  unit: '{fault}/s',
  kind: 'rate',
  attributes: ['system.paging.fault.type'],
  decimals: 1,
  rollup: 'avg',
  words: 'Page faults each second; a major one had to wait for a disk.',
};

export const pageTraffic: Metric = {
  name: 'system.paging.linux.io.rate',
  unit: 'By/s',
  kind: 'rate',
  attributes: ['system.paging.direction'],
  decimals: 1,
  rollup: 'avg',
  words: 'Bytes that the memory manager moved in from disks and out to them each second.',
};

export const reclaimed: Metric = {
  name: 'system.paging.linux.reclaim.rate',
  unit: '{page}/s',
  kind: 'rate',
  attributes: ['system.paging.linux.step'],
  decimals: 1,
  rollup: 'avg',
  words: 'Pages each second that the kernel looked at and took back for want of memory, and those it then missed.',
};

export const pageEvents: Metric = {
  name: 'system.paging.linux.events.rate',
  unit: '{event}/s',
  kind: 'rate',
  attributes: ['system.paging.linux.event'],
  decimals: 1,
  rollup: 'avg',
  words: 'What the memory manager did each second: pages given back, moved or made huge, room made, caches dropped.',
};

export const outOfMemoryKills: Metric = {
  name: 'system.memory.linux.out_of_memory_kills',
  unit: '{process}',
  kind: 'gauge',
  attributes: [],
  decimals: 0,
  rollup: 'max',
  words: 'How many processes the kernel has killed for want of memory since it started.',
};

export const swap: Family = {
  id: 'swap',
  order: 80,
  title: 'Swap',
  metrics: [
    swapUtilization,
    swapUsage,
    pagingOperations,
    pageFaults,
    pageTraffic,
    reclaimed,
    pageEvents,
    outOfMemoryKills,
  ],
};
