import { createChangeDesk } from '@fettle/collector/changes-wiring';
import { expect, test } from 'vitest';
import { day, hour, id, minute, second } from './device-world.ts';
import { noticeWorld } from './notice-world.ts';
import { orderBook, runTeller } from './remedy-world.ts';

const device = id('a');

async function world() {
  const own = await noticeWorld();
  await own.fleet('berlin', device);
  await orderBook(own, own.now);
  const teller = runTeller(own, () => own.now);
  const changes = createChangeDesk({
    stores: own,
    clock: { now: () => own.now },
    incidents: own.ports,
    heard: async () => undefined,
  });
  await own.hook('first');
  await own.hook('second');
  const step = (afterMs: number, channel: string) => ({
    afterMs,
    targets: [{ kind: 'channel' as const, id: channel }],
  });
  const texts = (channel: string) =>
    own.web.at(`/${channel}`).map(({ body }) => (JSON.parse(body) as { text: string }).text);
  return {
    ...own,
    get now() {
      return own.now;
    },
    step,
    texts,
    async tried(cleared: boolean, output = 'rm: /var/tmp/x: busy\n') {
      await teller.ended({ device, startedAt: own.now, endedAt: own.now, output });
      await teller.remedied(device, { cleared, time: own.now });
      await changes.tell();
    },
  };
}

test('what did not help takes the next step at once, with what it printed', async () => {
  await using story = await world();
  await story.route('all', { steps: [story.step(0, 'first'), story.step(hour, 'second')] });
  await story.find(story.finding(device));
  await story.passes(minute);
  expect(story.subjects('first')).toEqual([`Warning: ${device}: /var is 96 % full`]);
  await story.tried(false);
  await story.passes(15 * second);
  expect(story.subjects('second')).toEqual([`Not put right by itself, warning: ${device}: /var is 96 % full`]);
  expect(story.subjects('first')).toHaveLength(2);
  const [text] = story.texts('second');
  expect(text).toContain('standing order “Clear temp”: done; it did not help');
  expect(text).toContain('What the remedy printed last:\nrm: /var/tmp/x: busy');
  // The steps after it go on from there, and nobody hears the same twice.
  await story.passes(10 * minute, minute);
  expect(story.subjects('second')).toHaveLength(1);
});

test('without a further step those who know it hear that it did not help', async () => {
  await using story = await world();
  await story.route('all', { steps: [story.step(0, 'first')] });
  await story.find(story.finding(device));
  await story.passes(minute);
  await story.tried(false);
  await story.passes(minute);
  expect(story.subjects('first')).toEqual([
    `Warning: ${device}: /var is 96 % full`,
    `Not put right by itself, warning: ${device}: /var is 96 % full`,
  ]);
});

test('told before anybody heard of the breach, both are one notice', async () => {
  await using story = await world();
  await story.route('all', { steps: [story.step(0, 'first')] });
  await story.find(story.finding(device));
  await story.tried(false);
  await story.passes(minute);
  expect(story.subjects('first')).toEqual([`Warning: ${device}: /var is 96 % full`]);
  expect(story.texts('first')[0]).toContain('it did not help');
});

test('who has acknowledged it is not disturbed', async () => {
  await using story = await world();
  await story.route('all', { steps: [story.step(0, 'first'), story.step(hour, 'second')] });
  await story.find(story.finding(device));
  await story.passes(minute);
  await story.act({ kind: 'acknowledge' }, await story.only());
  await story.tried(false);
  await story.passes(minute);
  expect(story.subjects('first')).toHaveLength(1);
  expect(story.subjects('second')).toEqual([]);
});

test('what a device put right before anybody knew wakes nobody', async () => {
  await using story = await world();
  await story.route('all', { steps: [story.step(0, 'first')] });
  await story.tried(true);
  await story.passes(5 * minute);
  expect((await story.only()).state).toBe('resolved');
  expect(await story.deliveries()).toEqual([]);
});

test('that trust ends is told by every channel once a day, and once that it is fresh again', async () => {
  await using story = await world();
  const told = async (kind: string, until: number) =>
    story.events.record({
      events: [{ time: story.now, kind, device: null, site: null, detail: { until } }],
      audit: [],
    });
  const look = async () => {
    await story.desk.tellTrust();
    await story.desk.tellTrust();
    await story.work();
  };
  await look();
  expect(await story.desk.remark()).toBeNull();
  const until = story.now + 4 * day;
  await told('trust.stale', until);
  await look();
  const words = 'Any operator ends this by unlocking a key, as with `fettle fresh`.';
  expect(await story.desk.remark()).toBe(`Trust ends in 4 days. ${words}`);
  expect(story.subjects('first')).toEqual([`Trust ends in 4 days. ${words}`]);
  expect(story.shown.map(({ subject }) => subject)).toEqual([`Trust ends in 4 days. ${words}`]);
  story.jump(day);
  await look();
  expect(story.subjects('second')).toEqual([`Trust ends in 4 days. ${words}`, `Trust ends in 3 days. ${words}`]);
  story.jump(3 * day);
  await look();
  expect(story.subjects('first').at(-1)).toMatch(/^Trust has ended: devices measure, and run nothing/);
  await told('trust.fresh', story.now + 14 * day);
  await look();
  await told('trust.fresh', story.now + 15 * day);
  await look();
  expect(story.subjects('first').slice(3)).toEqual([expect.stringMatching(/^Trust is fresh again, until /)]);
  expect(await story.desk.remark()).toBeNull();
});
