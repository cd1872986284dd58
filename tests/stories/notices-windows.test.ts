import { describe, expect, test } from 'vitest';
import { hour, id, minute, second, start } from './device-world.ts';
import { noticeWorld } from './notice-world.ts';

const a = id('a');

// The stories begin on Thursday 2026-10-01, 00:00 UTC.
describe('a window over midnight', () => {
  test.each([
    ['Europe/Berlin', '2026-10-01T23:00', '2026-10-01T21:00Z'],
    ['America/New_York', '2026-10-01T23:00', '2026-10-02T03:00Z'],
  ])('%s: nobody is told within it, and at its end only of what still hurts', async (zone, local, opens) => {
    await using world = await noticeWorld();
    await world.fleet('berlin', a);
    await world.hook('chat');
    await world.window('nightly', { zone, start: local, lastsMs: 2 * hour, repeat: { every: 'day' } });
    world.jump(Date.parse(opens) - start + 30 * minute);
    // One that ends within it, one that lasts.
    await world.find(world.finding(a, { instance: 'mountpoint=/tmp', words: '/tmp is full' }));
    await world.find(world.finding(a));
    await world.passes(minute);
    expect((await world.all()).map(({ quiet }) => quiet)).toEqual([
      { by: 'window', window: 'nightly' },
      { by: 'window', window: 'nightly' },
    ]);
    await world.find(world.finding(a, { instance: 'mountpoint=/tmp', severity: null }));
    await world.passes(88 * minute, minute);
    expect(world.subjects('chat')).toEqual([]);
    await world.passes(3 * minute, minute);
    expect(world.subjects('chat')).toEqual([`Warning: ${a}: /var is 96 % full`]);
    await world.find(world.finding(a, { severity: null }));
    await world.passes(minute);
    expect(world.subjects('chat')).toHaveLength(2);
  });
});

describe('a window over a change of the clocks', () => {
  test.each([
    // Clocks are put back at 03:00: the night is an hour longer, the window is not.
    ['Europe/Berlin', '2026-10-25T01:30', '2026-10-24T23:30Z', '2026-10-25T02:30Z'],
    ['America/New_York', '2026-11-01T00:30', '2026-11-01T04:30Z', '2026-11-01T07:30Z'],
    // Put forward at 02:00: 02:30 is left out.
    ['Europe/Berlin', '2027-03-28T02:30', '2027-03-28T01:30Z', '2027-03-28T04:30Z'],
    ['America/New_York', '2027-03-14T02:30', '2027-03-14T07:30Z', '2027-03-14T10:30Z'],
  ])('%s, %s', async (zone, local, opens, ends) => {
    await using world = await noticeWorld();
    await world.fleet('berlin', a);
    await world.hook('chat');
    await world.window('patching', { zone, start: local, lastsMs: 3 * hour, repeat: { every: 'once' } });
    const [from, to] = [Date.parse(opens), Date.parse(ends)];
    world.jump(from - start - 10 * second);
    await world.passes(20 * second);
    await world.find(world.finding(a));
    await world.passes(to - world.now - minute, 10 * minute);
    expect(world.subjects('chat'), 'a minute before its end').toEqual([]);
    await world.passes(2 * minute, 10 * second);
    expect(world.subjects('chat'), 'a minute after it').toHaveLength(1);
  });
});

test('what opened before a window is not escalated within it, and goes on after it', async () => {
  await using world = await noticeWorld();
  await world.fleet('berlin', a);
  const [ada, bob] = [await world.person('Ada'), await world.person('Bob')];
  const step = (one: string, afterMs: number) => ({ afterMs, targets: [{ kind: 'person' as const, id: one }] });
  await world.route('on-duty', { steps: [step(ada, 0), step(bob, 10 * minute)] });
  await world.find(world.finding(a));
  await world.passes(5 * minute);
  expect(world.subjects('ada')).toHaveLength(1);
  await world.window('now', { zone: 'UTC', start: '2026-10-01T00:05', lastsMs: hour, repeat: { every: 'once' } });
  await world.passes(59 * minute, 30 * second);
  expect(world.subjects('bob')).toEqual([]);
  await world.passes(3 * minute, 30 * second);
  expect(world.subjects('bob')).toHaveLength(1);
});

test('a window is for its devices only', async () => {
  await using world = await noticeWorld();
  const b = id('b');
  await world.fleet('berlin', a);
  await world.fleet('paris', b);
  await world.hook('chat');
  await world.window(
    'paris',
    { zone: 'UTC', start: '2026-10-01T00:00', lastsMs: hour, repeat: { every: 'once' } },
    'site=paris',
  );
  await world.find(world.finding(a), world.finding(b));
  await world.passes(minute);
  expect(world.subjects('chat')).toEqual([`Warning: ${a}: /var is 96 % full`]);
});
