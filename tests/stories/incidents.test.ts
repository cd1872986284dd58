import { everywhere } from '@fettle/collector/domain/access/index';
import { actOnIncidents, listIncidents, setTargets, standing } from '@fettle/collector/domain/incidents/index';
import { describe, expect, test } from 'vitest';
import { code, day, hour, id, minute, person, second, start } from './device-world.ts';
import { incidentWorld, numbered, technician } from './incident-world.ts';

const [a, b, c] = [id('a'), id('b'), id('c')];

describe('one trouble, one incident', () => {
  test('it opens, gets worse and better, and is resolved; told again it changes nothing', async () => {
    await using world = await incidentWorld();
    await world.fleet('berlin', a);
    const first = world.finding(a);
    await world.find(first);
    await world.find(first);
    await world.find(world.finding(a, { severity: 'critical', words: '/var is 99 % full', value: 0.99 }));
    const worse = await world.only();
    expect(worse).toMatchObject({ state: 'open', severity: 'critical', worst: 'critical', words: '/var is 99 % full' });
    await world.find(world.finding(a, { severity: 'warning', value: 0.93 }));
    await world.pass(minute);
    await world.find(world.finding(a, { severity: null, words: '/var is 70 % full' }));
    await world.find(world.finding(a, { severity: null, words: '/var is 70 % full' }));
    expect(await world.only()).toMatchObject({
      state: 'resolved',
      severity: 'warning',
      worst: 'critical',
      value: 0.93,
    });
    expect(await world.lines(worse)).toEqual([
      'opened: Opened: /var is 96 % full',
      'severity: Worse: critical now. /var is 99 % full',
      'severity: Better: warning now. /var is 96 % full',
      'resolved: Resolved: the condition holds no more. /var is 70 % full',
    ]);
    expect((await world.told()).map(({ kind }) => kind)).toEqual([
      'incident.opened',
      'incident.severity',
      'incident.severity',
      'incident.resolved',
    ]);
  });

  test('two rules on one disk are two incidents, and so are two disks of one rule', async () => {
    await using world = await incidentWorld();
    await world.fleet('berlin', a);
    await world.find(
      world.finding(a),
      world.finding(a, { rule: 'disk-trend' }),
      world.finding(a, { instance: 'mountpoint=/home' }),
    );
    expect(await world.all()).toHaveLength(3);
    await world.find(world.finding(a, { severity: null }));
    expect((await world.all()).filter(({ state }) => state === 'open')).toHaveLength(2);
  });

  test('the same findings at once open one', async () => {
    await using world = await incidentWorld();
    await world.fleet('berlin', a);
    const finding = world.finding(a);
    await Promise.all([1, 2, 3, 4].map(() => world.find(finding)));
    await world.only();
    expect((await world.told()).map(({ kind }) => kind)).toEqual(['incident.opened']);
  });

  test('within half an hour the same incident is open again, later a new one', async () => {
    await using world = await incidentWorld();
    await world.fleet('berlin', a);
    await world.find(world.finding(a));
    const [opened] = await world.act({ kind: 'acknowledge' }, await world.only());
    expect(opened).toMatchObject({ incident: { state: 'acknowledged' } });
    await world.find(world.finding(a, { severity: null }));
    await world.pass(30 * minute);
    await world.find(world.finding(a, { severity: 'critical' }));
    const again = await world.only();
    expect(again).toMatchObject({
      state: 'open',
      reopened: 1,
      acknowledgedAt: null,
      worst: 'critical',
      resolvedAt: null,
    });
    expect(again.clocks.waitingSince).toBe(world.now);
    await world.find(world.finding(a, { severity: null }));
    await world.pass(31 * minute);
    await world.find(world.finding(a));
    const both = await world.all();
    expect(both.map(({ state }) => state).toSorted()).toEqual(['closed', 'open']);
    expect(await world.lines(again)).toContain(
      'closed: Closed: the same trouble came back later than it would have reopened this incident.',
    );
  });

  test.each([
    ['rule_gone', /rule was changed, switched off or deleted/],
    ['instance_gone', /not there any more/],
  ] as const)('it ends with %s', async (reason, words) => {
    await using world = await incidentWorld();
    await world.fleet('berlin', a);
    await world.find(world.finding(a));
    await world.find(world.finding(a, { severity: null, reason }));
    const ended = await world.only();
    expect(ended.state).toBe('resolved');
    expect((await world.lines(ended)).at(-1)).toMatch(words);
    expect((await world.told()).at(-1)).toMatchObject({ kind: 'incident.resolved', by: reason });
  });

  test('a day after it was resolved it closes, and after 400 days it is gone', async () => {
    await using world = await incidentWorld();
    await world.fleet('berlin', a);
    await world.find(world.finding(a));
    await world.find(world.finding(a, { severity: null }));
    await world.pass(day);
    expect((await world.only()).state).toBe('resolved');
    await world.pass(minute);
    expect((await world.only()).state).toBe('closed');
  });
});

describe('less noise', () => {
  test('a disk that flaps is told of until it flaps, then once more that it does, then not until it was calm', async () => {
    await using world = await incidentWorld();
    await world.fleet('berlin', a);
    for (let i = 0; i < 6; i++) {
      await world.find(world.finding(a));
      await world.pass(minute);
      await world.find(world.finding(a, { severity: null }));
      await world.pass(minute);
    }
    const flapping = await world.only();
    expect(flapping.quiet).toMatchObject({ by: 'flapping' });
    expect((await world.told()).filter(({ kind }) => kind === 'incident.quiet')).toEqual([
      { kind: 'incident.quiet', incident: flapping.id, quiet: { by: 'flapping', since: start + 4 * minute } },
    ]);
    await world.pass(28 * minute);
    expect((await world.only()).quiet).not.toBeNull();
    await world.pass(2 * minute);
    const calm = await world.only();
    expect(calm.quiet).toBeNull();
    expect((await world.lines(calm)).filter((line) => line.startsWith('flapping'))).toEqual([
      'flapping: Flaps: it changed 5 times within 30 minutes. Nobody is told until it was calm for 30 minutes.',
      'flapping: Flaps no more: calm for 30 minutes.',
    ]);
  });

  test.each(['first', 'last', 'together'])(
    'a router is down and 30 devices behind it, its own incident comes %s: one is loud',
    async (order) => {
      await using world = await incidentWorld();
      const router = id('r');
      const behind = Array.from({ length: 30 }, (_, i) => numbered(i));
      await world.fleet('berlin', router, ...behind);
      await world.change(router, { kind: 'router', name: 'gate' });
      for (const [i, device] of behind.entries()) {
        await world.change(device, { labels: { behind: i < 15 ? 'gate' : (behind[i - 15] ?? '') } });
      }
      const silent = (device: typeof router) =>
        world.finding(device, { reason: 'device', rule: 'offline', severity: 'critical' });
      const others = behind.map(silent);
      if (order === 'first') await world.find(silent(router));
      if (order === 'together') await world.find(...others, silent(router));
      else for (const one of others) await world.find(one);
      if (order === 'last') await world.find(silent(router));
      // A service of a device that is silent hangs on it, too.
      await world.find(world.finding(behind[20] ?? router, { rule: 'absent', reason: 'absent' }));
      const all = await world.all();
      const root = await world.of(router);
      expect(all).toHaveLength(32);
      expect(all.filter(({ quiet }) => quiet === null).map(({ id: one }) => one)).toEqual([root.id]);
      expect(new Set(all.flatMap(({ hushes }) => hushes.cause ?? []))).toEqual(new Set([root.id]));
      expect((await world.incidents.affected(everywhere, [root.id])).get(root.id)).toBe(31);
      expect(all.every(({ state }) => state === 'open')).toBe(true);
      const said = await standing({ store: world.incidents, now: world.now + minute }, person('viewer'));
      expect(said).toMatchObject({ critical: 1, warning: 0, quieter: '' });
      expect(said.words).toBe('gate: Device offline, for 1 minute, and with it 30 other devices.');
      // The router is back; its devices come back within the grace, but for one that stands by itself then.
      await world.find(world.finding(router, { reason: 'device', rule: 'offline', severity: null }));
      await world.pass(minute);
      expect((await world.of(behind[0] ?? router)).quiet).not.toBeNull();
      for (const device of behind.slice(1)) {
        await world.find(world.finding(device, { reason: 'device', rule: 'offline', severity: null }));
      }
      await world.find(world.finding(behind[20] ?? router, { rule: 'absent', reason: 'absent', severity: null }));
      await world.pass(2 * minute);
      const left = (await world.all()).filter(({ state, quiet }) => state === 'open' && quiet === null);
      expect(left.map(({ device }) => device)).toEqual([behind[0]]);
    },
    30_000,
  );

  test('a whole site is unreachable: what fell silent first is the cause, its router if it has one', async () => {
    await using world = await incidentWorld();
    await world.fleet('berlin', a, b, c);
    const devices = [b, a, c];
    for (const device of devices) {
      await world.devices.setState(device, 'online', 'unreachable', world.now, { events: [], audit: [] });
      await world.find(world.finding(device, { reason: 'device', rule: 'offline' }));
      await world.pass(second);
    }
    const loud = async () => (await world.all()).filter(({ quiet }) => quiet === null).map(({ device }) => device);
    expect(await loud()).toEqual([b]);
    await world.change(c, { kind: 'router' });
    await world.tend();
    expect(await loud()).toEqual([c]);
  });

  test('a hundred devices, one rule, a minute: one storm; two minutes later it is another thing', async () => {
    await using world = await incidentWorld();
    const many = Array.from({ length: 100 }, (_, i) => numbered(i));
    await world.fleet('berlin', ...many, id('z'));
    const begin = performance.now();
    await world.find(...many.map((device) => world.finding(device)));
    expect(performance.now() - begin).toBeLessThan(5_000);
    await world.pass(3 * minute);
    await world.find(world.finding(id('z')));
    const storms = new Set((await world.all()).map(({ storm }) => storm));
    expect(storms).toEqual(new Set([`disk-full@${start}`, null]));
    expect((await world.of(id('z'))).storm).toBeNull();
  });

  test('in a window nobody is told, and at its end what is still wrong is', async () => {
    await using world = await incidentWorld();
    await world.fleet('berlin', a);
    world.setWindows(async (now) => () => (now < start + 10 * minute ? 'patch-night' : null));
    await world.find(world.finding(a));
    expect((await world.told())[0]).toMatchObject({
      kind: 'incident.opened',
      quiet: { by: 'window', window: 'patch-night' },
    });
    await world.pass(9 * minute);
    expect((await world.only()).quiet).not.toBeNull();
    await world.pass(minute);
    expect((await world.only()).quiet).toBeNull();
    expect((await world.told()).at(-1)).toMatchObject({ kind: 'incident.quiet', quiet: null });
  });
});

describe('what people do', () => {
  test('acknowledge, take back, own, note, resolve, reopen, close: each with its line and its audit', async () => {
    await using world = await incidentWorld();
    await world.fleet('berlin', a);
    await world.find(world.finding(a));
    const deeds = [
      { kind: 'acknowledge', note: 'On it' },
      { kind: 'unacknowledge' },
      { kind: 'own', owner: 'me' },
      { kind: 'priority', priority: 1 },
      { kind: 'note', text: 'Logs of the mail queue' },
      { kind: 'resolve' },
      { kind: 'reopen' },
      { kind: 'resolve', note: 'Removed them' },
      { kind: 'close' },
    ] as const;
    for (const deed of deeds) {
      const [acted] = await world.act(deed, await world.only());
      expect(acted).toHaveProperty('incident');
    }
    const closed = await world.only();
    expect(closed).toMatchObject({ state: 'closed', owner: 'pada', priority: 1, reopened: 1 });
    expect(await world.lines(closed)).toEqual([
      'opened: Opened: /var is 96 % full',
      'acknowledged: Acknowledged: On it',
      'unacknowledged: Acknowledgement taken back.',
      'owner: Owned by Ada.',
      'priority: Priority 1.',
      'note: Logs of the mail queue',
      'resolved: Resolved.',
      'reopened: Reopened.',
      'resolved: Resolved: Removed them',
      'closed: Closed.',
    ]);
    const audit = await world.events.audit(0, 100);
    expect(audit.filter(({ action }) => action.startsWith('incidents.')).map(({ action }) => action)).toEqual(
      deeds.map(({ kind }) => `incidents.${kind}`),
    );
    const [late] = await world.act({ kind: 'reopen' }, closed);
    expect(late).toMatchObject({ refused: { code: 'incident_state' } });
  });

  test('many at once: each answers for itself', async () => {
    await using world = await incidentWorld();
    await world.fleet('berlin', a, b);
    await world.fleet('porto', c);
    await world.find(world.finding(a), world.finding(b), world.finding(c));
    const [ofA, ofB, ofC] = [await world.of(a), await world.of(b), await world.of(c)];
    await world.act({ kind: 'acknowledge' }, ofB);
    const scoped = { ...technician, scope: { sites: ['berlin'] } };
    const acted = await actOnIncidents(world.ports(), scoped, {
      incidents: [ofA, ofB, ofC],
      act: { kind: 'resolve' },
    });
    expect(acted.map((one) => ('refused' in one ? one.refused.code : one.incident.state))).toEqual([
      'resolved',
      'changed_meanwhile',
      'not_found',
    ]);
    const twice = await Promise.all(
      [1, 2].map(() => world.act({ kind: 'reopen' }, { ...ofA, version: ofA.version + 1 })),
    );
    const answers = twice.flat().map((one) => ('refused' in one ? one.refused.code : one.incident.state));
    expect(answers.toSorted()).toEqual(['changed_meanwhile', 'open']);
    await expect(
      actOnIncidents(world.ports(), person('viewer'), { incidents: [ofA], act: { kind: 'close' } }),
    ).rejects.toEqual(code('not_allowed'));
  });

  test('snoozed: quiet until then; in the past or for ever is refused', async () => {
    await using world = await incidentWorld();
    await world.fleet('berlin', a);
    await world.find(world.finding(a));
    for (const until of [world.now, world.now + 31 * day]) {
      const [refused] = await world.act({ kind: 'snooze', until }, await world.only());
      expect(refused).toMatchObject({ refused: { code: 'input_invalid' } });
    }
    await world.act({ kind: 'snooze', until: world.now + hour }, await world.only());
    await world.pass(59 * minute);
    expect((await world.only()).quiet).toMatchObject({ by: 'snoozed', person: 'pada' });
    await world.pass(minute);
    expect((await world.only()).quiet).toBeNull();
  });

  test('resolved by somebody, though it never came right: open again after ten minutes', async () => {
    await using world = await incidentWorld();
    await world.fleet('berlin', a);
    await world.find(world.finding(a));
    world.holding.set(`disk-full ${a}`, 'warning');
    await world.act({ kind: 'resolve' }, await world.only());
    await world.pass(10 * minute);
    expect((await world.only()).state).toBe('resolved');
    await world.pass(minute);
    expect(await world.only()).toMatchObject({ state: 'open', reopened: 1 });
  });
});

describe('clocks', () => {
  test('missed once each, told once; paused they do not run', async () => {
    await using world = await incidentWorld();
    await world.fleet('berlin', a);
    await world.find(world.finding(a, { severity: 'critical' }));
    await world.pass(10 * minute);
    await world.act({ kind: 'pause', why: 'Spare part on its way' }, await world.only());
    await world.pass(day);
    await world.act({ kind: 'resume' }, await world.only());
    const missed = async () => (await world.told()).flatMap((one) => ('missed' in one ? [one['missed']] : []));
    await world.pass(5 * minute);
    expect(await missed()).toEqual([]);
    await world.pass(minute);
    expect(await missed()).toEqual(['acknowledge']);
    await world.act({ kind: 'acknowledge' }, await world.only());
    await world.pass(3 * hour + 44 * minute);
    expect(await missed()).toEqual(['acknowledge']);
    await world.pass(minute);
    expect(await missed()).toEqual(['acknowledge', 'resolve']);
    await world.pass(hour);
    const lines = await world.lines(await world.only());
    expect(lines.filter((line) => line.startsWith('clock'))).toEqual([
      'clock: Clocks paused: Spare part on its way',
      'clock: Clocks run on.',
      'clock: Nobody acknowledged it within 15 minutes.',
      'clock: Not resolved within 4 hours.',
    ]);
  });

  test('targets are what people set', async () => {
    await using world = await incidentWorld();
    await world.fleet('berlin', a);
    const strict = { acknowledgeMs: minute, resolveMs: 5 * minute };
    const set = { targets: { critical: strict, warning: strict }, version: 0 };
    const ports = { store: world.incidents, now: world.now };
    await expect(setTargets(ports, technician, set)).rejects.toEqual(code('not_allowed'));
    const odd = { ...set, targets: { critical: strict, warning: { acknowledgeMs: hour, resolveMs: minute } } };
    await expect(setTargets(ports, person('manager'), odd)).rejects.toEqual(code('input_invalid'));
    await setTargets(ports, person('manager'), set);
    await expect(setTargets(ports, person('manager'), set)).rejects.toEqual(code('changed_meanwhile'));
    await world.find(world.finding(a));
    await world.pass(2 * minute);
    expect((await world.told()).at(-1)).toMatchObject({ missed: 'acknowledge' });
  });
});

describe('who sees what', () => {
  test('a device that leaves the scope of a viewer takes its incidents along', async () => {
    await using world = await incidentWorld();
    await world.fleet('berlin', a, b);
    await world.find(world.finding(a), world.finding(b));
    const viewer = { ...person('viewer'), scope: { sites: ['berlin'], selector: 'role=db' } };
    const seen = async () => {
      const { items } = await listIncidents({ store: world.incidents }, viewer, {});
      return items.map(({ device }) => device).toSorted();
    };
    expect(await seen()).toEqual([]);
    await world.change(a, { labels: { role: 'db' } });
    await world.change(b, { labels: { role: 'db' } });
    expect(await seen()).toEqual([a, b]);
    await world.change(a, { site: 'porto' });
    expect(await seen()).toEqual([b]);
    await world.change(b, { labels: {} });
    expect(await seen()).toEqual([]);
    expect(await standing({ store: world.incidents, now: world.now }, viewer)).toMatchObject({
      worst: null,
      words: 'Everything is in order.',
    });
  });

  test('lists: a page at a time, by words, state, owner and span; quiet ones when asked for', async () => {
    await using world = await incidentWorld();
    const many = Array.from({ length: 25 }, (_, i) => numbered(i));
    await world.fleet('berlin', ...many);
    await world.find(
      ...many.map((device, i) =>
        world.finding(device, { words: `Zähler ${i}`, severity: i % 2 ? 'critical' : 'warning' }),
      ),
    );
    const list = (query: Parameters<typeof listIncidents>[2]) =>
      listIncidents({ store: world.incidents }, technician, query);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ limit: 10, ...(cursor !== undefined && { cursor }) });
      seen.push(...page.items.map(({ severity }) => severity));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual([
      ...Array.from({ length: 12 }, () => 'critical'),
      ...Array.from({ length: 13 }, () => 'warning'),
    ]);
    const words = await list({ search: 'zahler 17' });
    expect(words.items.map((one) => one.words)).toEqual(['Zähler 17']);
    await world.act({ kind: 'own', owner: 'me' }, await world.of(many[3] ?? a));
    expect((await list({ owner: 'me' })).items).toHaveLength(1);
    expect((await list({ owner: 'nobody' })).items).toHaveLength(24);
    await world.act({ kind: 'resolve' }, await world.of(many[4] ?? a));
    expect((await list({})).items).toHaveLength(24);
    expect((await list({ state: 'resolved' })).items).toHaveLength(1);
    expect((await list({ from: world.now - minute, to: world.now + 1 })).items).toHaveLength(25);
    await expect(list({ state: 'broken' })).rejects.toEqual(code('input_invalid'));
    await expect(list({ cursor: 'x' })).rejects.toEqual(code('input_invalid'));
  });
});
