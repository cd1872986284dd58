/** What rules find of devices over hours and days, on the real app. */
import { expect, test } from 'vitest';
import { day, hour, id, minute } from './device-world.ts';
import { body, full, interval, world } from './rules-world.ts';

test('severity goes up and down on one disk, and ends below the clear value', async () => {
  await using w = await world(['a']);
  await w.rule('disk', full());
  await w.pass(minute);
  const a = w.device('a');
  for (const [value, told] of [
    [0.849, []],
    [0.85, ['disk /var warning']],
    [0.97, ['disk /var critical']],
    [0.91, []],
    [0.89, ['disk /var warning']],
    [0.96, ['disk /var critical']],
    [0.5, ['disk /var clear']],
  ] as const) {
    a.values['/var'] = value;
    await w.pass(minute);
    expect(w.told(), String(value)).toEqual(told);
  }
});

test('a finding says what is so, since when, and by which limit', async () => {
  await using w = await world(['a']);
  await w.rule('disk', full({ forMs: minute }));
  await w.pass(minute);
  w.device('a').values['/var'] = 0.962;
  const since = w.clock.now() + interval;
  await w.pass(2 * minute);
  expect(w.findings).toEqual([
    {
      rule: 'disk',
      device: id('a'),
      instance: 'system.filesystem.mountpoint=/var',
      metric: 'system.filesystem.utilization',
      attributes: { 'system.filesystem.mountpoint': '/var' },
      severity: 'critical',
      time: since + minute,
      since,
      value: 0.962,
      limit: 0.95,
      words: '/var is 96.2 % full',
      reason: 'value',
    },
  ]);
});

test('an agent that was cut off for a day and catches up makes no finding of what was', async () => {
  await using w = await world(['a'], { every: minute });
  await w.rule('disk', full());
  await w.rule(
    'busy',
    body({
      forMs: 5 * minute,
      when: { kind: 'value', metric: 'system.cpu.busy', is: 'above', levels: { warning: { limit: 0.9 } } },
    }),
  );
  await w.pass(10 * minute);
  const a = w.device('a');
  a.is = 'cut';
  Object.assign(a.values, { '/var': 0.99, cpu: 1 });
  await w.pass(day - hour);
  Object.assign(a.values, { '/var': 0.5, cpu: 0.1 });
  await w.pass(hour);
  a.is = 'on';
  await w.pass(hour);
  expect(w.told()).toEqual([]);
  const query = { devices: [a.id], metrics: ['system.cpu.busy'], from: 0, to: w.clock.now(), maxPoints: 1e6 };
  for await (const { times } of w.stores.series.scan(query)) {
    expect(times.length, 'it is history, though').toBeGreaterThan(1_440);
  }
});

test('what still hurts when it comes back is found then, and has to hold anew', async () => {
  await using w = await world(['a']);
  await w.rule('disk', full({ forMs: 5 * minute }));
  await w.pass(minute);
  const a = w.device('a');
  a.values['/var'] = 0.99;
  await w.pass(4 * minute);
  a.is = 'cut';
  await w.pass(hour);
  a.is = 'on';
  const back = w.clock.now();
  await w.pass(5 * minute);
  expect(w.told()).toEqual([]);
  await w.pass(minute);
  expect(w.findings[0]).toMatchObject({ severity: 'critical', since: back + interval });
  expect(w.findings[0]?.time).toBe(back + interval + 5 * minute);
});

test('two rules on one disk are two things, and each disk is by itself', async () => {
  await using w = await world(['a', 'b']);
  await w.rule('disk', full());
  await w.rule(
    'rapid',
    body({
      when: {
        kind: 'change',
        metric: 'system.filesystem.utilization',
        overMs: 10 * minute,
        is: 'above',
        levels: { warning: { limit: 0.2 } },
      },
    }),
  );
  await w.pass(15 * minute);
  w.device('a').values['/var'] = 0.9;
  w.device('b').values['/home'] = 0.6;
  await w.pass(minute);
  expect(w.told().toSorted()).toEqual(['disk /var warning', 'rapid /var warning']);
  await w.pass(20 * minute);
  expect(w.told(), 'it grows no more').toEqual(['rapid /var clear']);
});

test('a rule that is edited while it breaches goes on with its new limits', async () => {
  await using w = await world(['a']);
  await w.rule('disk', full());
  await w.pass(minute);
  w.device('a').values['/var'] = 0.96;
  await w.pass(minute);
  expect(w.told()).toEqual(['disk /var critical']);
  await w.rule('disk', full({ name: 'Another name', runbook: 'Make room.' }));
  await w.pass(minute);
  expect(w.told(), 'another name is no other trouble').toEqual([]);
  const levels = { warning: { limit: 0.85, clear: 0.8 }, critical: { limit: 0.99 } };
  const when = { kind: 'value', metric: 'system.filesystem.utilization', is: 'above', levels } as const;
  await w.rule('disk', full({ when }));
  await w.pass(minute);
  expect(w.told()).toEqual(['disk /var warning']);
  await w.rule('disk', full({ when: { ...when, where: { 'system.filesystem.mountpoint': '/home' } } }));
  await w.pass(minute);
  expect(w.findings.map(({ severity, reason }) => [severity, reason])).toEqual([[null, 'rule_gone']]);
});

test.each(['deleted', 'switched off', 'out of its scope'])(
  'a rule that is %s while it breaches ends what it found',
  async (how) => {
    await using w = await world(['a', 'b']);
    await w.rule('disk', full({ selector: 'role=db' }));
    await w.pass(minute);
    w.device('a').values['/var'] = 0.96;
    await w.pass(minute);
    expect(w.told()).toEqual(['disk /var critical']);
    if (how === 'deleted') await w.rule('disk', null);
    else if (how === 'switched off') await w.rule('disk', full({ enabled: false }));
    else await w.labels('a', { role: 'web' });
    // It need not speak for that.
    w.device('a').is = 'off';
    await w.pass(minute);
    expect(w.findings.map(({ device, severity, reason }) => [device, severity, reason])).toEqual([
      [id('a'), null, 'rule_gone'],
    ]);
  },
);

test('a device that is new is under the rules with its first frames', async () => {
  await using w = await world(['a']);
  await w.rule('disk', full());
  w.device('a').values['/var'] = 0.96;
  await w.pass(2 * interval + interval);
  expect(w.told()).toEqual(['disk /var critical']);
});

test('a series that does not come any more is absent, as long as the device speaks', async () => {
  await using w = await world(['a']);
  const when = {
    kind: 'absent',
    metric: 'system.filesystem.utilization',
    afterMs: 5 * minute,
    severity: 'critical',
  } as const;
  await w.rule('gone', body({ when }));
  await w.pass(minute);
  const a = w.device('a');
  a.is = 'cut';
  await w.pass(hour);
  a.is = 'on';
  await w.pass(minute);
  expect(w.told(), 'a silent device says nothing of its disks').toEqual([]);
  a.values['/var'] = null;
  await w.pass(4 * minute);
  expect(w.told()).toEqual([]);
  await w.pass(2 * minute);
  expect(w.findings[0]).toMatchObject({
    severity: 'critical',
    value: null,
    words: '/var: File systems used has no values',
  });
  w.told();
  a.values['/var'] = 0.5;
  await w.pass(minute);
  expect(w.told()).toEqual(['gone /var clear']);
});

test('what was found of a series that is gone for good ends by itself', async () => {
  await using w = await world(['a']);
  await w.rule('disk', full());
  await w.pass(minute);
  w.device('a').values['/var'] = 0.96;
  await w.pass(minute);
  w.told();
  w.device('a').values['/var'] = null;
  await w.pass(14 * minute);
  expect(w.told()).toEqual([]);
  await w.pass(2 * minute);
  expect(w.findings.map(({ severity, reason }) => [severity, reason])).toEqual([[null, 'instance_gone']]);
});

test('a unit that failed is found by its state', async () => {
  await using w = await world(['a']);
  await w.rule(
    'unit',
    body({ forMs: minute, when: { kind: 'state', metric: 'systemd.unit.state', states: { warning: ['failed'] } } }),
  );
  await w.pass(minute);
  w.device('a').values.nginx = 2;
  await w.pass(3 * minute);
  expect(w.findings).toMatchObject([{ severity: 'warning', words: 'nginx.service is failed', reason: 'state' }]);
});

test('a device that is silent is found by its state, once it was silent for long enough', async () => {
  await using w = await world(['a', 'b']);
  await w.rule(
    'silent',
    body({ forMs: 2 * minute, when: { kind: 'device', states: { critical: ['offline', 'unreachable', 'late'] } } }),
  );
  await w.pass(5 * minute);
  w.device('a').is = 'off';
  await w.pass(2 * minute);
  expect(w.told()).toEqual([]);
  await w.pass(minute);
  expect(w.findings).toMatchObject([
    { device: id('a'), severity: 'critical', reason: 'device', words: 'The device is late' },
  ]);
  w.told();
  w.device('a').is = 'on';
  await w.pass(minute);
  expect(w.told()).toEqual(['silent clear']);
});

// Berlin’s clocks went back at 3 on the 25th of October 2026, New York’s at 2 on the 1st of November.
test.each([
  [
    Date.UTC(2026, 9, 24, 12),
    [
      'berlin 24T12:15 warning',
      'berlin 24T20:00 clear',
      'berlin 25T05:00 warning',
      'new-york 24T12:15 warning',
      'new-york 25T02:00 clear',
      'new-york 25T10:00 warning',
    ],
  ],
  [
    Date.UTC(2026, 9, 31, 12),
    [
      'berlin 01T05:00 warning',
      'berlin 31T12:15 warning',
      'berlin 31T21:00 clear',
      'new-york 01T02:00 clear',
      'new-york 01T11:00 warning',
      'new-york 31T12:15 warning',
    ],
  ],
])(
  'an override by night holds over midnight in the zone it names, also when clocks are changed: %d',
  async (begin, expected) => {
    const every = 5 * minute;
    await using w = await world(['a'], { begin, every });
    const days = [1, 2, 3, 4, 5, 6, 7];
    const night = (zone: string) =>
      full({
        overrides: [{ calendar: { days, from: '22:00', to: '06:00', zone }, levels: { warning: { limit: 0.99 } } }],
      });
    await w.rule('berlin', night('Europe/Berlin'));
    await w.rule('new-york', night('America/New_York'));
    await w.pass(2 * every);
    w.device('a').values['/var'] = 0.9;
    await w.pass(day);
    const found = w.findings.map(({ rule, time, severity, reason }) => {
      expect(reason).toBe('value');
      return `${rule} ${new Date(time).toISOString().slice(8, 16)} ${severity ?? 'clear'}`;
    });
    expect(found.toSorted()).toEqual(expected);
  },
);

test('an override that switches a rule off ends what it found, and the end of it begins anew', async () => {
  await using w = await world(['a'], { begin: Date.UTC(2026, 9, 20, 21) });
  const calendar = { days: [2], from: '21:30', to: '22:00' };
  await w.rule(
    'disk',
    full({ overrides: [{ calendar, where: { 'system.filesystem.mountpoint': '/var' }, off: true }] }),
  );
  await w.pass(minute);
  Object.assign(w.device('a').values, { '/var': 0.9, '/home': 0.9 });
  await w.pass(hour - 2 * minute);
  expect(w.told()).toEqual(['disk /var warning', 'disk /home warning', 'disk /var clear']);
  await w.pass(3 * minute);
  expect(w.told()).toEqual(['disk /var warning']);
});

test('an override chooses devices by their labels and instances by their attributes', async () => {
  await using w = await world(['a', 'b']);
  await w.labels('b', { role: 'archive' });
  const archive = {
    selector: 'role=archive',
    where: { 'system.filesystem.mountpoint': '/v*' },
    levels: { warning: { limit: 0.98 } },
  };
  await w.rule('disk', full({ overrides: [archive] }));
  await w.pass(minute);
  for (const letter of ['a', 'b']) Object.assign(w.device(letter).values, { '/var': 0.9, '/home': 0.9 });
  await w.pass(minute);
  const found = w.findings.map(({ device, instance }) => `${device.charAt(1)} ${instance.split('=')[1]}`);
  expect(found.toSorted()).toEqual(['a /home', 'a /var', 'b /home']);
});

test('a formula is one thing a device, reckoned with each frame', async () => {
  await using w = await world(['a']);
  const expression =
    'max(system.filesystem.utilization) - system.filesystem.utilization{system.filesystem.mountpoint=/home}';
  await w.rule(
    'uneven',
    body({
      name: 'Uneven disks',
      when: { kind: 'formula', expression, unit: '1', is: 'above', levels: { warning: { limit: 0.3 } } },
    }),
  );
  await w.pass(minute);
  w.device('a').values['/var'] = 0.85;
  await w.pass(minute);
  expect(w.findings).toMatchObject([
    { instance: '', metric: null, value: 0.35, words: 'Uneven disks: 35.0 %', severity: 'warning' },
  ]);
  w.told();
  w.device('a').values['/home'] = null;
  await w.pass(minute);
  expect(w.told(), 'what cannot be reckoned says nothing').toEqual([]);
});

test('a disk that fills steadily is found days before, with how sure that is', async () => {
  await using w = await world(['a'], { every: 5 * minute });
  const when = {
    kind: 'trend',
    metric: 'system.filesystem.utilization',
    reaches: 1,
    withinMs: { warning: 5 * day, critical: day },
    historyMs: day,
  } as const;
  await w.rule('fills', body({ when }));
  const a = w.device('a');
  Object.assign(a.values, { '/var': 0.5, '/home': 0.5 });
  for (let n = 0; n < 24 * 12; n++) {
    // 10 % a day, with some coming and going; the other only comes and goes.
    a.values['/var'] = Number((0.5 + (0.1 * n) / 288 + 0.002 * Math.sin(n)).toFixed(4));
    a.values['/home'] = Number((0.5 + 0.01 * Math.sin(n / 7)).toFixed(4));
    await w.pass(5 * minute);
  }
  const [found, ...others] = w.findings;
  expect(others).toEqual([]);
  expect(found).toMatchObject({
    rule: 'fills',
    instance: 'system.filesystem.mountpoint=/var',
    severity: 'warning',
    limit: 1,
  });
  expect(found?.words).toMatch(
    /^\/var is 5\d\.\d % full; by its trend it reaches 100 % in about [34]\.\d+ days \(.* to .*\)$/,
  );
});

test('a collector that was down for a day makes nothing of it: no device was silent, no limit was reached', async () => {
  await using w = await world(['a', 'b'], { every: minute });
  await w.rule('disk', full());
  await w.rule(
    'silent',
    body({ forMs: minute, when: { kind: 'device', states: { critical: ['offline', 'unreachable', 'late'] } } }),
  );
  await w.pass(5 * minute);
  w.device('a').values['/var'] = 0.99;
  await w.restart(day);
  w.device('a').values['/var'] = 0.5;
  await w.pass(10 * minute);
  expect(w.told()).toEqual([]);
});

test('a collector that starts again goes on where it was: nothing is told twice, and what ends meanwhile ends', async () => {
  await using w = await world(['a', 'b']);
  await w.rule('disk', full());
  await w.rule(
    'silent',
    body({ forMs: minute, when: { kind: 'device', states: { critical: ['offline', 'unreachable', 'late'] } } }),
  );
  await w.pass(5 * minute);
  Object.assign(w.device('a').values, { '/var': 0.99, '/home': 0.9 });
  w.device('b').is = 'off';
  await w.pass(5 * minute);
  expect(w.told().toSorted()).toEqual(['disk /home warning', 'disk /var critical', 'silent critical']);
  w.device('a').values['/home'] = 0.5;
  await w.restart(10 * minute);
  await w.pass(10 * minute);
  expect(w.told()).toEqual(['disk /home clear']);
  const states = (await w.incidents()).map(({ rule, state }) => `${rule} ${state}`);
  expect(states.toSorted()).toEqual(['disk open', 'disk resolved', 'silent open']);
});
