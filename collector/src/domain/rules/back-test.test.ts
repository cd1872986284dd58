import type { RuleId } from '@fettle/shared/ids';
import type { RuleBody } from '@fettle/shared/rules/rule';
import { expect, test } from 'vitest';
import { openRecords } from '../../store/open.ts';
import { memorySeries } from '../../store/series-memory/store.ts';
import { systemActor } from '../access/index.ts';
import type { Device } from '../devices/index.ts';
import { backTest, type BackTestPorts } from './back-test.ts';
import { defaultRules } from './defaults/index.ts';

const minute = 60_000;
const day = 86_400_000;
const start = 1_790_812_800_000;
const actor = systemActor('test');
const mount = { 'system.filesystem.mountpoint': '/var' };
const unit = { 'systemd.unit.name': 'nginx.service' };
const dictionary = {
  series: [
    { metric: 'system.filesystem.utilization', attributes: mount, decimals: 4 },
    { metric: 'systemd.unit.state', attributes: unit, decimals: 0 },
    { metric: 'system.uptime', attributes: {}, decimals: 0 },
  ],
};
const shipped = (id: string) => defaultRules.get(id as RuleId) as RuleBody;

/** Devices that measured each minute for two days, the last of which are kept as they came for half a day only. */
async function past(values: (device: number, minutes: number) => readonly [disk: number, unit: number]) {
  const records = await openRecords({ sqlite: ':memory:' });
  const devices = [0, 1, 2].map(
    (n) =>
      ({
        id: `d${n}`,
        name: `n${n}`,
        kind: 'server',
        os: '',
        site: 'x',
        labels: {},
        state: 'online',
        interval: minute,
        enrolledAt: start,
      }) as unknown as Device,
  );
  const series = memorySeries();
  for (const [n, { id }] of devices.entries()) {
    const frames = Array.from({ length: 2_880 }, (_, at) => {
      const time = start + at * minute;
      const row = Float64Array.from([...values(n, at), at * 60]);
      return {
        device: id,
        time,
        dictionary,
        frame: { sequence: at + 1, time, offset: 0, values: row, tables: [] },
      };
    });
    await series.append(frames);
  }
  let now = start + 2 * day;
  const ports: BackTestPorts = {
    store: { ...records.rules, rule: async () => null },
    devices: { ...records.devices, devices: async () => devices },
    series,
    events: records.events,
    clock: { now: () => now },
    plan: { raw: day / 2, five: 90 * day, hour: 400 * day },
  };
  return { ports, later: (ms: number) => (now += ms), [Symbol.asyncDispose]: () => records.close() };
}

test('beyond the samples it takes the worst of five minutes, and says so', async () => {
  await using place = await past((device, at) => [device === 1 && at >= 600 && at < 660 ? 0.96 : 0.5, 1]);
  const result = await backTest(place.ports, actor, { rule: shipped('filesystem-full') });
  expect(result).toMatchObject({ step: 300_000, devices: 3, now: null });
  expect(result.notes[0]).toMatch(/worst value of each five minutes, because samples are kept for 12h/);
  expect(result.then).toMatchObject({
    count: 1,
    devices: 1,
    fired: [{ device: 'd1', severity: 'critical', peak: 0.96 }],
  });
  const [only] = result.then.fired;
  expect(only?.from).toBe(start + 605 * minute);
  expect(only?.to).toBe(start + 665 * minute);
});

test('how many samples there are is counted, and not reckoned from the interval of now', async () => {
  await using place = await past(() => [0.5, 1]);
  const ports = { ...place.ports, plan: { raw: 60 * day, five: 90 * day, hour: 400 * day } };
  const now = (await ports.devices.devices(actor.scope)).map((device) => {
    return { ...device, interval: 1_000, enrolledAt: start - 28 * day };
  });
  const devices = { ...ports.devices, devices: async () => now };
  const result = await backTest({ ...ports, devices }, actor, { rule: shipped('filesystem-full') });
  expect(result).toMatchObject({ step: 0, notes: [] });
});

test('a state that stood for a moment only is found in steps too', async () => {
  await using place = await past((device, at) => [0.5, device === 2 && at >= 100 && at < 115 ? 2 : 1]);
  const result = await backTest(place.ports, actor, { rule: shipped('service-failed') });
  expect(result.then).toMatchObject({
    count: 1,
    fired: [{ device: 'd2', instance: 'systemd.unit.name=nginx.service' }],
  });
});

test('a trend is found, and told before the disk is full', async () => {
  await using place = await past((device, at) => [device === 0 ? 0.3 + (at / 2_880) * 0.6 : 0.5, 1]);
  const rule = shipped('filesystem-fills');
  const result = await backTest(place.ports, actor, { rule });
  expect(result.step).toBe(3_600_000);
  expect(result.then.fired.map(({ device }) => device)).toEqual(['d0']);
  expect(result.then.fired[0]?.peak).toBeLessThan(0.95);
  expect(result.notes.join(' ')).toContain('every 6 hours');
});

test('when the time is over it stops and says how far it came', async () => {
  await using place = await past(() => [0.99, 1]);
  const slow = { ...place.ports, budgetMs: 0 };
  const result = await backTest(slow, actor, { rule: shipped('filesystem-full') });
  expect(result).toMatchObject({ devices: 0, samples: 0 });
  expect(result.then.count).toBe(0);
  expect(result.notes.join(' ')).toContain('Only 0 of 3 devices could be looked at in time.');
});

test.each([
  [{ from: start + 3 * day }, '`from` must be before'],
  [{ from: start, to: start }, '`from` must be before'],
  [{ from: start - 500 * day }, '400 days'],
])('%o is refused', async (range, why) => {
  await using place = await past(() => [0.5, 1]);
  await expect(backTest(place.ports, actor, { rule: shipped('cpu-busy'), ...range })).rejects.toMatchObject({
    code: 'input_invalid',
    message: expect.stringContaining(why) as string,
  });
});

test('who may not read devices may not try rules', async () => {
  await using place = await past(() => [0.5, 1]);
  const agent = { kind: 'agent', id: 'agent:d0', role: 'viewer', scope: { sites: 'all' } } as const;
  await expect(backTest(place.ports, agent, { rule: shipped('cpu-busy') })).rejects.toMatchObject({
    code: 'not_allowed',
  });
});
