import type { Family, Metric } from './metric.ts';

export const cpuModes = ['user', 'nice', 'system', 'iowait', 'interrupt', 'steal', 'idle'] as const;

export const cpuBusy: Metric = {
  name: 'system.cpu.busy',
  unit: '1',
  kind: 'gauge',
  attributes: [],
  decimals: 4,
  rollup: 'avg',
  words: 'The share of time in which the processors, taken together, were not idle.',
};

export const cpuUtilization: Metric = {
  name: 'system.cpu.utilization',
  unit: '1',
  kind: 'gauge',
  attributes: ['cpu.mode'],
  decimals: 4,
  rollup: 'avg',
  chart: { title: 'CPU by mode', form: 'stack', by: 'cpu.mode', hide: ['idle'], max: 1 },
  words: 'The share of all processors’ time spent in each mode since the sample before.',
};

export const cpuCore: Metric = {
  name: 'system.cpu.core.utilization',
  unit: '1',
  kind: 'gauge',
  attributes: ['cpu.logical_number'],
  decimals: 4,
  rollup: 'avg',
  chart: { title: 'CPU by core', form: 'line', by: 'cpu.logical_number', max: 1 },
  words: 'The share of time in which one logical processor was not idle.',
};

export const contextSwitches: Metric = {
  name: 'system.cpu.context_switches.rate',
  unit: '{switch}/s',
  kind: 'rate',
  attributes: [],
  decimals: 1,
  rollup: 'avg',
  words: 'How often a second the processors turned from one thread to another.',
};

export const interrupts: Metric = {
  name: 'system.cpu.interrupts.rate',
  unit: '{interrupt}/s',
  kind: 'rate',
  attributes: [],
  decimals: 1,
  rollup: 'avg',
  words: 'How often a second devices interrupted the processors.',
};

export const softInterrupts: Metric = {
  name: 'system.cpu.soft_interrupts.rate',
  unit: '{interrupt}/s',
  kind: 'rate',
  attributes: [],
  decimals: 1,
  rollup: 'avg',
  words: 'How often a second the kernel did the work that interrupts had left for later.',
};

/** In the order of the line `softirq` of /proc/stat. */
export const softInterruptKinds = [
  'urgent_task',
  'timer',
  'network_send',
  'network_receive',
  'block',
  'poll',
  'task',
  'scheduler',
  'fine_timer',
  'rcu',
] as const;

export const softInterruptKind: Metric = {
  name: 'system.cpu.linux.soft_interrupts.rate',
  unit: '{interrupt}/s',
  kind: 'rate',
  attributes: ['system.cpu.linux.soft_interrupt'],
  decimals: 1,
  rollup: 'avg',
  words: 'How often a second the kernel did work that interrupts had left for later, by the kind of work.',
};

export const cpu: Family = {
  id: 'cpu',
  order: 10,
  title: 'CPU',
  metrics: [cpuBusy, cpuUtilization, cpuCore, contextSwitches, interrupts, softInterrupts, softInterruptKind],
};
