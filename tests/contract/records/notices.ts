import type { Channel, Delivery, Roster, Route, Thread } from '@fettle/collector/domain/notifications/index';
import type { IncidentId, PersonId } from '@fettle/shared/ids';
import { describe, expect, test } from 'vitest';
import { incident as incidentOf } from './incidents.ts';
import type { Open } from './place.ts';
import { device, enrolled, everywhere, note, noted, only, start, tally } from './samples.ts';

const nothing = { events: [], audit: [] };
const channel = (id: string, fields: Partial<Channel> = {}) => ({
  id,
  name: `Channel "${id}'`,
  enabled: true,
  to: { kind: 'webhook', url: 'https://example.org/x', preset: 'plain' } as const,
  version: 1,
  ...fields,
});
const route = (id: string, fields: Partial<Route> = {}): Route => ({
  id,
  name: id,
  enabled: true,
  order: 5,
  selector: 'role=db',
  severity: 'warning',
  steps: [{ afterMs: 60_000, targets: [{ kind: 'on-call', id: 'night' }] }],
  repeat: 2,
  resolved: false,
  stop: true,
  scope: { sites: ['berlin'], selector: 'os=linux' },
  version: 1,
  ...fields,
});
const roster: Roster = {
  id: 'night',
  name: 'Nights',
  zone: 'Europe/Berlin',
  start: '2026-10-01T09:00',
  turn: { every: 'week', count: 1 },
  people: ['pada', 'pbob'] as PersonId[],
  overrides: [],
  version: 1,
};
const incident = (name: string) => `i${name}` as IncidentId;
const thread = (name: string, fields: Partial<Thread> = {}): Thread => ({
  incident: incident(name),
  site: 'berlin',
  rule: 'disk',
  telling: 'opened',
  since: start,
  begun: start,
  nextAt: start,
  turn: 0,
  toldSeverity: null,
  progress: { a: { step: 1, round: 0, at: start } },
  told: [{ route: 'a', channel: 'mail', target: 'x@y', person: 'pada' as PersonId }],
  said: '',
  version: 0,
  ...fields,
});
const delivery = (id: string, fields: Partial<Delivery> = {}): Delivery => ({
  id: `n${id}`,
  key: `key ${id}`,
  incidents: [incident('a')],
  site: 'berlin',
  kind: 'opened',
  channel: 'mail',
  target: 'ops@example.org',
  person: 'pada' as PersonId,
  subject: 'A \u2603 subject',
  notice: { words: "it's full" } as Delivery['notice'],
  others: [{ channel: 'chat', target: 'Ada' }],
  state: 'waiting',
  attempts: 0,
  createdAt: start,
  deliveredAt: null,
  nextAt: start,
  answer: '',
  linkUsedAt: null,
  ...fields,
});

export function channelContract(open: Open): void {
  test('a channel is changed by version; its secret and its last answer stay unless they are told anew', async () => {
    await using place = await open();
    const { channels, notices } = place.records;
    expect(
      tally(
        await Promise.all(
          [1, 2, 3].map(() => channels.putChannel({ ...channel('a'), secret: 'sealed' }, note('made'))),
        ),
      ),
    ).toEqual({
      put: 1,
      changed_meanwhile: 2,
    });
    await notices.add([delivery('1', { channel: 'a' })]);
    await notices.take(start, 1, () => start + 9);
    await notices.answered(
      'n1',
      1,
      start + 4,
      { state: 'failed', deliveredAt: null, nextAt: start + 9, answer: 'no' },
      [],
      nothing,
    );
    const changed = channel('a', { name: 'New', enabled: false, version: 2 });
    expect(tally(await Promise.all([1, 2].map(() => channels.putChannel(changed, note('changed')))))).toEqual({
      put: 1,
      changed_meanwhile: 1,
    });
    const last = { time: start + 4, ok: false, answer: 'no' };
    expect(await channels.channels()).toEqual([{ ...changed, secret: 'sealed', last }]);
    await channels.putChannel({ ...changed, secret: null, version: 3 }, note('bare'));
    expect((await channels.channel('a'))?.secret).toBeNull();
    expect(await channels.removeChannel('a', 1, note('x'))).toBe('changed_meanwhile');
    expect(tally(await Promise.all([1, 2].map(() => channels.removeChannel('a', 3, note('removed')))))).toEqual({
      removed: 1,
      not_found: 1,
    });
    expect(await noted(place)).toEqual(['made', 'changed', 'bare', 'removed']);
  });

  test('routes come in order, for who shares a site', async () => {
    await using place = await open();
    const { channels } = place.records;
    const last = route('a', { order: 9, scope: { sites: 'all' } });
    await channels.putRoute(last, note('a'));
    await channels.putRoute(route('b'), note('b'));
    expect(await channels.routes(everywhere)).toEqual([route('b'), last]);
    expect((await channels.routes(only('paris'))).map(({ id }) => id)).toEqual(['a']);
    const changed = route('b', { order: 10, version: 2 });
    expect(tally(await Promise.all([1, 2].map(() => channels.putRoute(changed, note('changed')))))).toEqual({
      put: 1,
      changed_meanwhile: 1,
    });
    expect((await channels.routes(everywhere)).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(await channels.removeRoute('b', 2, note('removed'))).toBe('removed');
    expect(await noted(place)).toEqual(['a', 'b', 'changed', 'removed']);
  });

  test('a roster keeps its overrides when it is changed, and loses them with itself', async () => {
    await using place = await open();
    const { channels } = place.records;
    const override = (id: string, from: number) => ({
      id,
      person: 'pcyd' as PersonId,
      from,
      to: from + 9,
      reason: 'ill',
    });
    expect(await channels.addOverride('night', override('o1', start), note('x'))).toBe('not_found');
    await channels.putRoster(roster, note('made'));
    await channels.addOverride('night', override('o2', start + 5), note('later'));
    await channels.addOverride('night', override('o1', start), note('sooner'));
    const changed = { ...roster, name: 'Late', version: 2 };
    expect(tally(await Promise.all([1, 2].map(() => channels.putRoster(changed, note('changed')))))).toEqual({
      put: 1,
      changed_meanwhile: 1,
    });
    const overrides = [override('o1', start), override('o2', start + 5)];
    expect(await channels.rosters()).toEqual([{ ...changed, overrides }]);
    expect(tally(await Promise.all([1, 2].map(() => channels.removeOverride('night', 'o1', note('gone')))))).toEqual({
      removed: 1,
      not_found: 1,
    });
    expect(await channels.removeRoster('night', 2, note('removed'))).toBe('removed');
    await channels.putRoster(roster, note('again'));
    expect((await channels.rosters())[0]?.overrides).toEqual([]);
    expect(await noted(place)).toEqual(['made', 'later', 'sooner', 'changed', 'gone', 'removed', 'again']);
  });

  test('the heartbeat is one, and remembers its last beat', async () => {
    await using place = await open();
    const { channels } = place.records;
    expect(await channels.heartbeat()).toBeNull();
    const set = (version: number) => channels.setHeartbeat({ url: 'https://x', everyMs: 60_000, version }, note('set'));
    expect(tally(await Promise.all([set(1), set(1)]))).toEqual({ put: 1, changed_meanwhile: 1 });
    await channels.beaten({ time: start, ok: true, answer: '200' });
    expect(await set(2)).toBe('put');
    const last = { time: start, ok: true, answer: '200' };
    expect(await channels.heartbeat()).toEqual({ url: 'https://x', everyMs: 60_000, version: 2, last });
  });
}

export function noticeContract(open: Open): void {
  describe('what was heard', () => {
    test('is kept once, with the cursor; whoever reads the same comes too late', async () => {
      await using place = await open();
      const { notices } = place.records;
      expect(await notices.cursor()).toBeNull();
      const first = await Promise.all([1, 2, 3].map(() => notices.heard(null, 5, [thread('a')], [])));
      expect(tally(first)).toEqual({ kept: 1, changed_meanwhile: 2 });
      expect(await notices.cursor()).toBe(5);
      expect(await notices.threads([incident('a'), incident('b')])).toEqual([thread('a', { version: 1 })]);
      const second = await Promise.all([1, 2].map(() => notices.heard(5, 8, [thread('b')], [])));
      expect(tally(second)).toEqual({ kept: 1, changed_meanwhile: 1 });
      // A thread that was changed meanwhile takes the cursor back with it.
      expect(await notices.heard(8, 9, [thread('a', { version: 4 })], [])).toBe('changed_meanwhile');
      expect(await notices.cursor()).toBe(8);
    });

    test('is due by its time', async () => {
      await using place = await open();
      const { notices } = place.records;
      const waits = thread('b', { nextAt: start + 10, since: start - 5 });
      await notices.heard(null, 1, [thread('a'), waits, thread('c', { telling: null, nextAt: null })], []);
      const names = (threads: readonly Thread[]) => threads.map((one) => one.incident);
      expect(names(await notices.due(start, 9))).toEqual(['ia']);
      expect(names(await notices.due(start + 10, 9))).toEqual(['ia', 'ib']);
      expect(names(await notices.due(start + 10, 1))).toEqual(['ia']);
      expect(names(await notices.recent(start - 5))).toEqual(['ib', 'ia']);
      expect(names(await notices.recent(start))).toEqual(['ia']);
    });
  });

  test('what was decided is kept whole or not at all; a key that is there is left out', async () => {
    await using place = await open();
    const { notices } = place.records;
    await notices.heard(null, 1, [thread('a')], []);
    const said = (reason: string) => ({ incident: incident('a'), time: start, stage: 'group', passed: false, reason });
    const now = thread('a', { version: 1, telling: null, nextAt: null });
    const both = [delivery('1', { incidents: [incident('b'), incident('a')] }), delivery('2', { key: 'key 1' })];
    const answers = await Promise.all([1, 2].map(() => notices.decided([now], both, [said('one'), said('two')])));
    expect(tally(answers)).toEqual({ kept: 1, changed_meanwhile: 1 });
    const kept = delivery('1', { incidents: [incident('a'), incident('b')] });
    expect(await notices.deliveries(everywhere, { limit: 9 })).toEqual([kept]);
    await notices.decided([{ ...now, version: 2 }], [], [said('three')]);
    expect((await notices.stages(incident('a'))).map(({ reason }) => reason)).toEqual(['one', 'two', 'three']);
    expect(await notices.threads([incident('a')])).toEqual([{ ...now, version: 3 }]);
  });

  describe('deliveries', () => {
    test('are taken by one, wait for the time that was given, and are answered once', async () => {
      await using place = await open();
      const { notices } = place.records;
      await notices.add([delivery('1'), delivery('2', { nextAt: start + 5 })]);
      const until = () => start + 100;
      const later = () => start + 500;
      const taken = await Promise.all([1, 2, 3].map(() => notices.take(start, 9, until)));
      expect(taken.flat()).toEqual([delivery('1', { attempts: 1, nextAt: start + 100 })]);
      // The process ended: it comes again, and the answer of the first attempt is too late.
      expect(await notices.take(start + 100, 1, later)).toMatchObject([{ id: 'n2', attempts: 1 }]);
      expect(await notices.take(start + 100, 9, later)).toMatchObject([{ id: 'n1', attempts: 2 }]);
      const done = { state: 'delivered', deliveredAt: start + 1, nextAt: null, answer: '250' } as const;
      expect(await notices.answered('n1', 1, start, done, [], note('x'))).toBe('changed_meanwhile');
      const answers = await Promise.all(
        [1, 2].map(() => notices.answered('n1', 2, start, done, [delivery('3')], note('done'))),
      );
      expect(tally(answers)).toEqual({ kept: 1, changed_meanwhile: 1 });
      expect(await notices.delivery('n1')).toMatchObject(done);
      expect(await notices.delivery('n3')).toEqual(delivery('3'));
      expect(await notices.take(start + 999, 9, until)).toHaveLength(2);
      expect(await noted(place)).toEqual(['done']);
    });

    test('are listed newest first, by what is asked and within the sites', async () => {
      await using place = await open();
      const { notices } = place.records;
      await notices.add([
        delivery('1', { createdAt: start + 1 }),
        delivery('2', { createdAt: start + 2, site: 'paris', channel: 'chat', incidents: [incident('b')] }),
        delivery('3', { createdAt: start + 2, site: null, state: 'given-up', incidents: [] }),
      ]);
      const ids = async (query: object, scope = everywhere) =>
        (await notices.deliveries(scope, { limit: 9, ...query })).map(({ id }) => id);
      expect(await ids({})).toEqual(['n3', 'n2', 'n1']);
      expect(await ids({}, only('paris'))).toEqual(['n2']);
      expect(await ids({ channel: 'mail' })).toEqual(['n3', 'n1']);
      expect(await ids({ state: 'given-up' })).toEqual(['n3']);
      expect(await ids({ incident: 'ib' })).toEqual(['n2']);
      expect(await ids({ before: { createdAt: start + 2, id: 'n3' } })).toEqual(['n2', 'n1']);
      expect(await ids({ limit: 1 })).toEqual(['n3']);
    });

    test('somebody with a selector gets those that tell of nothing else, page by page', async () => {
      await using place = await open();
      const { notices, incidents } = place.records;
      for (const [name, role] of [
        ['in', 'db'],
        ['out', 'web'],
      ] as const) {
        const one = await enrolled(place, device(name, { labels: { role } }));
        const after = incidentOf(name, { device: one.id });
        await incidents.write([{ before: null, after, timeline: [] }], nothing);
      }
      const of = (id: string, ...names: string[]) =>
        delivery(id, { createdAt: start + Number(id), incidents: names.map(incident) });
      await notices.add([of('1', 'in'), of('2', 'out'), of('3', 'in', 'out'), of('4'), of('5', 'gone'), of('6', 'in')]);
      const db = { sites: ['berlin'], selector: 'role=db' };
      const ids = async (query: object) => (await notices.deliveries(db, { limit: 9, ...query })).map(({ id }) => id);
      expect(await ids({})).toEqual(['n6', 'n1']);
      expect(await ids({ limit: 1 })).toEqual(['n6']);
      expect(await ids({ limit: 1, before: { createdAt: start + 6, id: 'n6' } })).toEqual(['n1']);
    });

    test('a link is used once', async () => {
      await using place = await open();
      const { notices } = place.records;
      await notices.add([delivery('1')]);
      const uses = await Promise.all([1, 2, 3].map(() => notices.useLink('n1', start + 7, note('used'))));
      expect(tally(uses)).toEqual({ used: 1, used_before: 2 });
      expect(await notices.useLink('n9', start, note('x'))).toBe('not_found');
      expect((await notices.delivery('n1'))?.linkUsedAt).toBe(start + 7);
      expect(await noted(place)).toEqual(['used']);
    });
  });

  test('what is old is removed, what is still to be told stays', async () => {
    await using place = await open();
    const { notices } = place.records;
    const said = { incident: incident('a'), time: start, stage: 'group', passed: true, reason: 'x' };
    await notices.heard(null, 1, [thread('a', { telling: null, nextAt: null }), thread('b')], [said]);
    await notices.add([delivery('1'), delivery('2', { createdAt: start + 5 })]);
    expect(await notices.retain(start)).toBe(0);
    expect(await notices.retain(start + 1)).toBe(3);
    expect((await notices.deliveries(everywhere, { limit: 9 })).map(({ id }) => id)).toEqual(['n2']);
    expect(await notices.threads([incident('a'), incident('b')])).toHaveLength(1);
  });
}
