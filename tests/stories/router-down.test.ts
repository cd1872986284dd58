// Issue 5: a router down with what is behind it is one notice; what comes late changes history, not the pager. On the real app:
// devices that really stop sending, their states, the rules, incidents and notices, a receiver that really receives.
import { everywhere } from '@fettle/collector/domain/access/index';
import { changeDevice } from '@fettle/collector/domain/devices/index';
import { putChannel } from '@fettle/collector/domain/notifications/index';
import { expect, test } from 'vitest';
import { receiver } from '../support/receiver.ts';
import { cli, hour, id, minute } from './device-world.ts';
import { body, full, world, type WorldOptions } from './rules-world.ts';

const silent = body({
  name: 'Device silent',
  when: { kind: 'device', states: { critical: ['offline', 'unreachable'] } },
});

async function network(letters: readonly string[], options?: WorldOptions) {
  const web = await receiver();
  const story = await world(letters, options);
  const { stores, clock } = story;
  await putChannel({ channels: stores.channels, now: clock.now(), key: new Uint8Array(32) }, cli, {
    id: 'chat',
    name: 'Chat',
    enabled: true,
    to: { kind: 'webhook', url: `${web.url}/chat`, preset: 'plain' },
    version: 0,
  });
  await story.rule('silent', silent);
  await story.rule('disk-full', full());
  return {
    ...story,
    /** What was told, by its kind and subject; the clock runs faster than the wire, so that one may have come twice. */
    notices() {
      const told = web.at('/chat').map(({ headers, body: text }) => {
        const { kind, subject } = JSON.parse(text) as { kind: string; subject: string };
        return [headers['fettle-delivery'], `${kind}: ${subject}`] as const;
      });
      return [...new Map(told).values()];
    },
    /** Makes it the router of its site. */
    async router(letter: string) {
      const device = await stores.devices.device(everywhere, id(letter));
      const ports = { store: stores.devices, now: clock.now() };
      await changeDevice(ports, cli, { id: id(letter), version: device?.version ?? 0, kind: 'router' });
    },
    stateOf: async (letter: string) => (await stores.devices.device(everywhere, id(letter)))?.state,
    all: () => stores.incidents.list(everywhere, { limit: 1_000 }),
    live: () => stores.incidents.open(everywhere),
    async [Symbol.asyncDispose]() {
      await story[Symbol.asyncDispose]();
      await web[Symbol.asyncDispose]();
    },
  };
}

const router = 'r';
const behind = 'abcdefghjkmnpqstvwxyz012345678'.split('');
const elsewhere = '9';

test.each([
  ['named by the label behind', true],
  ['a whole site of which nobody is heard', false],
])(
  'a router with 30 devices behind it, %s: one notice, the others affected, one end',
  async (_, isLabelled) => {
    await using story = await network(isLabelled ? [router, ...behind, elsewhere] : [router, ...behind]);
    expect(behind).toHaveLength(30);
    await story.router(router);
    if (isLabelled) for (const letter of behind) await story.labels(letter, { behind: `host-${router}` });
    await story.pass(2 * minute);
    expect(await story.all()).toEqual([]);

    for (const letter of [router, ...behind]) story.unplug(letter);
    await story.pass(4 * minute);
    expect(story.notices()).toEqual([expect.stringMatching(/^opened: Critical: host-r: /)]);
    const open = await story.live();
    expect(open).toHaveLength(31);
    const cause = open.find(({ device }) => device === id(router));
    expect(cause).toMatchObject({ quiet: null, severity: 'critical' });
    const others = open.filter(({ device }) => device !== id(router));
    expect(others.filter(({ quiet }) => quiet?.by === 'cause' && quiet.incident === cause?.id)).toHaveLength(30);
    const affected = await story.stores.incidents.affected(everywhere, [cause?.id as never]);
    expect([...affected.values()]).toEqual([30]);
    const expected = isLabelled ? 'offline' : 'unreachable';
    for (const letter of behind) expect(await story.stateOf(letter)).toBe(expected);

    // Each has a state of its own: one was moved to another line and is back, and only it.
    const [first = '', ...rest] = behind;
    if (isLabelled) {
      story.plug(first);
      await story.pass(2 * minute);
      expect(await story.stateOf(first)).toBe('online');
      expect(await story.live()).toHaveLength(30);
      expect((await story.all()).find(({ device }) => device === id(first))?.state).toBe('resolved');
      expect(story.notices()).toHaveLength(1);
    } else rest.unshift(first);

    for (const letter of [router, ...rest]) story.plug(letter);
    await story.pass(10 * minute);
    expect(await story.live()).toEqual([]);
    expect(story.notices().slice(1)).toEqual([expect.stringMatching(/^resolved: Over after .*: host-r: /)]);
    expect(await story.all()).toHaveLength(31);
  },
  120_000,
);

test('an agent that was offline for a day and catches up: no new incident, and that it was silent is over', async () => {
  await using story = await network(['a', 'b'], { every: minute });
  await story.pass(10 * minute);
  story.unplug('a', 'cut');
  await story.pass(2 * hour);
  expect((await story.live()).map(({ rule }) => rule)).toEqual(['silent']);
  // Meanwhile its disk fills and empties.
  story.device('a').values['/var'] = 0.99;
  await story.pass(12 * hour);
  story.device('a').values['/var'] = 0.5;
  await story.pass(10 * hour);
  const told = story.notices();
  expect(told).toEqual([expect.stringMatching(/^opened: Critical: host-a: /)]);
  story.plug('a');
  await story.pass(30 * minute);
  expect((await story.all()).map(({ rule, state }) => `${rule} ${state}`)).toEqual(['silent resolved']);
  expect(story.notices().slice(1)).toEqual([expect.stringMatching(/^resolved: Over after .*: host-a: /)]);
  const range = { devices: [id('a')], metrics: ['system.filesystem.utilization'], step: 'whole' as const };
  const to = story.clock.now();
  const scan = story.stores.series.scan({ ...range, from: to - 30 * hour, to, agg: 'max', maxPoints: 100 });
  const peaks: number[] = [];
  for await (const { values } of scan) peaks.push(...values);
  expect(Math.max(...peaks), 'history knows it').toBeCloseTo(0.99);
}, 240_000);

test('a collector that was down for an hour while all agents kept on: nothing', async () => {
  await using story = await network('abcdefgh'.split(''));
  await story.pass(2 * minute);
  await story.restart(hour, (passed) => {
    for (const letter of 'abcd') {
      story.device(letter).values['/var'] = passed > 10 * minute && passed < 50 * minute ? 0.99 : 0.5;
    }
  });
  await story.pass(10 * minute);
  expect(await story.all()).toEqual([]);
  expect(story.notices()).toEqual([]);
  for (const letter of 'abcdefgh') expect(await story.stateOf(letter)).toBe('online');
}, 120_000);
