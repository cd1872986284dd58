import type { Family, Metric } from './metric.ts';

export const temperature: Metric = {
  name: 'hw.temperature',
  unit: 'Cel',
  kind: 'gauge',
  attributes: ['hw.id'],
  decimals: 1,
  rollup: 'max',
  chart: { title: 'Temperature', form: 'line', by: 'hw.id', fromZero: false },
  // Processors run at 90 by design and disks suffer from 70: sharper limits are a matter for rules by sensor.
  limits: { direction: 'above', warning: 95, critical: 105, words: '{of} is at {value}' },
  words: 'What each temperature sensor reads.',
};

export const fanSpeed: Metric = {
  name: 'hw.fan.speed',
  unit: 'rpm',
  kind: 'gauge',
  attributes: ['hw.id'],
  decimals: 0,
  rollup: 'avg',
  chart: { title: 'Fans', form: 'line', by: 'hw.id' },
  words: 'How fast each fan turns; a fan that stands still reads 0.',
};

export const batteryCharge: Metric = {
  name: 'hw.battery.charge',
  unit: '1',
  kind: 'gauge',
  attributes: ['hw.id'],
  decimals: 2,
  rollup: 'min',
  chart: { title: 'Battery', form: 'line', by: 'hw.id', max: 1 },
  limits: { direction: 'below', warning: 0.1, critical: 0.05, words: '{of} is down to {value}' },
  words: 'The remaining share of each battery’s charge.',
};

export const batteryStatus: Metric = {
  name: 'hw.battery.status',
  unit: '1',
  kind: 'state',
  attributes: ['hw.id'],
  decimals: 0,
  rollup: 'last',
  states: ['unknown', 'charging', 'discharging', 'not charging', 'full'],
  words: 'What each battery is doing.',
};

export const batteryHealth: Metric = {
  name: 'hw.battery.health',
  unit: '1',
  kind: 'gauge',
  attributes: ['hw.id'],
  decimals: 2,
  rollup: 'min',
  words: 'What each battery can hold now, as a share of what it held when new.',
};

export const sensor: Family = {
  id: 'sensor',
  order: 110,
  title: 'Sensors',
  metrics: [temperature, fanSpeed, batteryCharge, batteryStatus, batteryHealth],
};
