import { describe, expect, test } from 'vitest';
import { hour, id, minute, second } from './device-world.ts';
import { numbered } from './incident-world.ts';
import { noticeWorld } from './notice-world.ts';

const [a, b] = [id('a'), id('b')];

describe('who is told', () => {
  test('with nothing configured, whoever is signed in', async () => {
    await using world = await noticeWorld();
    await world.fleet('berlin', a);
    await world.find(world.finding(a));
    await world.work();
    expect(world.shown).toEqual([]);
    await world.passes(15 * second);
    expect(world.shown).toMatchObject([
      { subject: `Warning: ${a}: /var is 96 % full`, kind: 'opened', severity: 'warning' },
    ]);
    await world.passes(minute);
    expect(world.shown).toHaveLength(1);
    expect(await world.stages()).toEqual([
      'group stopped: waits for causes and others',
      'dedup passed: new',
      'silence passed: no window, not snoozed, not flapping',
      'depend passed: follows from nothing known',
      'group passed: alone',
      'route passed: there are no routes: the default tells it',
      'escalate passed: route default, step 1',
      'deliver passed: who is signed in by desktop',
    ]);
  });

  test('a first channel is told too, and who was told hears of the end', async () => {
    await using world = await noticeWorld();
    await world.fleet('berlin', a);
    await world.hook('chat');
    await world.find(world.finding(a));
    await world.passes(15 * second);
    await world.find(world.finding(a, { severity: null }));
    await world.passes(minute);
    expect(world.subjects('chat')).toEqual([
      `Warning: ${a}: /var is 96 % full`,
      `Over after 15 s: ${a}: /var is 96 % full`,
    ]);
    expect(world.shown.map(({ kind }) => kind)).toEqual(['opened', 'resolved']);
  });

  test('what is over before anybody was told is told to nobody', async () => {
    await using world = await noticeWorld();
    await world.fleet('berlin', a);
    await world.find(world.finding(a));
    await world.passes(5 * second);
    await world.find(world.finding(a, { severity: null }));
    await world.passes(5 * minute);
    expect(await world.deliveries()).toEqual([]);
    expect((await world.stages()).at(-1)).toContain('nobody was told of it');
  });

  test('by selector, severity and time of day', async () => {
    await using world = await noticeWorld();
    await world.fleet('berlin', a);
    await world.fleet('paris', b);
    for (const name of ['paris', 'urgent', 'night']) await world.hook(name);
    const to = (channel: string) => ({ steps: [{ afterMs: 0, targets: [{ kind: 'channel' as const, id: channel }] }] });
    await world.route('paris', { selector: 'site=paris', ...to('paris') });
    await world.route('urgent', { severity: 'critical', ...to('urgent') });
    // It is 00:00 UTC on a Thursday.
    await world.route('night', {
      calendar: { days: [3], from: '22:00', to: '06:00', zone: 'UTC' },
      ...to('night'),
      selector: 'site=berlin',
    });
    await world.find(world.finding(a), world.finding(b, { severity: 'critical', rule: 'memory' }));
    await world.passes(15 * second);
    expect(world.subjects('paris')).toHaveLength(1);
    expect(world.subjects('urgent')).toEqual([`Critical: ${b}: /var is 96 % full`]);
    expect(world.subjects('night')).toEqual([`Warning: ${a}: /var is 96 % full`]);
  });
});

describe('severity', () => {
  test('up tells again, down does not', async () => {
    await using world = await noticeWorld();
    await world.fleet('berlin', a);
    await world.hook('chat');
    await world.find(world.finding(a));
    await world.passes(15 * second);
    await world.find(world.finding(a, { severity: 'critical', words: '/var is 99 % full' }));
    await world.passes(15 * second);
    await world.find(world.finding(a, { severity: 'warning' }));
    await world.passes(minute);
    await world.find(world.finding(a, { severity: 'critical', words: '/var is 99 % full' }));
    await world.passes(minute);
    expect(world.subjects('chat')).toEqual([
      `Warning: ${a}: /var is 96 % full`,
      `Now critical: ${a}: /var is 99 % full`,
    ]);
  });
});

describe('many at once', () => {
  test('100 devices, one rule, within a minute: one notice, and one of the end', async () => {
    await using world = await noticeWorld();
    const ids = Array.from({ length: 100 }, (_, i) => numbered(i));
    await world.fleet('berlin', ...ids);
    await world.hook('chat');
    for (let i = 0; i < 100; i += 10) {
      await world.find(...ids.slice(i, i + 10).map((one) => world.finding(one)));
      await world.passes(5 * second);
    }
    await world.passes(2 * minute);
    expect(world.subjects('chat')).toHaveLength(1);
    expect(world.subjects('chat')[0]).toMatch(/^Warning: Rule disk-full on 100 devices: \S+, \S+ and 98 others$/);
    expect(world.shown).toHaveLength(1);
    expect(world.shown[0]?.incidents).toHaveLength(100);
    await world.find(...ids.map((one) => world.finding(one, { severity: null })));
    await world.passes(2 * minute);
    expect(world.subjects('chat')).toHaveLength(2);
  }, 60_000);

  test('a router goes down with 30 devices behind it: one notice', async () => {
    await using world = await noticeWorld();
    const router = numbered(0);
    const behind = Array.from({ length: 30 }, (_, i) => numbered(i + 1));
    await world.fleet('berlin', router, ...behind);
    await world.change(router, { name: 'router', kind: 'router' });
    for (const one of behind) await world.change(one, { labels: { behind: 'router' } });
    await world.hook('chat');
    const silent = { rule: 'device-silent', reason: 'device', severity: 'critical' } as const;
    // The router is the last to be found silent.
    await world.find(...behind.map((one) => world.finding(one, silent)));
    await world.passes(5 * second);
    await world.find(world.finding(router, silent));
    await world.passes(5 * minute);
    expect(world.subjects('chat')).toEqual(['Critical: router: Device offline']);
    await world.find(...[router, ...behind].map((one) => world.finding(one, { ...silent, severity: null })));
    await world.passes(5 * minute);
    expect(world.subjects('chat')).toHaveLength(2);
    expect(world.subjects('chat')[1]).toContain('router: Device offline');
  }, 60_000);
});

describe('escalation', () => {
  test('through three people when nobody acknowledges, and then again; the fourth hears nothing', async () => {
    await using world = await noticeWorld();
    await world.fleet('berlin', a);
    const people = [await world.person('Ada'), await world.person('Bob'), await world.person('Cyd')];
    await world.person('Dan');
    await world.route('on-duty', {
      steps: people.map((one, i) => ({ afterMs: i === 0 ? 0 : 10 * minute, targets: [{ kind: 'person', id: one }] })),
      repeat: 1,
    });
    await world.find(world.finding(a));
    await world.passes(9 * minute);
    const counts = () => ['ada', 'bob', 'cyd', 'dan'].map((name) => world.subjects(name).length);
    expect(counts()).toEqual([1, 0, 0, 0]);
    await world.passes(2 * minute);
    expect(counts()).toEqual([1, 1, 0, 0]);
    await world.passes(10 * minute);
    expect(counts()).toEqual([1, 1, 1, 0]);
    await world.passes(10 * minute);
    expect(counts()).toEqual([2, 1, 1, 0]);
    expect(world.subjects('ada')[1]).toBe(`Still nobody on it, warning: ${a}: /var is 96 % full`);
    await world.act({ kind: 'acknowledge' }, await world.only());
    await world.passes(hour);
    expect(counts()).toEqual([2, 1, 1, 0]);
    // Who was told hears of the end, nobody else.
    await world.find(world.finding(a, { severity: null }));
    await world.passes(minute);
    expect(counts()).toEqual([3, 2, 2, 0]);
  }, 60_000);

  test('an acknowledgement taken back sets it going again', async () => {
    await using world = await noticeWorld();
    await world.fleet('berlin', a);
    const [ada, bob] = [await world.person('Ada'), await world.person('Bob')];
    const step = (one: string, afterMs: number) => ({ afterMs, targets: [{ kind: 'person' as const, id: one }] });
    await world.route('on-duty', { steps: [step(ada, 0), step(bob, 10 * minute)] });
    await world.find(world.finding(a));
    await world.passes(minute);
    await world.act({ kind: 'acknowledge' }, await world.only());
    await world.passes(20 * minute);
    expect(world.subjects('bob')).toEqual([]);
    await world.act({ kind: 'unacknowledge' }, await world.only());
    await world.passes(9 * minute);
    expect(world.subjects('bob')).toEqual([]);
    await world.passes(2 * minute);
    expect(world.subjects('bob')).toEqual([`Nobody yet on it, warning: ${a}: /var is 96 % full`]);
  }, 60_000);
});

test('snoozed: nobody hears of it until its end, then who was told hears that it is still so', async () => {
  await using world = await noticeWorld();
  await world.fleet('berlin', a);
  const ada = await world.person('Ada');
  await world.route('on-duty', { steps: [{ afterMs: 0, targets: [{ kind: 'person', id: ada }] }] });
  await world.find(world.finding(a));
  await world.passes(minute);
  await world.act({ kind: 'snooze', until: world.now + hour }, await world.only());
  await world.passes(59 * minute);
  expect(world.subjects('ada')).toHaveLength(1);
  await world.passes(2 * minute);
  expect(world.subjects('ada')).toEqual([`Warning: ${a}: /var is 96 % full`, `Still warning: ${a}: /var is 96 % full`]);
}, 60_000);
