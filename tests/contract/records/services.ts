import type { Composition, PublicLink, Service, Spell, WindowTerm } from '@fettle/collector/domain/services/index';
import type { IncidentId } from '@fettle/shared/ids';
import { describe, expect, test } from 'vitest';
import type { Open } from './place.ts';
import { day, deviceId, everywhere, note, noted, nowhere, only, start, tally } from './samples.ts';

const service = (id: string, fields: Partial<Service> = {}): Service => ({
  id,
  name: `The service ${id} "'`,
  description: 'for all; drop table services',
  owner: 'pada',
  pointPerson: null,
  criticality: 'vital',
  calendar: null,
  costPerHour: 4_200_00,
  site: null,
  parts: [
    { name: 'db', of: { kind: 'devices', selector: 'role=db', counts: 'away' }, need: { kind: 'any' }, impact: 'down' },
  ],
  countedFrom: start,
  version: 1,
  ...fields,
});

const made = (id: string, from: number, ...devices: string[]): Composition => ({
  service: id,
  from,
  parts: service(id).parts,
  devices: [devices.map(deviceId)],
});

const away = (device: string, from: number, to: number | null, fields: Partial<Spell> = {}): Spell => ({
  id: `a:${deviceId(device)}:${from}`,
  kind: 'away',
  device: deviceId(device),
  site: 'berlin',
  incident: null,
  rule: null,
  instance: null,
  severity: null,
  words: 'It does not speak; "\'',
  from,
  to,
  ...fields,
});

const term = (window: string, from: number, to: number | null): WindowTerm => ({
  window,
  from,
  to,
  when: { zone: 'UTC', start: '2026-10-01T00:00', lastsMs: 3_600_000, repeat: { every: 'day' } },
  devices: [deviceId('a')],
});

const link = (id: string, fields: Partial<PublicLink> = {}): PublicLink => ({
  id,
  kind: 'status',
  name: `For everybody "'`,
  services: ['mail'],
  site: null,
  createdAt: start,
  lastUsedAt: null,
  version: 1,
  hash: `hash of ${id}`,
  scope: { sites: ['berlin'] },
  ...fields,
});

export function serviceContract(open: Open): void {
  describe('the catalogue', () => {
    test('a service is kept as it is, changed by version, removed once with its history', async () => {
      await using place = await open();
      const { services } = place.records;
      const made1 = await Promise.all(
        [1, 2, 3].map(() => services.put(service('mail'), made('mail', start, 'a'), note('made'))),
      );
      expect(tally(made1)).toEqual({ put: 1, changed_meanwhile: 2 });
      await services.put(service('db'), made('db', start, 'b'), note('made db'));
      expect(await services.services()).toEqual([service('db'), service('mail')]);
      const changed = service('mail', { name: 'Mail', version: 2 });
      const changes = await Promise.all([1, 2, 3].map(() => services.put(changed, null, note('changed'))));
      expect(tally(changes)).toEqual({ put: 1, changed_meanwhile: 2 });
      expect(await services.service('mail')).toEqual(changed);
      expect(await services.service('none')).toBeNull();
      await services.tell([{ service: 'mail', state: 'down', since: start }], note('told'));
      expect(await services.remove('mail', 1, note('x'))).toBe('changed_meanwhile');
      const removals = await Promise.all([1, 2, 3].map(() => services.remove('mail', 2, note('removed'))));
      expect(tally(removals)).toEqual({ removed: 1, not_found: 2 });
      expect(await services.compositions(start, start + 1)).toEqual([made('db', start, 'b')]);
      expect(await services.states()).toEqual([]);
    });

    test('a change that loses leaves no composition', async () => {
      await using place = await open();
      const { services } = place.records;
      expect(await services.put(service('mail', { version: 2 }), made('mail', start, 'a'), note('x'))).toBe(
        'changed_meanwhile',
      );
      expect(await services.compositions(0, start * 2)).toEqual([]);
      expect(await noted(place)).toEqual([]);
    });
  });

  test('compositions: those that held at any time of a span; written anew at the same time they are replaced', async () => {
    await using place = await open();
    const { services } = place.records;
    await services.put(service('mail'), made('mail', start, 'a'), note('x'));
    await services.put(service('db'), made('db', start + 50, 'b'), note('x'));
    await services.recompose([]);
    await services.recompose([made('mail', start + 100, 'a', 'b'), made('gone', start, 'a')]);
    await services.recompose([made('mail', start + 100, 'b')]);
    const from = async (a: number, b: number, id?: string) =>
      (await services.compositions(start + a, start + b, id)).map((one) => [
        one.service,
        one.from - start,
        one.devices[0],
      ]);
    const [a, b] = [[deviceId('a')], [deviceId('b')]];
    expect(await from(-10, 0)).toEqual([]);
    expect(await from(-10, 1)).toEqual([['mail', 0, a]]);
    expect(await from(0, 1_000)).toEqual([
      ['mail', 0, a],
      ['db', 50, b],
      ['mail', 100, b],
    ]);
    expect(await from(99, 100)).toEqual([
      ['mail', 0, a],
      ['db', 50, b],
    ]);
    expect(await from(100, 101, 'mail')).toEqual([['mail', 100, b]]);
    expect(await from(day * 400, day * 400 + 1)).toEqual([
      ['db', 50, b],
      ['mail', 100, b],
    ]);
  });

  describe('spells', () => {
    test('are heard once: of several at once one moves the cursor, and the others keep nothing', async () => {
      await using place = await open();
      const { services } = place.records;
      expect(await services.cursor()).toBeNull();
      const heard = [1, 2, 3].map((n) => services.hear([away('a', start + n, null)], null, 7));
      expect(tally(await Promise.all(heard))).toEqual({ moved: 1, changed_meanwhile: 2 });
      expect(await services.lasting(everywhere)).toHaveLength(1);
      expect(await services.cursor()).toBe(7);
      expect(await services.hear([], null, 9)).toBe('changed_meanwhile');
      expect(await services.hear([], 6, 9)).toBe('changed_meanwhile');
      expect(await services.hear([], 7, 9)).toBe('moved');
      expect(await services.cursor()).toBe(9);
    });

    test('the same id is the same spell: it is ended in its place', async () => {
      await using place = await open();
      const { services } = place.records;
      const incident = away('a', start, null, {
        id: `i:n:${start}`,
        kind: 'incident',
        incident: 'n' as IncidentId,
        rule: 'disk',
        instance: '/"',
        severity: 'critical',
      });
      await services.hear([incident, away('b', start, start + 10)], null, 1);
      expect(await services.lasting(everywhere)).toEqual([incident]);
      await services.hear([{ ...incident, to: start + 5, words: 'full' }], 1, 2);
      expect(await services.lasting(everywhere)).toEqual([]);
      const found = await services.spells(everywhere, { from: start, to: start + 1 });
      expect(found).toEqual([away('b', start, start + 10), { ...incident, to: start + 5, words: 'full' }]);
    });

    test('those that touch a span, of some devices, of a kind, within a scope', async () => {
      await using place = await open();
      const { services } = place.records;
      const list = [
        away('a', start, start + 10),
        away('b', start + 5, null, { site: 'porto' }),
        away('a', start + 20, start + 20),
      ];
      await services.hear(list, null, 1);
      const at = async (from: number, to: number, more = {}, scope = everywhere) =>
        (await services.spells(scope, { from: start + from, to: start + to, ...more })).map(({ device }) =>
          device.slice(1),
        );
      expect(await at(0, 1)).toEqual(['a']);
      expect(await at(10, 11)).toEqual(['b']);
      expect(await at(-5, 0)).toEqual([]);
      expect(await at(0, 6)).toEqual(['a', 'b']);
      expect(await at(0, 6, { devices: [deviceId('b')] })).toEqual(['b']);
      expect(await at(0, 6, { devices: [] })).toEqual([]);
      expect(await at(0, 6, { kind: 'incident' })).toEqual([]);
      const many = Array.from({ length: 1_000 }, (_, i) => deviceId(`x${i}`));
      expect(await at(0, 6, { devices: [...many, deviceId('a')] })).toEqual(['a']);
      expect(await at(0, 6, {}, only('porto'))).toEqual(['b']);
      expect(await at(0, 6, {}, nowhere)).toEqual([]);
      expect(await services.lasting(only('berlin'))).toEqual([]);
    });

    test('thousands at once', async () => {
      await using place = await open();
      const { services } = place.records;
      const list = Array.from({ length: 2_500 }, (_, i) => away('a', start + i, start + i + 1));
      await services.hear([...list, { ...list[0], to: start + 9 } as Spell], null, 1);
      const found = await services.spells(everywhere, { from: 0, to: start * 2 });
      expect(found).toHaveLength(2_500);
      expect(found[0]?.to).toBe(start + 9);
    });
  });

  test('terms of windows are kept by window and beginning', async () => {
    await using place = await open();
    const { services } = place.records;
    await services.keepTerms([]);
    await services.keepTerms([term('w', start, null), term('v', start, start + 5)]);
    await services.keepTerms([term('w', start, start + 9), term('w', start + 9, null)]);
    expect(await services.terms(start, start + 1)).toEqual([term('v', start, start + 5), term('w', start, start + 9)]);
    expect(await services.terms(start + 9, start + 10)).toEqual([term('w', start + 9, null)]);
    expect(await services.terms(start - 1, start)).toEqual([]);
  });

  test('what was told of a service is kept with its event; of one that is gone neither', async () => {
    await using place = await open();
    const { services, events } = place.records;
    await services.put(service('mail'), null, note('x'));
    const told = (id: string) => ({
      time: start,
      kind: 'service.state',
      device: null,
      site: null,
      detail: { service: id },
    });
    const states = ['mail', 'gone'].map((id) => ({ service: id, state: 'down' as const, since: start }));
    await services.tell(states, { events: [told('mail'), told('gone')], audit: [] });
    await services.tell([{ service: 'mail', state: 'in-order', since: start + 1 }], {
      events: [told('mail')],
      audit: [],
    });
    expect(await services.states()).toEqual([{ service: 'mail', state: 'in-order', since: start + 1 }]);
    const kinds = (await events.after(everywhere, 0, 10)).map(
      ({ kind, detail }) => `${kind} ${String(detail['service'])}`,
    );
    expect(kinds.slice(1)).toEqual(['service.state mail', 'service.state mail']);
  });

  test('what ended before a time goes; what held then, and what lasts, stays', async () => {
    await using place = await open();
    const { services } = place.records;
    await services.put(service('mail'), made('mail', start, 'a'), note('x'));
    await services.recompose([made('mail', start + 10, 'b'), made('mail', start + 100, 'a')]);
    await services.hear(
      [away('a', start, start + 5), away('b', start, null), away('a', start + 40, start + 60)],
      null,
      1,
    );
    await services.keepTerms([term('w', start, start + 5), term('w', start + 5, null)]);
    expect(await services.retain(start + 50)).toBe(3);
    expect((await services.spells(everywhere, { from: 0, to: start * 2 })).map(({ from }) => from - start)).toEqual([
      0, 40,
    ]);
    expect((await services.compositions(0, start * 2)).map(({ from }) => from - start)).toEqual([10, 100]);
    expect(await services.terms(0, start * 2)).toEqual([term('w', start + 5, null)]);
    expect(await services.retain(start + 50)).toBe(0);
  });

  test('a link is found by the hash of its token alone, and removed once', async () => {
    await using place = await open();
    const { services } = place.records;
    await services.addLink(link('one'), note('made'));
    await services.addLink(link('two', { kind: 'calendar', services: [], site: 'porto' }), note('made two'));
    await expect(services.addLink(link('three', { hash: 'hash of one' }), note('x'))).rejects.toThrow();
    expect(await services.linkByHash('hash of one')).toEqual(link('one'));
    expect(await services.linkByHash('one')).toBeNull();
    await services.linkUsed('one', start + 5);
    expect((await services.links()).map(({ id, lastUsedAt }) => [id, lastUsedAt])).toEqual([
      ['one', start + 5],
      ['two', null],
    ]);
    expect(await services.removeLink('one', 2, note('x'))).toBe('changed_meanwhile');
    const removals = await Promise.all([1, 2, 3].map(() => services.removeLink('one', 1, note('removed'))));
    expect(tally(removals)).toEqual({ removed: 1, not_found: 2 });
    expect(await noted(place)).toEqual(['made', 'made two', 'removed']);
  });
}
