import type { DeviceId } from '@fettle/shared/ids';
import { describe, expect, test } from 'vitest';
import type { Event } from '../events/index.ts';
import type { Incident, NewTimelineEntry } from '../incidents/index.ts';
import { awaySpells, spellsOfIncident } from './spells-of.ts';

const incident = (fields: Partial<Incident> = {}): Incident =>
  ({
    id: 'i1',
    rule: 'disk',
    device: 'd1',
    site: 'berlin',
    instance: '/var',
    severity: 'warning',
    worst: 'critical',
    state: 'open',
    words: 'full',
    openedAt: 10,
    resolvedAt: null,
    closedAt: null,
    ...fields,
  }) as Incident;

const line = (
  kind: NewTimelineEntry['kind'],
  time: number,
  detail: NewTimelineEntry['detail'] = {},
): NewTimelineEntry => {
  return { kind, time, actor: null, words: '', detail };
};
const brief = (spells: ReturnType<typeof spellsOfIncident>) =>
  spells.map(({ id, severity, from, to }) => [id, severity, from, to]);

describe('of an incident', () => {
  test('one for each severity, and one for each time that it was open', () => {
    const lines = [
      line('opened', 10, { severity: 'warning' }),
      line('severity', 20, { from: 'warning', to: 'critical' }),
      line('resolved', 30),
      line('reopened', 40, { severity: 'critical' }),
      line('resolved', 50),
      line('closed', 60),
    ];
    expect(brief(spellsOfIncident(incident({ state: 'closed' }), lines))).toEqual([
      ['i:i1:10', 'warning', 10, 20],
      ['i:i1:20', 'critical', 20, 30],
      ['i:i1:40', 'critical', 40, 50],
    ]);
  });

  test('a line that is told with an earlier time counts from the one before; nothing lasts no time', () => {
    const lines = [
      line('opened', 10, { severity: 'critical' }),
      line('severity', 10, { to: 'warning' }),
      line('resolved', 30),
      line('reopened', 25, { severity: 'warning' }),
    ];
    expect(brief(spellsOfIncident(incident(), lines))).toEqual([
      ['i:i1:10', 'warning', 10, 30],
      ['i:i1:30', 'warning', 30, null],
    ]);
  });

  test('without lines its row says what it can', () => {
    expect(brief(spellsOfIncident(incident(), []))).toEqual([['i:i1:10', 'critical', 10, null]]);
    expect(brief(spellsOfIncident(incident({ state: 'resolved', resolvedAt: 25 }), []))).toEqual([
      ['i:i1:10', 'critical', 10, 25],
    ]);
    const closed = incident({ state: 'closed', closedAt: 35 });
    expect(brief(spellsOfIncident(closed, [line('opened', 10, { severity: 'warning' })]))).toEqual([
      ['i:i1:10', 'warning', 10, 35],
    ]);
  });
});

describe('of a device', () => {
  const told = (time: number, to: string, silence?: string): Event => {
    const detail = { to, ...(silence !== undefined && { silence }) };
    return { sequence: time, time, kind: 'device.state', device: 'd1' as DeviceId, site: 'berlin', detail };
  };
  const spans = (events: Event[], lasting = new Map()) =>
    awaySpells(events, lasting).map(({ from, to, words }) => [from, to, words]);

  test('from the first state in which it is away to the first in which it is not', () => {
    const events = [told(1, 'late'), told(2, 'offline'), told(3, 'unreachable'), told(4, 'late'), told(5, 'online')];
    expect(spans(events)).toEqual([[2, 4, 'It does not speak.']]);
  });

  test('stopped it is away only where its machine was shut down', () => {
    expect(spans([told(1, 'stopped', 'stopped')])).toEqual([]);
    expect(spans([told(1, 'stopped')])).toEqual([]);
    expect(spans([told(1, 'stopped', 'shutdown'), told(2, 'online')])).toEqual([[1, 2, 'It was shut down.']]);
  });

  test('one that lasted goes on, and what others tell is nothing of it', () => {
    const [first] = awaySpells([told(1, 'offline')], new Map());
    if (!first) throw new Error('none');
    const lasting = new Map([[first.device, first]]);
    expect(spans([told(5, 'unreachable'), { ...told(6, 'online'), kind: 'device.changed' }], lasting)).toEqual([]);
    expect(spans([told(7, 'retired'), told(8, 'offline')], lasting)).toEqual([
      [1, 7, 'It does not speak.'],
      [8, null, 'It does not speak.'],
    ]);
  });
});
