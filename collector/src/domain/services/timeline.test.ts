import type { Part, ServiceState } from '@fettle/shared/api/services';
import type { DeviceId, IncidentId } from '@fettle/shared/ids';
import { describe, expect, test } from 'vitest';
import { statesIn } from './timeline.ts';
import type { Composition, Spell } from './types.ts';

const device = (n: number) => `d${n}` as DeviceId;

function spell(n: number, from: number, to: number | null, fields: Partial<Spell> = {}): Spell {
  const kind = fields.kind ?? 'away';
  const id = kind === 'away' ? `a:${device(n)}:${from}` : `i:${fields.incident}:${from}`;
  const base = { site: 's', incident: null, rule: null, instance: null, severity: null, words: '' };
  return { id, kind, device: device(n), ...base, from, to, ...fields };
}

const part = (fields: Partial<Part> = {}): Part => ({
  name: 'p',
  of: { kind: 'devices', selector: '', counts: 'away' },
  need: { kind: 'all' },
  impact: 'down',
  ...fields,
});

const made = (from: number, parts: Part[], devices: number[][], service = 's'): Composition => ({
  service,
  from,
  parts,
  devices: devices.map((ids) => ids.map(device)),
});

const none = new Map<never, never>();
const brief = (list: readonly { from: number; to: number; state: ServiceState; planned: boolean }[]) =>
  list.map(({ from, to, state, planned }) => `${from}–${to} ${state}${planned ? ' planned' : ''}`);

describe('one composition', () => {
  test('before it was counted nobody can tell; then it is what its devices are', () => {
    const spells = [spell(1, 20, 30), spell(1, 25, 40)];
    expect(brief(statesIn([made(10, [part()], [[1, 2]])], spells, none, none, 0, 50))).toEqual([
      '0–10 unknown',
      '10–20 in-order',
      '20–25 down',
      '25–30 down',
      '30–40 down',
      '40–50 in-order',
    ]);
  });

  test('any and k of n: what is out without a need missed makes it degraded', () => {
    const spells = [spell(1, 10, 40), spell(2, 20, 30)];
    const any = made(0, [part({ need: { kind: 'any' } })], [[1, 2]]);
    expect(brief(statesIn([any], spells, none, none, 0, 50))).toEqual([
      '0–10 in-order',
      '10–20 degraded',
      '20–30 down',
      '30–40 degraded',
      '40–50 in-order',
    ]);
    const two = made(0, [part({ need: { kind: 'at-least', count: 2 } })], [[1, 2, 3]]);
    expect(brief(statesIn([two], spells, none, none, 15, 35))).toEqual([
      '15–20 degraded',
      '20–30 down',
      '30–35 degraded',
    ]);
  });

  test('a part with fewer members than it needs is nobody’s to judge', () => {
    expect(brief(statesIn([made(0, [part()], [[]])], [], none, none, 0, 5))).toEqual(['0–5 unknown']);
    const many = part({ need: { kind: 'at-least', count: 2 } });
    expect(brief(statesIn([made(0, [many], [[1]])], [], none, none, 0, 5))).toEqual(['0–5 unknown']);
    const aside = part({ need: { kind: 'at-least', count: 2 }, impact: 'degraded' });
    const parts = [part(), aside];
    expect(brief(statesIn([made(0, parts, [[1], [2]])], [spell(1, 2, 3)], none, none, 0, 5))).toEqual([
      '0–2 unknown',
      '2–3 down',
      '3–5 unknown',
    ]);
  });

  test('which spells count is for the part to say', () => {
    const incident = (severity: 'warning' | 'critical', from: number, to: number) =>
      spell(1, from, to, { kind: 'incident', incident: 'n' as IncidentId, rule: 'disk', instance: '/var', severity });
    const spells = [incident('warning', 10, 20), incident('critical', 20, 30), spell(1, 40, 50)];
    const states = (of: Part['of']) =>
      statesIn([made(0, [part({ of })], [[1]])], spells, none, none, 0, 60)
        .filter(({ state }) => state === 'down')
        .map(({ from, to }) => [from, to]);
    expect(states({ kind: 'devices', selector: '', counts: 'away' })).toEqual([[40, 50]]);
    expect(states({ kind: 'devices', selector: '', counts: 'critical' })).toEqual([
      [20, 30],
      [40, 50],
    ]);
    expect(states({ kind: 'device', ids: ['d1'], counts: 'any' })).toEqual([
      [10, 20],
      [20, 30],
      [40, 50],
    ]);
    expect(states({ kind: 'check', rule: 'disk', selector: '' })).toEqual([
      [10, 20],
      [20, 30],
    ]);
    expect(states({ kind: 'check', rule: 'disk', selector: '', instance: '/' })).toEqual([]);
  });
});

describe('windows', () => {
  const windows = new Map([[device(1), [{ from: 15, to: 25 }]]]);

  test('an outage is planned to the millisecond while the window of all that is out is open', () => {
    expect(brief(statesIn([made(0, [part()], [[1]])], [spell(1, 10, 30)], windows, none, 0, 40))).toEqual([
      '0–10 in-order',
      '10–15 down',
      '15–25 window planned',
      '25–30 down',
      '30–40 in-order',
    ]);
  });

  test('something else that is out beside it makes it no plan', () => {
    const spells = [spell(1, 16, 24), spell(2, 20, 22)];
    expect(brief(statesIn([made(0, [part()], [[1, 2]])], spells, windows, none, 10, 30))).toEqual([
      '10–16 in-order',
      '16–20 window planned',
      '20–22 down',
      '22–24 window planned',
      '24–30 in-order',
    ]);
  });

  test('degraded by plan says so', () => {
    const any = made(0, [part({ need: { kind: 'any' } })], [[1, 2]]);
    expect(brief(statesIn([any], [spell(1, 16, 30)], windows, none, 16, 30))).toEqual([
      '16–25 degraded planned',
      '25–30 degraded',
    ]);
  });
});
