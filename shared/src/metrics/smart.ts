import type { Family, Metric } from './metric.ts';

/** What a disk itself counts of its damage. Pending ones may still be read; media errors are NVMe's word. */
export const diskDefects = ['reallocated', 'pending', 'uncorrectable', 'media_error', 'grown'] as const;

export const diskHealth: Metric = {
  name: 'hw.physical_disk.health',
  unit: '1',
  kind: 'state',
  attributes: ['hw.id'],
  decimals: 0,
  rollup: 'max',
  states: ['passed', 'failed'],
  bad: { 1: 'critical' },
  words: 'What each disk says of itself; one that failed may stop working any day.',
};

export const diskTemperature: Metric = {
  name: 'hw.physical_disk.temperature',
  unit: 'Cel',
  kind: 'gauge',
  attributes: ['hw.id'],
  decimals: 0,
  rollup: 'max',
  chart: { title: 'Temperature of disks', form: 'line', by: 'hw.id', fromZero: false },
  limits: { direction: 'above', warning: 65, critical: 75, words: '{of} is at {value}' },
  words: 'How warm each disk is by its own sensor.',
};

export const diskWear: Metric = {
  name: 'hw.physical_disk.endurance_utilization',
  unit: '1',
  kind: 'gauge',
  attributes: ['hw.id'],
  decimals: 2,
  rollup: 'max',
  chart: { title: 'Wear of disks', form: 'line', by: 'hw.id' },
  limits: { direction: 'above', warning: 0.9, critical: 1, words: '{of} has used {value} of its write life' },
  words: 'The used share of what each disk was made to write; it may go beyond 1.',
};

export const diskSpare: Metric = {
  name: 'hw.physical_disk.spare',
  unit: '1',
  kind: 'gauge',
  attributes: ['hw.id'],
  decimals: 2,
  rollup: 'min',
  limits: { direction: 'below', warning: 0.2, critical: 0.1, words: '{of} has {value} of its spare blocks left' },
  words: 'The share of spare blocks that each disk still has in place of worn ones.',
};

export const diskDefectCount: Metric = {
  name: 'hw.physical_disk.defects',
  unit: '{defect}',
  kind: 'gauge',
  attributes: ['hw.id', 'hw.physical_disk.defect'],
  decimals: 0,
  rollup: 'max',
  chart: { title: 'Defects of disks', form: 'line', by: 'hw.physical_disk.defect', per: 'hw.id' },
  words: 'Damaged places that each disk has counted since it was made; what matters is whether they grow.',
};

export const diskPowerOn: Metric = {
  name: 'hw.physical_disk.power_on_time',
  unit: 's',
  kind: 'gauge',
  attributes: ['hw.id'],
  decimals: 0,
  rollup: 'max',
  words: 'How long each disk has been switched on in its life.',
};

export const smart: Family = {
  id: 'smart',
  order: 120,
  title: 'Health of disks',
  metrics: [diskHealth, diskTemperature, diskWear, diskSpare, diskDefectCount, diskPowerOn],
};
