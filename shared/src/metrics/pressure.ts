import type { Family, Metric } from './metric.ts';

export const pressureShare: Metric = {
  name: 'system.linux.psi.pressure',
  unit: '1',
  kind: 'gauge',
  attributes: ['system.linux.psi.resource', 'system.pressure.stall_type'],
  decimals: 4,
  rollup: 'avg',
  chart: {
    title: 'Pressure',
    form: 'line',
    by: 'system.linux.psi.resource',
    per: 'system.pressure.stall_type',
  },
  words: 'The share of time in which some programs, or all of them (full), had to wait for a resource.',
};

export const pressure: Family = { id: 'pressure', order: 60, title: 'Pressure', metrics: [pressureShare] };
