import { expect, test } from 'vitest';
import { bodyOf, diskFull, mountpoint } from './body.fixture.ts';
import { checkRule } from './check.ts';
import type { Condition, RuleBody } from './rule.ts';

const said = (body: RuleBody) => checkRule(body).map(({ path, message }) => `${path.join('.')}: ${message}`);
const levels = (given: unknown, is = 'above') => ({ ...diskFull, is, levels: given }) as Condition;
const trend = {
  kind: 'trend',
  metric: diskFull.metric,
  reaches: 1,
  withinMs: { warning: 864e5 },
  historyMs: 864e5,
} as const;

test.each<[string, Condition]>([
  ['a value', diskFull],
  ['a band', levels({ warning: { limit: [0.2, 0.8], clear: [0.3, 0.7] }, critical: { limit: [0.1, 0.8] } }, 'outside')],
  ['something below', levels({ warning: { limit: 0.2, clear: 0.2 }, critical: { limit: 0.1, clear: 0.3 } }, 'below')],
  ['a sum that is no round double', levels({ warning: { limit: 0.1 + 0.2 } })],
  ['a state', { kind: 'state', metric: 'systemd.unit.state', states: { warning: ['failed'] } }],
  ['something absent', { kind: 'absent', metric: 'systemd.unit.state', afterMs: 60_000, severity: 'warning' }],
  ['a silence', { kind: 'device', states: { warning: ['late'], critical: ['offline', 'unreachable'] } }],
  ['what is told', { kind: 'told', severity: 'warning' }],
  ['a trend', trend],
  ['a formula', { kind: 'formula', expression: 'system.cpu.busy * 2', is: 'above', levels: { warning: { limit: 1 } } }],
])('nothing is wrong with %s', (_, when) => {
  expect(said(bodyOf(when))).toEqual([]);
});

test.each<[Condition, string]>([
  [{ ...diskFull, metric: 'system.disk.full' }, 'when.metric: There is no metric system.disk.full.'],
  [{ ...diskFull, metric: 'systemd.unit.state' }, 'when.kind: systemd.unit.state is a state: use the kind “state”.'],
  [
    { kind: 'state', metric: 'system.cpu.busy', states: { warning: ['failed'] } },
    'when.kind: system.cpu.busy has no states: use the kind “value”.',
  ],
  [
    { ...diskFull, where: { disk: 'sda' } },
    `when.where.disk: ${diskFull.metric} has no attribute disk; it has ${mountpoint}.`,
  ],
  [
    { ...diskFull, metric: 'system.cpu.busy', where: { core: '1' } },
    'when.where.core: system.cpu.busy has no attribute core; it has none.',
  ],
  [levels({}), 'when.levels: There is no level: say where “warning” or “critical” begins.'],
  [
    levels({ warning: { limit: 0.9 }, critical: { limit: 0.9 } }),
    'when.levels.critical.limit: “critical” must lie above “warning”.',
  ],
  [
    levels({ warning: { limit: 0.2 }, critical: { limit: 0.3 } }, 'below'),
    'when.levels.critical.limit: “critical” must lie below “warning”.',
  ],
  [
    levels({ warning: { limit: [0.2, 0.8] }, critical: { limit: [0.1, 0.7] } }, 'outside'),
    'when.levels.critical.limit: “critical” must lie wider than “warning”.',
  ],
  [
    levels({ warning: { limit: 0.85, clear: 0.9 } }),
    'when.levels.warning.clear: “clear” is on the wrong side: it must be at or below the limit.',
  ],
  [
    levels({ critical: { limit: 0.1, clear: 0.05 } }, 'below'),
    'when.levels.critical.clear: “clear” is on the wrong side: it must be at or above the limit.',
  ],
  [
    levels({ warning: { limit: [0.2, 0.8], clear: [0.1, 0.7] } }, 'outside'),
    'when.levels.warning.clear: “clear” is on the wrong side: it must be within the limit.',
  ],
  [levels({ warning: { limit: [0.2, 0.8] } }), 'when.levels.warning.limit: “above” takes one number.'],
  [
    levels({ warning: { limit: 0.5 } }, 'outside'),
    'when.levels.warning.limit: “outside” takes two numbers, [low, high].',
  ],
  [
    levels({ warning: { limit: [0.8, 0.2] } }, 'outside'),
    'when.levels.warning.limit: The first number must be the lower one.',
  ],
  [
    levels({ warning: { limit: 0.87654 } }),
    'when.levels.warning.limit: 0.87654 is finer than the values, which have 4 digits after the point.',
  ],
  [
    levels({ warning: { limit: 1e300 } }),
    'when.levels.warning.limit: 1e+300 is finer than the values, which have 4 digits after the point.',
  ],
  [
    { kind: 'state', metric: 'systemd.unit.state', states: {} },
    'when.states: There is no state: say which are “warning” or “critical”.',
  ],
  [
    { kind: 'state', metric: 'systemd.unit.state', states: { warning: ['faild'] } },
    'when.states.warning.0: “faild” is no state of systemd.unit.state; it has inactive, active, failed, activating, deactivating, reloading.',
  ],
  [
    { kind: 'state', metric: 'systemd.unit.state', states: { warning: ['failed'], critical: ['failed'] } },
    'when.states.critical.0: “failed” is named twice.',
  ],
  [
    { kind: 'device', states: { critical: ['gone'] } } as unknown as Condition,
    'when.states.critical.0: “gone” is no state of a device; it has offline, unreachable, stopped, late.',
  ],
  [
    { kind: 'absent', metric: 'system.cpu.busy', afterMs: 0, severity: 'warning' },
    'when.afterMs: This must be at least a second.',
  ],
  [{ ...diskFull, kind: 'change', overMs: 10 }, 'when.overMs: This must be at least a second.'],
  [{ ...trend, withinMs: {} }, 'when.withinMs: There is no time: say within what “warning” or “critical” begins.'],
  [
    { ...trend, withinMs: { warning: 864e5, critical: 864e5 } },
    'when.withinMs.critical: “critical” must be a shorter time than “warning”.',
  ],
  [{ ...trend, historyMs: 60_000 }, 'when.historyMs: This must be at least 10 minutes.'],
  [{ ...trend, reaches: 0.99999 }, `when.reaches: 0.99999 is finer than the values of ${diskFull.metric}.`],
])('%j', (when, message) => {
  expect(said(bodyOf(when))).toEqual([message]);
});

test.each([
  [
    '',
    'when.expression: This formula cannot be read: at character 1 it ends where a number, a metric or “(” should be.',
  ],
  ['1 + 1', 'when.expression: This formula names no metric: it is always the same.'],
  ['2 * system.cpu.bsy', 'when.expression: At character 5: there is no metric system.cpu.bsy.'],
  [
    'system.memory.usage / 2',
    'when.expression: At character 1: system.memory.usage has several series: say which (system.memory.state), or take sum(), avg(), min() or max() of it.',
  ],
  [
    'sum(system.memory.usage{state=used})',
    'when.expression: At character 5: system.memory.usage has no attribute state.',
  ],
])('the formula %s', (expression, message) => {
  const when = { kind: 'formula', expression, is: 'above', levels: { warning: { limit: 1 } } } as const;
  expect(said(bodyOf(when))).toEqual([message]);
});

test('selectors and overrides are looked at as well, all at once', () => {
  const overrides = [
    {},
    { selector: 'role=', off: true },
    { where: { disk: 'a' }, forMs: 1 },
    { levels: { warning: { limit: 0.5, clear: 0.6 } } },
    { off: true, calendar: { days: [1], from: '08:00', to: '09:00', zone: 'Berlin' } },
  ];
  expect(said(bodyOf(diskFull, { selector: 'a b', overrides })).map((text) => text.split(':')[0])).toEqual([
    'selector',
    'overrides.0',
    'overrides.1.selector',
    'overrides.2.where.disk',
    'overrides.3.levels.warning.clear',
    'overrides.4.calendar.zone',
  ]);
  const silent = bodyOf(
    { kind: 'device', states: { warning: ['late'] } },
    { overrides: [{ where: { a: 'b' }, levels: {} }] },
  );
  expect(said(silent)).toEqual([
    'overrides.0.levels: A rule of the kind “device” has no levels.',
    'overrides.0.where: A rule of the kind “device” has no series to choose from.',
  ]);
});
