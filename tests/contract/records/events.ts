import type { Event } from '@fettle/collector/domain/events/index';
import { chainHash } from '@fettle/collector/store/records/audit-chain';
import { describe, expect, test } from 'vitest';
import type { Open, Place } from './place.ts';
import {
  apiToken,
  device,
  deviceId,
  enrolled,
  event,
  everywhere,
  note,
  nowhere,
  only,
  start,
  noted,
  tally,
} from './samples.ts';

/** Commits events through a changing method of another port, as everything does. */
async function happen({ records }: Place, ...events: ReturnType<typeof event>[]): Promise<void> {
  await records.access.addApiToken(apiToken(crypto.randomUUID()), { events, audit: [] });
}

const kinds = (events: readonly Event[]) => events.map(({ kind }) => kind);

export function eventContract(open: Open): void {
  test('events are read by cursor, oldest first, and come back as they were', async () => {
    await using place = await open();
    const { events } = place.records;
    expect(await events.after(everywhere, 0, 10)).toEqual([]);
    expect(await events.bounds()).toEqual({ oldest: 1, newest: 0 });
    const told = event('a', { device: deviceId('a'), site: 'berlin', detail: { from: 'x', list: [1, null, 'ü\0'] } });
    await happen(place, told, event('b'));
    await happen(place, event('c'));
    expect(await events.after(everywhere, 0, 1)).toEqual([{ ...told, sequence: 1 }]);
    expect(kinds(await events.after(everywhere, 1, 10))).toEqual(['b', 'c']);
    expect(await events.after(everywhere, 3, 10)).toEqual([]);
    expect(await events.bounds()).toEqual({ oldest: 1, newest: 3 });
  });

  test('what changes nothing else is told and audited in one step, and nothing is nothing', async () => {
    await using place = await open();
    const { events } = place.records;
    await events.record({ events: [], audit: [] });
    await events.record(note('alone'));
    expect(await noted(place)).toEqual(['alone']);
    expect(await events.after(everywhere, 0, 10)).toMatchObject([{ sequence: 1, kind: 'alone' }]);
  });

  test('a scope sees its sites and what has none', async () => {
    await using place = await open();
    const { events } = place.records;
    await happen(place, event('berlin', { site: 'berlin' }), event('rome', { site: 'rome' }), event('all'));
    expect(kinds(await events.after(only('berlin'), 0, 10))).toEqual(['berlin', 'all']);
    expect(kinds(await events.after(nowhere, 0, 10))).toEqual(['all']);
    expect(kinds(await events.list(only('rome', 'x'), { limit: 10 }))).toEqual(['all', 'rome']);
    expect(kinds(await events.list(nowhere, { limit: 10, kind: 'rome' }))).toEqual([]);
  });

  test('a selector leaves out what is told of devices that it does not choose, and pages stay full', async () => {
    await using place = await open();
    const { events } = place.records;
    await enrolled(place, device('a', { labels: { env: 'prod' } }));
    await enrolled(place, device('b', { labels: { env: 'test' } }));
    const of = (kind: string, name?: string) =>
      event(kind, { site: 'berlin', device: name === undefined ? null : deviceId(name) });
    await happen(place, of('1', 'a'), of('2', 'b'), of('3', 'b'), of('4', 'gone'), of('5'), of('6', 'b'), of('7', 'a'));
    const scope = { sites: ['berlin'], selector: 'env=prod' };
    expect(kinds(await events.after(scope, 0, 100))).toEqual(['1', '5', '7']);
    expect(kinds(await events.after(scope, 0, 2))).toEqual(['1', '5']);
    expect(kinds(await events.after(scope, 1, 1))).toEqual(['5']);
    expect(kinds(await events.list(scope, { limit: 2 }))).toEqual(['7', '5']);
    expect(kinds(await events.list(scope, { limit: 2, before: 5 }))).toEqual(['1']);
    expect(kinds(await events.list(scope, { limit: 9, device: deviceId('b') }))).toEqual([]);
    expect(kinds(await events.after({ ...scope, sites: ['rome'] }, 0, 100))).toEqual([]);
  });

  test('the list is newest first, by device, kind, time and page', async () => {
    await using place = await open();
    const { events } = place.records;
    const a = deviceId('a');
    await happen(place, event('one', { time: start + 1 }), event('two', { time: start + 2, device: a }));
    await happen(place, event('two', { time: start + 3 }), event('four', { time: start + 4, device: a }));
    const list = async (query: object) =>
      (await events.list(everywhere, { limit: 10, ...query })).map(({ sequence }) => sequence);
    expect(await list({})).toEqual([4, 3, 2, 1]);
    expect(await list({ limit: 2, before: 4 })).toEqual([3, 2]);
    expect(await list({ device: a })).toEqual([4, 2]);
    expect(await list({ kind: 'two' })).toEqual([3, 2]);
    expect(await list({ kind: 'two', device: a })).toEqual([2]);
    expect(await list({ from: start + 2, to: start + 4 })).toEqual([3, 2]);
    expect(await list({ device: "a' or 1=1 --" })).toEqual([]);
  });

  test('retention takes from the old end, leaves no holes and keeps counting', async () => {
    await using place = await open();
    const { events } = place.records;
    const times = [1, 2, 9, 3, 10];
    await happen(place, ...times.map((time) => event(`at ${time}`, { time: start + time })));
    expect(await events.retain(start + 5)).toBe(2);
    expect(kinds(await events.after(everywhere, 0, 10))).toEqual(['at 9', 'at 3', 'at 10']);
    expect(await events.bounds()).toEqual({ oldest: 3, newest: 5 });
    expect(await events.retain(start + 100)).toBe(3);
    expect(await events.retain(start + 100)).toBe(0);
    expect(await events.bounds()).toEqual({ oldest: 6, newest: 5 });
    await happen(place, event('next'));
    expect(await events.bounds()).toEqual({ oldest: 6, newest: 6 });
  });

  test('a sequence that was rolled back is given again', async () => {
    await using place = await open();
    await happen(place, event('a'));
    const broken = event('broken', { kind: null as unknown as string });
    await expect(happen(place, event('b'), broken)).rejects.toThrow(/null/i);
    await happen(place, event('c'));
    const all = await place.records.events.after(everywhere, 0, 10);
    expect(all.map(({ sequence, kind }) => `${sequence} ${kind}`)).toEqual(['1 a', '2 c']);
  });

  test('fifty writers at once: no gaps, and a reader that runs meanwhile misses none', async () => {
    await using place = await open();
    const { events } = place.records;
    let writing = true;
    const seen: Event[] = [];
    const reader = (async () => {
      for (;;) {
        const last = !writing;
        const batch = await events.after(everywhere, seen.at(-1)?.sequence ?? 0, 7);
        seen.push(...batch);
        if (last && batch.length === 0) return;
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    })();
    const writers = Array.from({ length: 50 }, async (_, writer) => {
      for (let i = 0; i < 4; i++) await happen(place, event(`${writer}.${i}a`), event(`${writer}.${i}b`));
    });
    await Promise.all(writers);
    writing = false;
    await reader;
    expect(seen.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 400 }, (_, i) => i + 1));
    expect(new Set(kinds(seen)).size).toBe(400);
    // Each writer's own commits keep their order, and the two events of a commit stay together.
    for (const [i, { kind }] of seen.entries()) {
      if (kind.endsWith('b')) expect(seen[i - 1]?.kind).toBe(kind.replace('b', 'a'));
    }
    const order = (writer: number) => kinds(seen).filter((kind) => kind.startsWith(`${writer}.`));
    expect(order(17)).toEqual(['17.0a', '17.0b', '17.1a', '17.1b', '17.2a', '17.2b', '17.3a', '17.3b']);
  });

  describe('the audit log', () => {
    const act = ({ records }: Place, ...names: string[]) =>
      records.access.addApiToken(apiToken(crypto.randomUUID()), {
        events: [],
        audit: names.flatMap((name) => note(name).audit),
      });

    test('is empty and sound at first, then gives its rows by cursor', async () => {
      await using place = await open();
      const { events } = place.records;
      expect(await events.checkAudit()).toEqual({ rows: 0, brokenAt: null });
      await act(place, 'a', 'b');
      await act(place, 'c');
      const rows = await events.audit(0, 10);
      expect(rows.map(({ sequence, action }) => `${sequence} ${action}`)).toEqual(['1 a', '2 b', '3 c']);
      expect(rows[0]).toMatchObject({ ...note('a').audit[0], hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
      expect(await events.audit(1, 1)).toEqual([rows[1]]);
      expect(await events.checkAudit()).toEqual({ rows: 3, brokenAt: null });
    });

    test('its chain holds when many act at once', async () => {
      await using place = await open();
      await Promise.all(Array.from({ length: 40 }, (_, i) => act(place, `a${i}`, `b${i}`)));
      expect(await place.records.events.checkAudit()).toEqual({ rows: 80, brokenAt: null });
      const actions = (await place.records.events.audit(0, 100)).map(({ action }) => action);
      expect(tally(actions.map((action) => action.charAt(0)))).toEqual({ a: 40, b: 40 });
    });

    test.each(['actor', 'action', 'target', 'detail', 'hash'] as const)('an altered %s breaks it', async (column) => {
      await using place = await open();
      await act(place, 'a', 'b', 'c');
      await place.db
        .updateTable('audit')
        .set({ [column]: '{}' })
        .where('sequence', '=', 2)
        .execute();
      expect(await place.records.events.checkAudit()).toEqual({ rows: 1, brokenAt: 2 });
    });

    test('an altered time and a removed row break it, at either end too', async () => {
      await using place = await open();
      const { db, records } = place;
      await act(place, 'a', 'b', 'c', 'd');
      await db
        .updateTable('audit')
        .set({ time: start + 1 })
        .where('sequence', '=', 3)
        .execute();
      expect(await records.events.checkAudit()).toEqual({ rows: 2, brokenAt: 3 });
      await db.deleteFrom('audit').where('sequence', '=', 2).execute();
      expect(await records.events.checkAudit()).toEqual({ rows: 1, brokenAt: 2 });
      await db.deleteFrom('audit').where('sequence', '=', 1).execute();
      expect(await records.events.checkAudit()).toEqual({ rows: 0, brokenAt: 1 });
    });

    test('a row rewritten with hashes that fit breaks it at the head', async () => {
      await using place = await open();
      const { db, records } = place;
      await act(place, 'a', 'b');
      const [first, last] = await db.selectFrom('audit').selectAll().orderBy('sequence').execute();
      if (!first || !last) throw new Error('no rows');
      const hash = chainHash(first.hash, { ...last, actor: 'somebody else' });
      await db.updateTable('audit').set({ actor: 'somebody else', hash }).where('sequence', '=', 2).execute();
      expect(await records.events.checkAudit()).toEqual({ rows: 2, brokenAt: 2 });
    });

    test('rows cut off at the end break it', async () => {
      await using place = await open();
      await act(place, 'a', 'b');
      await place.db.deleteFrom('audit').where('sequence', '=', 2).execute();
      expect(await place.records.events.checkAudit()).toEqual({ rows: 1, brokenAt: 2 });
    });
  });
}
