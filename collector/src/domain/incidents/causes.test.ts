import type { DeviceId, IncidentId } from '@fettle/shared/ids';
import { describe, expect, test } from 'vitest';
import { causesOf } from './causes.ts';
import type { Bystander } from './draft.ts';

const device = (name: string, fields: Partial<Bystander> = {}): Bystander => ({
  id: `d${name}` as DeviceId,
  name,
  site: 'berlin',
  kind: 'server',
  state: 'offline',
  stateSince: 0,
  labels: {},
  ...fields,
});
const silent = (name: string, openedAt = 0) => ({
  id: `i${name}` as IncidentId,
  device: `d${name}` as DeviceId,
  reason: 'device' as const,
  openedAt,
});
const other = (name: string, openedAt = 0) => ({
  ...silent(name, openedAt),
  id: `i${name}-disk` as IncidentId,
  reason: 'value' as const,
});
const behind = (name: string, front: string, fields: Partial<Bystander> = {}) =>
  device(name, { labels: { behind: front }, ...fields });

/** The same in every order. */
function causes(live: readonly ReturnType<typeof silent | typeof other>[], devices: readonly Bystander[]) {
  const found = causesOf(live, devices);
  const order = (map: ReadonlyMap<string, string>) =>
    Object.fromEntries([...map].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  for (let turn = 1; turn <= live.length; turn++) {
    const turned = [...live.slice(turn), ...live.slice(0, turn)];
    expect(order(causesOf(turned, devices.toReversed()))).toEqual(order(found));
    expect(order(causesOf(turned.toReversed(), devices))).toEqual(order(found));
  }
  return order(found);
}

describe('what follows from what', () => {
  test('everything on a device that does not speak; on one that speaks nothing', () => {
    const live = [other('a'), silent('a', 5), other('b')];
    expect(causes(live, [device('a'), device('b')])).toEqual({ 'ia-disk': 'ia' });
  });

  test('the first of the silences of a device', () => {
    const late = { ...silent('a', 1), id: 'ia-late' as IncidentId };
    expect(causes([silent('a', 9), late], [device('a')])).toEqual({ ia: 'ia-late' });
  });

  test('through several hops to the first that is silent, over one that is not known to be', () => {
    const devices = [device('r'), behind('s', 'r'), behind('t', 's'), behind('u', 'dt')];
    const live = [silent('r', 9), silent('t'), silent('u'), other('u')];
    expect(causes(live, devices)).toEqual({ it: 'ir', iu: 'ir', 'iu-disk': 'ir' });
  });

  test('not over the border of a site, and not behind itself', () => {
    const devices = [device('r', { site: 'porto' }), behind('s', 'r'), behind('t', 't')];
    expect(causes([silent('r'), silent('s'), silent('t')], devices)).toEqual({});
  });

  test('a ring has its earliest as the cause', () => {
    const devices = [behind('a', 'b'), behind('b', 'c'), behind('c', 'a'), behind('d', 'a')];
    expect(causes([silent('a', 3), silent('b', 1), silent('c', 2), silent('d', 0)], devices)).toEqual({
      ia: 'ib',
      ic: 'ib',
      id: 'ib',
    });
  });

  test('a site: its router, else the first; who was silent before stays by itself', () => {
    const gone = { state: 'unreachable' };
    const devices = [device('a', gone), device('b', gone), device('old'), device('c', gone)];
    const live = [silent('a', 2), silent('b', 1), silent('c', 3), silent('old', 9)];
    expect(causes(live, devices)).toEqual({ ia: 'ib', ic: 'ib' });
    const routed = devices.map((one) => (one.name === 'c' ? { ...one, kind: 'router' } : one));
    expect(causes(live, routed)).toEqual({ ia: 'ic', ib: 'ic' });
  });
});
