import type { Family, Metric } from './metric.ts';

const gauge = { kind: 'gauge', attributes: [], decimals: 0, rollup: 'max' } as const;

export const agentCpu: Metric = {
  ...gauge,
  name: 'fettle.agent.cpu.utilization',
  unit: '1',
  decimals: 4,
  rollup: 'avg',
  chart: { title: 'Agent’s CPU', form: 'area', fromZero: true },
  words: 'The share of one processor that the agent itself used.',
};

export const agentResident: Metric = {
  ...gauge,
  name: 'fettle.agent.memory.resident',
  unit: 'By',
  chart: { title: 'Agent’s memory', form: 'area' },
  words: 'Memory that the agent holds, files shared with other programs included.',
};

export const agentAnonymous: Metric = {
  ...gauge,
  name: 'fettle.agent.memory.anonymous',
  unit: 'By',
  words: 'Memory that the agent holds for itself alone.',
};

export const agentCycle: Metric = {
  ...gauge,
  name: 'fettle.agent.cycle.duration',
  unit: 'ms',
  decimals: 2,
  words: 'How long the agent took to measure everything once, the cycle before this one.',
};

export const agentUnacknowledged: Metric = {
  ...gauge,
  name: 'fettle.agent.frames.unacknowledged',
  unit: '{frame}',
  words: 'Frames that the agent keeps because the collector has not yet said that it has them.',
};

export const agentDropped: Metric = {
  ...gauge,
  name: 'fettle.agent.frames.dropped',
  unit: '{frame}',
  words: 'Frames that the agent lost since it started: dropped for want of room, or damaged on its disk.',
};

export const agentRefused: Metric = {
  ...gauge,
  name: 'fettle.agent.frames.refused',
  unit: '{frame}',
  words: 'Frames that were left out since the agent started because the collector can never store them.',
};

export const agentErrors: Metric = {
  ...gauge,
  name: 'fettle.agent.sampler.errors',
  unit: '{error}',
  words: 'How often a sampler failed since the agent started.',
};

export const agentSeries: Metric = {
  ...gauge,
  name: 'fettle.agent.series.count',
  unit: '{series}',
  words: 'How many series the agent measures.',
};

export const agentOmitted: Metric = {
  ...gauge,
  name: 'fettle.agent.series.omitted',
  unit: '{series}',
  limits: { direction: 'above', warning: 1, critical: 1_000, words: '{value} series are too many and not measured' },
  words: 'How many series are not measured because the device has too many.',
};

export const agent: Family = {
  id: 'agent',
  order: 160,
  title: 'The agent’s own cost',
  metrics: [
    agentCpu,
    agentResident,
    agentAnonymous,
    agentCycle,
    agentUnacknowledged,
    agentDropped,
    agentRefused,
    agentErrors,
    agentSeries,
    agentOmitted,
  ],
};
