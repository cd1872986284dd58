import type { Family, Metric } from './metric.ts';

/** They sum to the limit. Reserved is what only root may fill. */
export const filesystemStates = ['used', 'free', 'reserved'] as const;

export const filesystemUtilization: Metric = {
  name: 'system.filesystem.utilization',
  unit: '1',
  kind: 'gauge',
  attributes: ['system.filesystem.mountpoint'],
  decimals: 4,
  rollup: 'max',
  chart: { title: 'File systems used', form: 'line', by: 'system.filesystem.mountpoint', max: 1 },
  limits: { direction: 'above', warning: 0.87, critical: 0.95, words: '{of} is {value} full' },
  words: 'The used share of the space that ordinary programs may fill, as df shows it.',
};

export const filesystemUsage: Metric = {
  name: 'system.filesystem.usage',
  unit: 'By',
  kind: 'gauge',
  attributes: ['system.filesystem.mountpoint', 'system.filesystem.state'],
  decimals: 0,
  rollup: 'avg',
  words: 'Space of each file system by state; the states sum to its size.',
};

export const filesystemLimit: Metric = {
  name: 'system.filesystem.limit',
  unit: 'By',
  kind: 'gauge',
  attributes: ['system.filesystem.mountpoint'],
  decimals: 0,
  rollup: 'last',
  words: 'The size of each file system.',
};

export const inodeUtilization: Metric = {
  name: 'system.filesystem.inodes.utilization',
  unit: '1',
  kind: 'gauge',
  attributes: ['system.filesystem.mountpoint'],
  decimals: 4,
  rollup: 'max',
  limits: { direction: 'above', warning: 0.87, critical: 0.95, words: '{of} has {value} of its files used up' },
  words: 'The used share of the files that a file system has room for; absent where it has no such limit.',
};

export const inodeUsage: Metric = {
  name: 'system.filesystem.inodes.usage',
  unit: '{inode}',
  kind: 'gauge',
  attributes: ['system.filesystem.mountpoint', 'system.filesystem.state'],
  decimals: 0,
  rollup: 'avg',
  words: 'How many files each file system holds and how many more it has room for.',
};

export const filesystem: Family = {
  id: 'filesystem',
  order: 30,
  title: 'File systems',
  metrics: [filesystemUtilization, filesystemUsage, filesystemLimit, inodeUtilization, inodeUsage],
};
