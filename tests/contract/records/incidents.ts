import type { Incident, IncidentWrite, NewTimelineEntry } from '@fettle/collector/domain/incidents/index';
import type { DeviceId, IncidentId, PersonId, RuleId } from '@fettle/shared/ids';
import { describe, expect, test } from 'vitest';
import type { Open, Place } from './place.ts';
import { day, device, deviceId, enrolled, everywhere, note, noted, nowhere, only, start, tally } from './samples.ts';

export const incident = (name: string, fields: Partial<Incident> = {}): Incident => ({
  id: `i${name}` as IncidentId,
  rule: 'disk-full' as RuleId,
  ruleName: 'Disk full',
  device: deviceId('a'),
  deviceName: 'a',
  site: 'berlin',
  instance: `mountpoint=/${name}`,
  metric: 'system.filesystem.utilization',
  attributes: { mountpoint: `/${name}`, 'o’k': '"; drop table incidents; --' },
  reason: 'value',
  severity: 'warning',
  worst: 'warning',
  state: 'open',
  words: `/${name} is 91.5 % full`,
  value: 0.915,
  limit: 0.9,
  openedAt: start,
  acknowledgedAt: null,
  resolvedAt: null,
  closedAt: null,
  reopened: 0,
  owner: null,
  priority: 3,
  quiet: null,
  hushes: { window: null, cause: null, flapping: null, snoozed: null },
  storm: null,
  problem: null,
  likely: null,
  clocks: { waitingSince: start, pauses: [], toldAcknowledge: null, toldResolve: null },
  turns: [start],
  remedy: null,
  version: 1,
  ...fields,
});

const line = (words: string, fields: Partial<NewTimelineEntry> = {}): NewTimelineEntry => ({
  time: start,
  kind: 'note',
  actor: null,
  words,
  detail: {},
  ...fields,
});
const opening = (after: Incident, ...words: string[]): IncidentWrite => ({
  before: null,
  after,
  timeline: words.map((one) => line(one, { kind: 'opened' })),
});
const changing = (before: Incident, change: Partial<Incident>, ...words: string[]): IncidentWrite => ({
  before,
  after: { ...before, ...change },
  timeline: words.map((one) => line(one)),
});
const silence = { events: [], audit: [] };

async function fleet(open: Open): Promise<Place> {
  const place = await open();
  await enrolled(place, device('a'));
  await enrolled(place, device('b', { site: 'porto', labels: { role: 'web' } }));
  return place;
}

export function incidentContract(open: Open): void {
  describe('one write', () => {
    test('opens with a timeline, an event and the names of the device of now', async () => {
      await using place = await fleet(open);
      const { incidents, devices } = place.records;
      const one = incident('var');
      expect(await incidents.write([opening(one, 'Opened')], note('opened'))).toBe('written');
      expect(await incidents.incident(everywhere, one.id)).toEqual(one);
      expect(await incidents.timeline(everywhere, one.id)).toEqual([
        { sequence: 1, ...line('Opened', { kind: 'opened' }) },
      ]);
      await devices.change(everywhere, deviceId('a'), 1, { name: 'new', site: 'rome' }, silence);
      expect(await incidents.incident(everywhere, one.id)).toEqual({ ...one, deviceName: 'new', site: 'rome' });
      expect(await incidents.incident(only('berlin'), one.id)).toBeNull();
      expect(await noted(place)).toEqual(['opened']);
    });

    test('keeps what was caught with the breach, in the place of what was caught before', async () => {
      await using place = await fleet(open);
      const { incidents } = place.records;
      const one = incident('var');
      const caught = (name: string) => [{ kind: 'processes', time: start, content: { items: [{ name }] } }];
      expect(await incidents.write([{ ...opening(one), evidence: caught('dd') }], silence)).toBe('written');
      expect(await incidents.evidence(everywhere, one.id)).toEqual(caught('dd'));
      const again = { ...changing(one, { reopened: 1 }), evidence: caught('cp') };
      const answers = await Promise.all([again, again].map((write) => incidents.write([write], silence)));
      expect(answers.toSorted()).toEqual(['changed_meanwhile', 'written']);
      expect(await incidents.evidence(everywhere, one.id)).toEqual(caught('cp'));
    });

    test('of the same key there is one that is not closed, also at once', async () => {
      await using place = await fleet(open);
      const { incidents } = place.records;
      const names = ['p', 'q', 'r', 's'];
      const answers = await Promise.all(
        names.map((name) => incidents.write([opening(incident(name, { instance: 'same' }), 'Opened')], note('opened'))),
      );
      expect(tally(answers)).toEqual({ written: 1, changed_meanwhile: 3 });
      const [first] = await incidents.open(everywhere);
      if (!first) throw new Error('nothing is open');
      expect(await incidents.open(everywhere)).toEqual([first]);
      expect(await noted(place)).toEqual(['opened']);
      const next = incident('next', { instance: 'same' });
      expect(await incidents.write([opening(next)], note('refused'))).toBe('changed_meanwhile');
      const closing = changing(first, { state: 'closed', closedAt: start + 1 }, 'Closed');
      expect(await incidents.write([opening(next), closing], note('superseded'))).toBe('written');
      expect(await incidents.current(everywhere, [next])).toEqual([next]);
    });

    test('a change of what was changed meanwhile changes nothing, also of the others with it; twice at once, one wins', async () => {
      await using place = await fleet(open);
      const { incidents } = place.records;
      const [x, y] = [incident('x'), incident('y')];
      await incidents.write([opening(x), opening(y)], note('opened'));
      const answers = await Promise.all(
        ['p1', 'p2', 'p3'].map((owner) =>
          incidents.write(
            [changing(x, { owner: owner as PersonId }, owner), changing(y, { owner: owner as PersonId }, owner)],
            note(owner),
          ),
        ),
      );
      expect(tally(answers)).toEqual({ written: 1, changed_meanwhile: 2 });
      const found = await incidents.several(everywhere, [x.id, y.id]);
      expect(new Set(found.map(({ owner, version }) => `${owner} ${version}`)).size).toBe(1);
      expect(found.map(({ version }) => version)).toEqual([2, 2]);
      expect(await incidents.timeline(everywhere, x.id)).toHaveLength(1);
      const stale = [changing(x, { priority: 1 }), opening(incident('z'))];
      expect(await incidents.write(stale, note('stale'))).toBe('changed_meanwhile');
      expect(await incidents.incident(everywhere, 'iz' as IncidentId)).toBeNull();
      expect(await noted(place)).toEqual(['opened', found[0]?.owner]);
    });

    test('keeps everything of an incident', async () => {
      await using place = await fleet(open);
      const { incidents } = place.records;
      const one = incident('var');
      await incidents.write([opening(one)], note('opened'));
      const change: Partial<Incident> = {
        severity: 'critical',
        worst: 'critical',
        state: 'resolved',
        value: null,
        limit: 1e-9,
        acknowledgedAt: start + 1,
        resolvedAt: start + 2,
        reopened: 3,
        owner: 'pada' as PersonId,
        priority: 1,
        quiet: { by: 'window', window: 'w' },
        hushes: {
          window: 'w',
          cause: 'ix' as IncidentId,
          flapping: start,
          snoozed: { until: start + day, person: 'pada' as PersonId },
        },
        storm: 'disk-full@1',
        clocks: {
          waitingSince: start + 5,
          pauses: [{ from: start, to: null, why: 'a “part” is on its way' }],
          toldAcknowledge: start + 6,
          toldResolve: null,
        },
        turns: [start, start + 2],
      };
      await incidents.write([changing(one, change)], note('changed'));
      expect(await incidents.incident(everywhere, one.id)).toEqual({ ...one, ...change, version: 2 });
    });

    test('a hundred in one go', async () => {
      await using place = await fleet(open);
      const { incidents } = place.records;
      const many = Array.from({ length: 450 }, (_, i) => incident(`n${i}`));
      expect(
        await incidents.write(
          many.map((one) => opening(one, 'Opened')),
          note('opened'),
        ),
      ).toBe('written');
      expect(await incidents.current(everywhere, many)).toHaveLength(450);
      expect(
        await incidents.several(
          everywhere,
          many.map(({ id }) => id),
        ),
      ).toHaveLength(450);
      expect(await incidents.open(everywhere)).toHaveLength(450);
    });
  });

  describe('lists', () => {
    const fields: Record<string, Partial<Incident>> = {
      old: { openedAt: start - day },
      bad: { severity: 'critical', openedAt: start + 5 },
      far: { device: deviceId('b'), deviceName: 'b', site: 'porto', rule: 'cpu' as RuleId, owner: 'pada' as PersonId },
      done: { state: 'resolved', resolvedAt: start + 10 },
      followed: { hushes: { window: null, cause: 'ibad' as IncidentId, flapping: null, snoozed: null } },
    };
    async function some(): Promise<Place> {
      const place = await fleet(open);
      const all = Object.entries(fields).map(([name, one]) => opening(incident(name, one)));
      await place.records.incidents.write(all, note('opened'));
      return place;
    }
    const ids = (found: readonly Incident[]) => found.map(({ id }) => id.slice(1)).join(' ');

    test('worst and oldest first, a page at a time', async () => {
      await using place = await some();
      const { incidents } = place.records;
      const all = await incidents.list(everywhere, { limit: 10 });
      expect(ids(all)).toBe('bad old done far followed');
      for (const [i, after] of all.entries()) {
        expect(await incidents.list(everywhere, { limit: 10, after })).toEqual(all.slice(i + 1));
      }
    });

    test.each([
      [{ states: ['resolved'] }, 'done'],
      [{ severity: 'critical' }, 'bad'],
      [{ devices: [deviceId('b')] }, 'far'],
      [{ rule: 'cpu' }, 'far'],
      [{ site: 'porto' }, 'far'],
      [{ owner: 'pada' as PersonId }, 'far'],
      [{ owner: null, severity: 'warning' }, 'old done followed'],
      [{ loud: true }, 'bad old done far'],
      [{ loud: false }, 'followed'],
      [{ from: start + 11, to: start + 20, severity: 'warning' }, 'old far followed'],
      [{ to: start }, 'old'],
      [{ openedFrom: start + 5 }, 'bad'],
      [{ resolvedBefore: start + 11 }, 'done'],
      [{ resolvedBefore: start + 10 }, ''],
    ] as const)('those that are asked for: %j', async (query, expected) => {
      await using place = await some();
      expect(ids(await place.records.incidents.list(everywhere, { ...query, limit: 10 }))).toBe(expected);
    });

    test('nothing outside the scope: by site and by selector, also in parts', async () => {
      await using place = await some();
      const { incidents } = place.records;
      const web = { sites: 'all', selector: 'role=web' } as const;
      for (const scope of [only('porto'), web]) {
        expect(ids(await incidents.list(scope, { limit: 2 }))).toBe('far');
        expect(ids(await incidents.open(scope))).toBe('far');
        expect(ids(await incidents.several(scope, ['ibad', 'ifar'] as IncidentId[]))).toBe('far');
        expect(await incidents.incident(scope, 'ibad' as IncidentId)).toBeNull();
        expect(await incidents.timeline(scope, 'ibad' as IncidentId)).toEqual([]);
        expect(await incidents.following(scope, 'ibad' as IncidentId, 10)).toEqual([]);
        expect((await incidents.affected(scope, ['ibad' as IncidentId])).size).toBe(0);
      }
      expect(await incidents.list(nowhere, { limit: 10 })).toEqual([]);
      expect(ids(await incidents.following(everywhere, 'ibad' as IncidentId, 10))).toBe('followed');
      expect(await incidents.affected(everywhere, ['ibad' as IncidentId])).toEqual(new Map([['ibad', 1]]));
    });
  });

  describe('what hangs on an incident', () => {
    test('lines of the timeline count up, also those told at once', async () => {
      await using place = await fleet(open);
      const { incidents } = place.records;
      const one = incident('var');
      await incidents.write([opening(one, 'Opened')], note('opened'));
      const told = Array.from({ length: 6 }, (_, i) => incidents.tell([{ incident: one.id, entry: line(`n${i}`) }]));
      await Promise.all([...told, incidents.tell([{ incident: 'igone' as IncidentId, entry: line('lost') }])]);
      const lines = await incidents.timeline(everywhere, one.id);
      expect(lines.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7]);
      expect(
        lines
          .slice(1)
          .map(({ words }) => words)
          .toSorted(),
      ).toEqual(['n0', 'n1', 'n2', 'n3', 'n4', 'n5']);
      expect((await incidents.incident(everywhere, one.id))?.version).toBe(1);
    });

    test('lines of some kinds of several at once, all of them, oldest first', async () => {
      await using place = await fleet(open);
      const { incidents } = place.records;
      const [x, y] = [incident('x'), incident('y')];
      await incidents.write([opening(x, 'Opened'), opening(y, 'Opened')], note('opened'));
      const told = ['one', 'two'].map((words) => ({ incident: x.id, entry: line(words, { kind: 'resolved' }) }));
      await incidents.tell([...told, { incident: y.id, entry: line('a note') }]);
      const found = await incidents.timelines([y.id, x.id, 'igone' as IncidentId], ['opened', 'resolved']);
      const words = [...found].map(([id, lines]) => [id, lines.map((one) => one.words)]);
      expect(Object.fromEntries(words)).toEqual(
        Object.fromEntries([
          [x.id, ['Opened', 'one', 'two']],
          [y.id, ['Opened']],
        ]),
      );
      expect(await incidents.timelines([], ['opened'])).toEqual(new Map());
    });

    test('evidence takes the place of its kind and says the likeliest cause', async () => {
      await using place = await fleet(open);
      const { incidents } = place.records;
      const one = incident('var');
      await incidents.write([opening(one)], note('opened'));
      const piece = (kind: string, n: number) => ({ kind, time: start + n, content: { n, text: 'ü' } });
      const pieces = [piece('processes', 1), piece('causes', 1)];
      expect(await incidents.addEvidence(one.id, pieces, 'dd grew', [line('Caught')], note('evidence'))).toBe('added');
      await incidents.addEvidence(one.id, [piece('causes', 2)], null, [], silence);
      expect((await incidents.evidence(everywhere, one.id)).toSorted((a, b) => (a.kind < b.kind ? -1 : 1))).toEqual([
        piece('causes', 2),
        piece('processes', 1),
      ]);
      expect(await incidents.evidence(only('porto'), one.id)).toEqual([]);
      expect(await incidents.incident(everywhere, one.id)).toMatchObject({ likely: 'dd grew', version: 1 });
      expect(await incidents.addEvidence('igone' as IncidentId, pieces, null, [], note('lost'))).toBe('not_found');
      expect(await noted(place)).toEqual(['opened', 'evidence']);
    });

    test('targets: set once at once, by the version that was read', async () => {
      await using place = await fleet(open);
      const { incidents } = place.records;
      const targets = (ms: number) => ({
        critical: { acknowledgeMs: ms, resolveMs: 2 * ms },
        warning: { acknowledgeMs: 3 * ms, resolveMs: 4 * ms },
      });
      expect(await incidents.targets()).toBeNull();
      const first = await Promise.all([1, 2, 3].map((ms) => incidents.setTargets(targets(ms), 0, note('targets'))));
      expect(tally(first)).toEqual({ set: 1, changed_meanwhile: 2 });
      const second = await Promise.all([7, 8].map((ms) => incidents.setTargets(targets(ms), 1, note('targets'))));
      expect(tally(second)).toEqual({ set: 1, changed_meanwhile: 1 });
      const set = await incidents.targets();
      expect(set?.version).toBe(2);
      expect([targets(7), targets(8)]).toContainEqual(set?.targets);
      expect(await noted(place)).toEqual(['targets', 'targets']);
    });

    test('what was closed long ago goes with all that is its own, a piece at a time', async () => {
      await using place = await fleet(open);
      const { incidents } = place.records;
      const closed = (name: string, closedAt: number) => incident(name, { state: 'closed', closedAt });
      const all = [closed('a', start), closed('b', start + 1), closed('c', start + 2), incident('d')];
      await incidents.write(
        all.map((one) => opening(one, 'Opened')),
        note('opened'),
      );
      await incidents.addEvidence('ia' as IncidentId, [{ kind: 'causes', time: 1, content: {} }], null, [], silence);
      expect(await incidents.retain(start + 2, 1)).toBe(1);
      expect(await incidents.retain(start + 2, 10)).toBe(1);
      expect(await incidents.retain(start + 2, 10)).toBe(0);
      expect((await incidents.list(everywhere, { limit: 9 })).map(({ id }) => id)).toEqual(['ic', 'id']);
      expect(await place.db.selectFrom('timelines').select('incident').execute()).toHaveLength(2);
      expect(await place.db.selectFrom('evidence').select('incident').execute()).toHaveLength(0);
    });

    test('a device that is not there has none', async () => {
      await using place = await fleet(open);
      const write = opening(incident('var', { device: 'dnone' as DeviceId }));
      await expect(place.records.incidents.write([write], note('opened'))).rejects.toThrow(/foreign key/i);
      expect(await noted(place)).toEqual([]);
    });
  });
}
