import type { Family, Metric } from './metric.ts';

/** As systemd names them, with the states of a change in between last. */
export const unitStates = ['inactive', 'active', 'failed', 'activating', 'deactivating', 'reloading'] as const;

export const unitState: Metric = {
  name: 'systemd.unit.state',
  unit: '1',
  kind: 'state',
  attributes: ['systemd.unit.name'],
  decimals: 0,
  rollup: 'last',
  states: unitStates,
  bad: { [unitStates.indexOf('failed')]: 'warning' },
  words: 'Whether each service runs; those that never ran are not shown.',
};

export const unitRestarts: Metric = {
  name: 'systemd.unit.restarts',
  unit: '{restart}',
  kind: 'gauge',
  attributes: ['systemd.unit.name'],
  decimals: 0,
  rollup: 'max',
  words: 'How often each service was started again by itself since somebody last started it.',
};

export const unitCount: Metric = {
  name: 'systemd.unit.count',
  unit: '{unit}',
  kind: 'gauge',
  attributes: ['systemd.unit.active_state'],
  decimals: 0,
  rollup: 'max',
  chart: { title: 'Services', form: 'line', by: 'systemd.unit.active_state', hide: ['inactive'] },
  words: 'How many services there are, by state.',
};

export const unit: Family = {
  id: 'unit',
  order: 100,
  title: 'Services',
  metrics: [unitState, unitRestarts, unitCount],
};
