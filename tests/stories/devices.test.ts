/** How a device comes, lives and is looked at, told with times. */
import type { Device as DeviceItem } from '@fettle/shared/api/devices';
import { type Actor, agentActor, everywhere } from '@fettle/collector/domain/access/index';
import {
  changeDevice,
  type Device,
  enrolDevice,
  getDevice,
  listDevices,
  listTokens,
  moveStates,
  publishGrant,
  publishToken,
  quarantineDevice,
  revokeDevice,
  stateOf,
} from '@fettle/collector/domain/devices/index';
import { listEvents } from '@fettle/collector/domain/events/index';
import { describe, expect, test } from 'vitest';
import { cli, code, collector, day, hour, id, jobs, key, minute, person, second, start } from './device-world.ts';

describe('enrolment', () => {
  test('a token of one use admits one device with its site and labels, and refuses the second', async () => {
    await using world = await collector();
    await publishToken(world.at(start), cli, world.token());
    expect(await world.enrol('a', start + minute)).toBe('enrolled');
    expect(await getDevice(world.at(start), person('viewer'), { id: id('a') })).toMatchObject({
      name: 'host-a',
      kind: 'other',
      site: 'berlin',
      labels: { role: 'db' },
      state: 'unknown',
      enrolledAt: start + minute,
      lastSeen: null,
      version: 1,
    });
    await expect(world.enrol('b', start + minute)).rejects.toEqual(code('token_used_up'));
    expect(await world.enrol('a', start + 2 * minute)).toBe('again');
    expect(await listTokens(world.at(start), person('operator', 'berlin'))).toMatchObject([{ used: 1, uses: 1 }]);
    expect(await world.kinds()).toEqual(['token.published', 'device.enrolled']);
  });

  test('a token that nobody published, and one outside its time', async () => {
    await using world = await collector();
    await publishToken(world.at(start), cli, world.token());
    await expect(world.enrol('a', start, key('x'))).rejects.toEqual(code('token_unknown'));
    await expect(world.enrol('a', start + day)).rejects.toEqual(code('token_expired'));
  });

  test('the same token published again keeps its count', async () => {
    await using world = await collector();
    await publishToken(world.at(start), cli, world.token());
    await world.enrol('a');
    expect(await publishToken(world.at(start + 1), cli, world.token())).toMatchObject({ used: 1, createdAt: start });
  });

  test('an agent enrols itself only, and people and tokens do not', async () => {
    await using world = await collector();
    await publishToken(world.at(start), cli, world.token());
    const record = { id: id('a'), host: 'a', publicKey: key('a'), sealingKey: key('a') };
    const as = (actor: Actor) => enrolDevice(world.at(start), actor, { record, tokenKey: key('k'), agentVersion: '' });
    await expect(as(agentActor(id('b')))).rejects.toEqual(code('not_allowed'));
    await expect(as(person('admin'))).rejects.toEqual(code('not_allowed'));
  });

  test.each([
    { key: 'short' },
    { site: '' },
    { site: 'x'.repeat(65) },
    { uses: 0 },
    { uses: 1.5 },
    { uses: 100_001 },
    { notAfter: start },
    { notBefore: start - 2 * day, notAfter: start - day },
    { labels: { 'not a key': 'x' } },
    { labels: { site: 'rome' } },
    { labels: { a: 'x'.repeat(257) } },
    { labels: { a: 'line\nline' } },
  ])('the token %o is refused', async (wrong) => {
    await using world = await collector();
    await expect(publishToken(world.at(start), cli, world.token(wrong))).rejects.toEqual(code('input_invalid'));
    expect(await world.kinds()).toEqual([]);
  });

  test('who may publish tokens, and where', async () => {
    await using world = await collector();
    const as = (actor: Actor) => publishToken(world.at(start), actor, world.token());
    await expect(as(person('technician'))).rejects.toEqual(code('not_allowed'));
    await expect(as(person('operator', 'rome'))).rejects.toEqual(code('not_allowed'));
    await expect(as({ ...person('admin'), kind: 'token' })).rejects.toEqual(code('not_allowed'));
    await as(person('operator', 'berlin'));
  });
});

test('a device’s state through a day', async () => {
  await using world = await collector();
  await world.with('berlin', 'a');
  const link = { connected: false, lastFrameAt: null as number | null, goodbye: false, connectedSince: 0 };
  let listeningSince = start;

  /** What the job does each time: decides and moves. */
  async function look(now: number): Promise<string> {
    const device = await getDevice(world.at(now), jobs, { id: id('a') });
    const to = stateOf({ ...link, current: device.state, interval: 10 * second, listeningSince, now });
    if (to !== device.state) expect(await moveStates(world.at(now), jobs, [{ device, to }])).toEqual([device.id]);
    return to;
  }
  const frame = (now: number) => Object.assign(link, { connected: true, goodbye: false, lastFrameAt: now });

  expect(await look(start + second)).toBe('unknown');
  const eight = start + 8 * hour;
  frame(eight);
  expect(await look(eight)).toBe('online');
  expect(await look(eight + 30 * second)).toBe('online');
  expect(await look(eight + 31 * second)).toBe('late');
  frame(eight + 40 * second);
  expect(await look(eight + 41 * second)).toBe('online');
  link.connected = false;
  expect(await look(eight + 70 * second)).toBe('online');
  expect(await look(eight + 71 * second)).toBe('offline');
  // It is back, and not called late before its first frame is due.
  const noon = start + 12 * hour;
  Object.assign(link, { connected: true, connectedSince: noon });
  expect(await look(noon + second)).toBe('offline');
  frame(noon + 2 * second);
  expect(await look(noon + 3 * second)).toBe('online');
  // The collector is restarted at two: for 30 s nobody is called offline.
  listeningSince = start + 14 * hour;
  Object.assign(link, { connected: false, lastFrameAt: listeningSince - 5 * minute });
  expect(await look(listeningSince + 30 * second)).toBe('online');
  frame(listeningSince + 31 * second);
  expect(await look(listeningSince + 32 * second)).toBe('online');
  // Switched off in the evening.
  Object.assign(link, { connected: false, goodbye: true });
  expect(await look(start + 18 * hour)).toBe('stopped');
  expect(await look(start + 24 * hour)).toBe('stopped');

  const { items } = await listEvents({ store: world.events }, person('viewer'), { kind: 'device.state' });
  expect(items.toReversed().map(({ time, detail }) => [time - start, detail['to']])).toEqual([
    [8 * hour, 'online'],
    [8 * hour + 31 * second, 'late'],
    [8 * hour + 41 * second, 'online'],
    [8 * hour + 71 * second, 'offline'],
    [12 * hour + 3 * second, 'online'],
    [18 * hour, 'stopped'],
  ]);
});

test('an ended device stays so until it enrols with a new token; who ended it is audited', async () => {
  await using world = await collector();
  await world.with('berlin', 'a');
  for (const actor of [person('technician'), person('operator', 'rome'), agentActor(id('a'))]) {
    await expect(revokeDevice(world.at(start), actor, { id: id('a') })).rejects.toThrow();
  }
  const actor = person('operator', 'berlin');
  expect(await revokeDevice(world.at(start + 1), actor, { id: id('a') })).toMatchObject({ state: 'unknown' });
  expect(await revokeDevice(world.at(start + 2), actor, { id: id('a') })).toMatchObject({ state: 'retired' });
  const device = await getDevice(world.at(start), jobs, { id: id('a') });
  expect(device).toMatchObject({ state: 'retired', stateSince: start + 1 });
  const fresh = { connected: true, lastFrameAt: start, interval: second, goodbye: false, now: start };
  expect(stateOf({ ...fresh, current: device.state })).toBe('retired');
  expect((await world.events.audit(0, 100)).at(-1)).toMatchObject({
    actor: actor.id,
    action: 'devices.revoke',
    target: `device:${id('a')}`,
    detail: { from: 'unknown', to: 'retired' },
  });
  await publishToken(world.at(start), cli, world.token());
  await world.enrol('a');
  expect(await getDevice(world.at(start), jobs, { id: id('a') })).toMatchObject({ state: 'unknown' });
});

test('a quarantined device stays so until it enrols with a new token', async () => {
  await using world = await collector();
  await world.with('berlin', 'a');
  await Promise.all([1, 2].map(() => quarantineDevice(world.at(start + 1), agentActor(id('a')), { id: id('a') })));
  const device = await getDevice(world.at(start), jobs, { id: id('a') });
  expect(device.state).toBe('quarantined');
  const fresh = { connected: true, lastFrameAt: start, interval: second, goodbye: false, now: start };
  expect(stateOf({ ...fresh, current: device.state })).toBe('quarantined');
  expect((await world.kinds()).filter((kind) => kind === 'device.state')).toHaveLength(1);
  await expect(moveStates(world.at(start), person('admin'), [{ device, to: 'online' }])).rejects.toEqual(
    code('not_allowed'),
  );
  await expect(quarantineDevice(world.at(start), agentActor(id('b')), { id: id('a') })).rejects.toEqual(
    code('not_allowed'),
  );
  await publishToken(world.at(start), cli, world.token());
  await world.enrol('a');
  expect(await getDevice(world.at(start), jobs, { id: id('a') })).toMatchObject({ state: 'unknown', version: 2 });
});

describe('changing a device', () => {
  test('takes the version that was read, tells what changed, and nothing when nothing did', async () => {
    await using world = await collector();
    await world.with('berlin', 'a');
    const ada = person('technician', 'berlin');
    const change = (fields: object, version = 1) =>
      changeDevice(world.at(start + 5), ada, { id: id('a'), version, ...fields });
    const changed = await change({ name: ' db-01 ', labels: { role: 'db' } });
    expect(changed).toMatchObject({ name: 'db-01', version: 2 });
    expect(await change({ name: 'db-01', labels: { role: 'db' } }, 2)).toEqual(changed);
    await expect(change({ name: 'other' })).rejects.toEqual(code('changed_meanwhile'));
    const [told] = await world.events.list(everywhere, { kind: 'device.changed', limit: 10 });
    expect(told).toMatchObject({
      device: id('a'),
      site: 'berlin',
      detail: { changes: { name: { before: 'host-a', after: 'db-01' } } },
    });
    const [audited] = (await world.events.audit(0, 100)).slice(-1);
    expect(audited).toMatchObject({ actor: 'person:pada', action: 'devices.change', target: `device:${id('a')}` });
  });

  test('by two at once is done by one', async () => {
    await using world = await collector();
    await world.with('berlin', 'a');
    const names = ['one', 'two', 'three'];
    const results = await Promise.allSettled(
      names.map((name) => changeDevice(world.at(start), person('technician'), { id: id('a'), version: 1, name })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toEqual(code('changed_meanwhile'));
    }
  });

  test.each([
    { name: '' },
    { name: 'x'.repeat(129) },
    { name: 'a\u0000b' },
    { kind: ' ' },
    { labels: { os: 'mine' } },
    { labels: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`k${i}`, ''])) },
  ])('%o is refused', async (wrong) => {
    await using world = await collector();
    await world.with('berlin', 'a');
    const change = { id: id('a'), version: 1, ...wrong };
    await expect(changeDevice(world.at(start), cli, change)).rejects.toEqual(code('input_invalid'));
  });

  test('needs the role, and sees its own sites only', async () => {
    await using world = await collector();
    await world.with('berlin', 'a');
    const as = (actor: Actor, which: string = id('a')) =>
      changeDevice(world.at(start), actor, { id: which, version: 1, name: 'x' });
    await expect(as(person('viewer'))).rejects.toEqual(code('not_allowed'));
    await expect(as(person('admin', 'rome'))).rejects.toEqual(code('not_found'));
    await expect(as(person('admin'), id('z'))).rejects.toEqual(code('not_found'));
    await expect(as(person('admin'), "' or 1=1")).rejects.toEqual(code('not_found'));
  });
});

describe('the list', () => {
  const troubled = new Set([id('c')]);
  const view = (device: Device): DeviceItem => ({
    ...device,
    labels: { ...device.labels },
    silence: null,
    vitals: { cpu: null, memory: null, disk: null },
    troubles: troubled.has(device.id)
      ? [{ severity: 'critical', metric: 'm', attributes: {}, value: 1, words: '/ is full' }]
      : [],
  });
  const names = async (world: Awaited<ReturnType<typeof collector>>, actor: Actor, query: object) =>
    (await listDevices({ ...world.at(start), view }, actor, query)).items.map(({ name }) => name);

  test('shows the actor’s sites, what a selector and a text choose, worst first', async () => {
    await using world = await collector();
    await world.with('berlin', 'a', 'b', 'c');
    await world.with('rome', 'x');
    await changeDevice(world.at(start), cli, { id: id('b'), version: 1, labels: { role: 'web' } });
    expect(await names(world, person('viewer'), {})).toEqual(['host-c', 'host-a', 'host-b', 'host-x']);
    expect(await names(world, person('viewer', 'rome'), {})).toEqual(['host-x']);
    expect(await names(world, person('viewer'), { sort: 'name', selector: 'role=db, site=berlin' })).toEqual([
      'host-a',
      'host-c',
    ]);
    expect(await names(world, person('viewer', 'rome'), { selector: 'site=berlin' })).toEqual([]);
    expect(await names(world, person('viewer'), { search: 'BERLIN role=web' })).toEqual(['host-b']);
    expect(await names(world, person('viewer'), { search: 'host', selector: 'not has role' })).toEqual([]);
    await expect(names(world, person('viewer'), { selector: 'role=' })).rejects.toMatchObject({
      code: 'input_invalid',
      details: { position: 5 },
    });
    await expect(names(world, agentActor(id('a')), {})).rejects.toEqual(code('not_allowed'));
  });

  test('comes in pages that miss none while devices come', async () => {
    await using world = await collector();
    await world.with('berlin', 'b', 'd', 'f', 'h');
    const page = (cursor?: string) =>
      listDevices({ ...world.at(start), view }, person('viewer'), {
        sort: 'name',
        limit: 2,
        ...(cursor === undefined ? {} : { cursor }),
      });
    const first = await page();
    await world.with('rome', 'a', 'e');
    const following = await page(first.next ?? '');
    const third = await page(following.next ?? '');
    const shown = [first, following, third].flatMap(({ items }) => items.map(({ name }) => name));
    expect(shown).toEqual(['host-b', 'host-d', 'host-e', 'host-f', 'host-h']);
    expect(third.next).toBeNull();
  });
});

test('a grant is carried for a device, never an older one', async () => {
  await using world = await collector();
  await world.with('berlin', 'a');
  const publish = (version: number, actor = person('operator', 'berlin')) =>
    publishGrant(world.at(start), actor, { device: id('a'), version, envelope: `{"v":${version}}` });
  await publish(2);
  await expect(publish(2)).rejects.toEqual(code('changed_meanwhile'));
  await expect(publish(3, person('operator', 'rome'))).rejects.toEqual(code('not_found'));
  await expect(publish(3, person('technician'))).rejects.toEqual(code('not_allowed'));
  expect(await world.devices.grant(id('a'))).toEqual({ version: 2, envelope: '{"v":2}' });
});
