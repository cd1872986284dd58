import type { Scope } from '@fettle/collector/domain/access/index';
import { describe, expect, test } from 'vitest';
import type { Open } from './place.ts';
import {
  day,
  device,
  deviceId,
  enrolled,
  enrolmentToken,
  event,
  everywhere,
  note,
  noted,
  nowhere,
  only,
  start,
  tally,
} from './samples.ts';

export function deviceContract(open: Open): void {
  describe('enrolment', () => {
    test('a token is published once and seen within its site', async () => {
      await using place = await open();
      const { devices } = place.records;
      const answers = await Promise.all([1, 2].map(() => devices.addToken(enrolmentToken(), note('token'))));
      expect(tally(answers)).toEqual({ added: 1, exists: 1 });
      expect(await devices.token('key')).toEqual(enrolmentToken());
      expect(await devices.token('other')).toBeNull();
      expect(await devices.tokens(only('berlin', 'rome'))).toEqual([enrolmentToken()]);
      expect(await devices.tokens(only('rome'))).toEqual([]);
      expect(await devices.tokens(nowhere)).toEqual([]);
      expect(await noted(place)).toEqual(['token']);
    });

    test('says why not: unknown, too early, over, used up', async () => {
      await using place = await open();
      const { devices } = place.records;
      await devices.addToken(enrolmentToken(), note('token'));
      const enrol = (name: string, now: number, key = 'key') => devices.enrol(key, device(name), now, note(name));
      expect(await enrol('a', start, 'other')).toBe('token_unknown');
      expect(await enrol('a', start - 1)).toBe('token_expired');
      expect(await enrol('a', start + day)).toBe('token_expired');
      expect(await enrol('a', start + day - 1)).toBe('enrolled');
      expect(await enrol('b', start)).toBe('token_used_up');
      expect(await noted(place)).toEqual(['token', 'a']);
      expect(await devices.devices(everywhere)).toEqual([device('a')]);
      expect((await devices.token('key'))?.used).toBe(1);
    });

    test('the same device again is known and counts nothing, also at once and after the end', async () => {
      await using place = await open();
      const { devices } = place.records;
      await devices.addToken(enrolmentToken('key', { uses: 2 }), note('token'));
      const again = (now: number) => devices.enrol('key', device('a'), now, note('a'));
      expect(tally(await Promise.all([again(start), again(start), again(start)]))).toEqual({ enrolled: 1, again: 2 });
      expect(await again(start + 2 * day)).toBe('again');
      expect((await devices.token('key'))?.used).toBe(1);
      expect(await noted(place)).toEqual(['token', 'a']);
    });

    test('a device with another token takes the place of what it was', async () => {
      await using place = await open();
      const { devices } = place.records;
      await enrolled(place, device('a'));
      await devices.setState(deviceId('a'), 'unknown', 'retired', start, note('retired'));
      await devices.sight([{ ...device('a'), lastSeen: start }]);
      const anew = device('a', { site: 'rome', sealingKey: 'another', enrolledAt: start + 1 });
      await enrolled(place, anew);
      expect(await devices.devices(everywhere)).toEqual([{ ...anew, version: 2 }]);
    });

    test('of twenty at once with a token of three uses exactly three win', async () => {
      await using place = await open();
      const { devices } = place.records;
      await devices.addToken(enrolmentToken('key', { uses: 3 }), note('token'));
      const names = Array.from({ length: 20 }, (_, i) => `device${i}`);
      const answers = await Promise.all(names.map((name) => devices.enrol('key', device(name), start, note(name))));
      expect(tally(answers)).toEqual({ enrolled: 3, token_used_up: 17 });
      expect(await devices.devices(everywhere)).toHaveLength(3);
      expect(await noted(place)).toHaveLength(4);
    });
  });

  describe('scope', () => {
    test('a device outside it is not found, not listed, not changed', async () => {
      await using place = await open();
      const { devices } = place.records;
      const a = await enrolled(place, device('a'));
      const b = await enrolled(place, device('b', { site: 'rome' }));
      expect(await devices.device(everywhere, b.id)).toEqual(b);
      expect(await devices.device(only('rome'), b.id)).toEqual(b);
      expect(await devices.device(only('berlin'), b.id)).toBeNull();
      expect(await devices.device(nowhere, b.id)).toBeNull();
      expect(await devices.device(everywhere, deviceId('c'))).toBeNull();
      expect(await devices.devices(everywhere)).toEqual([a, b]);
      expect(await devices.several(everywhere, [b.id, deviceId('c')])).toEqual([b]);
      expect(await devices.several(only('berlin'), [a.id, b.id])).toEqual([a]);
      expect(await devices.several(everywhere, [])).toEqual([]);
      expect(await devices.devices(only('berlin'))).toEqual([a]);
      expect(await devices.devices(only("berlin' or 1=1 --"))).toEqual([]);
      expect(await devices.devices(nowhere)).toEqual([]);
      expect(await devices.change(only('berlin'), b.id, 1, { name: 'x' }, note('x'))).toBe('not_found');
      expect(await noted(place)).toEqual([]);
    });

    test('a device that its selector does not choose is not found, not listed, not changed', async () => {
      await using place = await open();
      const { devices } = place.records;
      const inside = await enrolled(place, device('inside', { labels: { env: 'prod' } }));
      const outside = await enrolled(place, device('outside', { labels: { env: 'test' } }));
      const elsewhere = await enrolled(place, device('elsewhere', { site: 'rome', labels: { env: 'prod' } }));
      const scope: Scope = { sites: ['berlin'], selector: 'env=prod' };
      expect((await devices.devices(scope)).map(({ id }) => id)).toEqual([inside.id]);
      expect(await devices.device(scope, inside.id)).toMatchObject({ id: inside.id });
      expect(await devices.several(scope, [inside.id, outside.id, elsewhere.id])).toEqual([inside]);
      for (const { id } of [outside, elsewhere]) {
        expect(await devices.device(scope, id)).toBeNull();
        expect(await devices.change(scope, id, 1, { name: 'x' }, note('x'))).toBe('not_found');
      }
      const moved = await devices.change(scope, inside.id, 1, { labels: { env: 'test' } }, note('moved'));
      expect(moved).toMatchObject({ labels: { env: 'test' }, version: 2 });
      expect(await devices.change(scope, inside.id, 2, { name: 'x' }, note('x'))).toBe('not_found');
      expect(await noted(place)).toEqual(['moved']);
    });

    test('enrolment tokens are those whose devices the selector would choose', async () => {
      await using place = await open();
      const { devices } = place.records;
      await devices.addToken(enrolmentToken('a', { labels: { env: 'prod' } }), note('a'));
      await devices.addToken(enrolmentToken('b', { labels: {} }), note('b'));
      const keys = async (selector: string) => (await devices.tokens({ sites: 'all', selector })).map(({ key }) => key);
      expect(await keys('env=prod')).toEqual(['a']);
      expect(await keys('env!=prod')).toEqual(['b']);
      expect(await keys('os=linux')).toEqual([]);
    });

    test('devices come by name, the same in every database', async () => {
      await using place = await open();
      for (const name of ['b', 'B', 'ä', 'a', '10', '9']) await enrolled(place, device(name));
      const names = (await place.records.devices.devices(everywhere)).map(({ name }) => name);
      expect(names).toEqual(['10', '9', 'B', 'a', 'b', 'ä']);
    });
  });

  describe('a change', () => {
    test('takes the version that was read and leaves the rest alone', async () => {
      await using place = await open();
      const { devices } = place.records;
      const a = await enrolled(place, device('a'));
      const changed = await devices.change(everywhere, a.id, 1, { labels: { x: 'y' }, name: 'ä' }, note('changed'));
      expect(changed).toEqual({ ...a, labels: { x: 'y' }, name: 'ä', version: 2 });
      expect(await devices.device(everywhere, a.id)).toEqual(changed);
      expect(await devices.change(everywhere, a.id, 1, { name: 'b' }, note('late'))).toBe('changed_meanwhile');
      expect(await devices.change(everywhere, deviceId('none'), 1, {}, note('none'))).toBe('not_found');
      expect(await devices.change(only('berlin'), a.id, 2, { site: 'rome' }, note('moved'))).toMatchObject({
        site: 'rome',
        version: 3,
      });
      expect(await noted(place)).toEqual(['changed', 'moved']);
    });

    test('of ten at once exactly one wins', async () => {
      await using place = await open();
      const { devices } = place.records;
      const { id } = await enrolled(place, device('a'));
      const names = Array.from({ length: 10 }, (_, i) => `name${i}`);
      const answers = await Promise.all(names.map((name) => devices.change(everywhere, id, 1, { name }, note(name))));
      const won = answers.filter((answer) => typeof answer === 'object');
      expect(won).toHaveLength(1);
      expect(await devices.device(everywhere, id)).toEqual(won[0]);
      expect(await noted(place)).toEqual([won[0]?.name]);
    });

    test('the inventory describes a device, but not over a kind that people chose', async () => {
      await using place = await open();
      const { devices } = place.records;
      const { id } = await enrolled(place, device('a'));
      await devices.describe(id, { os: 'Debian 12', kind: 'server' });
      expect(await devices.device(everywhere, id)).toMatchObject({ os: 'Debian 12', kind: 'server', version: 1 });
      await devices.change(everywhere, id, 1, { kind: 'router' }, note('kind'));
      await devices.describe(id, { os: 'Debian 13', kind: 'server' });
      expect(await devices.device(everywhere, id)).toMatchObject({ os: 'Debian 13', kind: 'router' });
      await devices.describe(deviceId('none'), { os: 'x' });
    });
  });

  describe('what is seen', () => {
    const seen = (name: string, lastSeen: number, interval = 1_000) => ({
      id: deviceId(name),
      lastSeen,
      interval,
      clockOffset: 7,
      agentVersion: '0.2.0',
    });

    test('later sightings win, earlier ones and unknown devices change nothing', async () => {
      await using place = await open();
      const { devices } = place.records;
      const a = await enrolled(place, device('a'));
      const b = await enrolled(place, device('b'));
      await devices.sight([]);
      await devices.sight([
        seen('a', start + 5),
        seen('gone', start),
        seen('a', start + 9, 2_000),
        seen('a', start + 7),
      ]);
      await devices.sight([seen('a', start + 8)]);
      const { lastSeen, interval, clockOffset, agentVersion } = seen('a', start + 9, 2_000);
      expect(await devices.devices(everywhere)).toEqual([{ ...a, lastSeen, interval, clockOffset, agentVersion }, b]);
      await devices.sight([seen('a', start + 9, 3_000)]);
      expect(await devices.device(everywhere, a.id)).toMatchObject({ interval: 3_000, version: 1 });
      await devices.sight([seen('a', start + 10)], note('another agent'));
      expect(await noted(place)).toEqual(['another agent']);
    });

    test('batches that meet do not lock each other out, and a fleet fits into one', async () => {
      await using place = await open();
      const { devices } = place.records;
      await devices.addToken(enrolmentToken('key', { uses: 2_000 }), note('token'));
      const names = Array.from({ length: 1_200 }, (_, i) => `device${i}`);
      for (const name of names) await devices.enrol('key', device(name), start, { events: [], audit: [] });
      const forwards = names.map((name) => seen(name, start + 1));
      const backwards = names.map((name) => seen(name, start + 2)).toReversed();
      await Promise.all([devices.sight(forwards), devices.sight(backwards), devices.sight(forwards)]);
      const times = (await devices.devices(everywhere)).map(({ lastSeen }) => lastSeen);
      expect(tally(times)).toEqual({ [start + 2]: 1_200 });
    });

    test('a state moves from the one that was read, once', async () => {
      await using place = await open();
      const { devices } = place.records;
      const { id } = await enrolled(place, device('a'));
      const move = () => devices.setState(id, 'unknown', 'online', start + 3, note('device.state'));
      expect(tally(await Promise.all([move(), move(), move()]))).toEqual({ set: 1, changed_meanwhile: 2 });
      expect(await devices.device(everywhere, id)).toMatchObject({
        state: 'online',
        stateSince: start + 3,
        version: 1,
      });
      expect(await devices.setState(deviceId('none'), 'unknown', 'late', 0, note('x'))).toBe('changed_meanwhile');
      expect(await noted(place)).toEqual(['device.state']);
    });

    test('many move together, each from the state that was read, once, and are told in the order given', async () => {
      await using place = await open();
      const { devices } = place.records;
      await devices.addToken(enrolmentToken('key', { uses: 9 }), note('token'));
      for (const name of ['a', 'b', 'c']) await devices.enrol('key', device(name), start, { events: [], audit: [] });
      await devices.setState(deviceId('b'), 'unknown', 'retired', start, { events: [], audit: [] });
      const moves = ['c', 'b', 'none', 'a'].map((name) => ({
        id: deviceId(name),
        from: 'unknown' as const,
        to: 'online' as const,
        since: start + 3,
        event: { time: start, kind: `moved.${name}`, device: deviceId(name), site: 'berlin', detail: {} },
      }));
      const answers = await Promise.all([devices.setStates(moves), devices.setStates(moves.toReversed())]);
      expect(answers.flatMap((moved) => [...moved]).toSorted()).toEqual([deviceId('a'), deviceId('c')]);
      const [first] = answers;
      const events = await place.records.events.after(everywhere, 0, 1_000);
      const told = events.map(({ kind }) => kind).filter((kind) => kind.startsWith('moved.'));
      expect(told).toEqual(first.size > 0 ? ['moved.c', 'moved.a'] : ['moved.a', 'moved.c']);
      const states = (await devices.devices(everywhere)).map(({ id, state, stateSince }) => [id, state, stateSince]);
      expect(states).toContainEqual([deviceId('a'), 'online', start + 3]);
      expect(states).toContainEqual([deviceId('b'), 'retired', start]);
      expect(await devices.setStates([])).toEqual(new Set());
    });
  });

  test('a grant only ever gets newer', async () => {
    await using place = await open();
    const { devices } = place.records;
    const { id } = await enrolled(place, device('a'));
    expect(await devices.grant(id)).toBeNull();
    expect(await devices.setGrant(deviceId('none'), 1, '{}', note('none'))).toBe('not_found');
    const answers = await Promise.all([1, 2, 3].map((i) => devices.setGrant(id, 5, `{"by":${i}}`, note('grant'))));
    expect(tally(answers)).toEqual({ set: 1, older: 2 });
    expect(await devices.setGrant(id, 4, '{}', note('older'))).toBe('older');
    expect(await devices.setGrant(id, 6, '{"six":6}', note('six'))).toBe('set');
    expect(await devices.grant(id)).toEqual({ version: 6, envelope: '{"six":6}' });
    expect(await noted(place)).toEqual(['grant', 'six']);
  });

  test('a change whose note cannot be written is not made', async () => {
    await using place = await open();
    const { devices } = place.records;
    const { id } = await enrolled(place, device('a'));
    const broken = { events: [event('x', { time: null as unknown as number })], audit: [] };
    await expect(devices.change(everywhere, id, 1, { name: 'x' }, broken)).rejects.toThrow(/null/i);
    expect(await devices.device(everywhere, id)).toEqual(device('a'));
    expect(await place.records.events.bounds()).toEqual({ oldest: 1, newest: 0 });
  });
}
