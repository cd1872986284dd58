import type { Trouble } from '@fettle/shared/api/devices';
import type { DeviceId } from '@fettle/shared/ids';
import { expect, test } from 'vitest';
import type { Incident } from '../../domain/incidents/index.ts';
import type { Rule } from '../../domain/rules/index.ts';
import { OpenTroubles } from './open-troubles.ts';

const [a, b] = ['da', 'db'] as DeviceId[] as [DeviceId, DeviceId];
const incident = (device: DeviceId, fields: Partial<Incident> = {}) =>
  ({
    device,
    reason: 'value',
    quiet: null,
    severity: 'warning',
    metric: 'system.cpu.busy',
    attributes: {},
    value: 0.9,
    words: 'busy',
    ...fields,
  }) as Incident;
const measured = (metric: string, severity: Trouble['severity'] = 'critical'): Trouble => ({
  severity,
  metric,
  attributes: {},
  value: 1,
  words: metric,
});
const rule = (metric: string, enabled = true) =>
  ({ enabled, when: { kind: 'value', metric, is: 'above', levels: {} } }) as unknown as Rule;

test('without rules the catalogue speaks; of what a rule looks at, incidents do', () => {
  const open = new OpenTroubles();
  const both = [measured('system.cpu.busy'), measured('system.swap')];
  expect(open.of(a, both)).toEqual(both);
  open.take([], [rule('system.cpu.busy'), rule('system.swap', false)]);
  expect(open.of(a, both).map(({ metric }) => metric)).toEqual(['system.swap']);
  open.take([incident(a)], [rule('system.cpu.busy')]);
  expect(open.of(a, both).map(({ severity, words }) => `${severity} ${words}`)).toEqual([
    'critical system.swap',
    'warning busy',
  ]);
  expect(open.of(b, [])).toEqual([]);
});

test('windows and silence are no trouble of a list', () => {
  const open = new OpenTroubles();
  open.take(
    [incident(a, { quiet: { by: 'window', window: 'w' } }), incident(a, { reason: 'device', metric: null })],
    [],
  );
  expect(open.of(a, [])).toEqual([]);
  open.take([incident(a, { quiet: { by: 'flapping', since: 1 }, value: null })], []);
  expect(open.of(a, [])).toMatchObject([{ value: 0, words: 'busy' }]);
});

test('it tells whose incidents differ', () => {
  const open = new OpenTroubles();
  expect(open.take([incident(a), incident(b)], [])).toEqual([a, b]);
  expect(open.take([incident(a), incident(b)], [])).toEqual([]);
  expect(open.take([incident(b, { severity: 'critical' })], [])).toEqual([a, b]);
});
