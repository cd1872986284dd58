import type { DeviceId, RunId } from '@fettle/shared/ids';
import { expect, test } from 'vitest';
import type { ValueFacts } from './facts.ts';
import { halfUp, minus, plus, share, times, whole } from './fraction.ts';
import { monthsIn } from './months.ts';
import { reckonValue } from './reckon.ts';
import { assumedSettings } from './settings.ts';

const [october, november] = [Date.UTC(2026, 9, 1), Date.UTC(2026, 10, 1)];
const hour = 3_600_000;
const runs = (count: number) => Array.from({ length: count }, (_, i) => `u${i}` as RunId);
const device = (name: string, perMonth: number) => ({ id: `d${name}` as DeviceId, perMonth });

const facts = (fields: Partial<ValueFacts> = {}): ValueFacts => ({
  from: october,
  to: november,
  zone: 'UTC',
  settings: { ...assumedSettings, version: 1 },
  scripts: [],
  downtime: [],
  devices: [],
  devicesEverywhere: 0,
  services: [],
  ...fields,
});
/** Figures and units are held together by narrow spaces. */
const plain = (text = '') => text.replaceAll('\u202f', ' ');
const script = (name: string, count: number, minutes: number, assumed = false) => ({
  name,
  title: name,
  runs: runs(count),
  minutes,
  assumed,
});

test('fractions are exact, and halves go up, also below 0', () => {
  expect([share(1, 2), share(3, 2), share(-1, 2), share(-3, 2), share(-5, 3), whole(7)].map(halfUp)).toEqual([
    1, 2, 0, -1, -2, 7,
  ]);
  expect(plus(share(1, 3), share(1, 6))).toEqual({ parts: 1n, of: 2n });
  expect(minus(share(1, 3), share(1, 3))).toEqual({ parts: 0n, of: 1n });
  expect(halfUp(times(whole(9_007_199_254_740_991), share(1, 3)))).toBe(3_002_399_751_580_330);
});

test('a whole month is one, whatever its length and whatever the clocks do; parts are their share', () => {
  const one = { parts: 1n, of: 1n };
  expect(monthsIn(october, november, 'UTC')).toEqual(one);
  // October 2026 in Berlin has 745 hours.
  const berlin = [Date.UTC(2026, 8, 30, 22), Date.UTC(2026, 9, 31, 23)] as const;
  expect(monthsIn(...berlin, 'Europe/Berlin')).toEqual(one);
  expect(monthsIn(Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1), 'UTC')).toEqual({ parts: 12n, of: 1n });
  // Ten days of October and fourteen of November.
  const parts = plus(share(10, 31), share(14, 30));
  expect(monthsIn(Date.UTC(2026, 9, 22), Date.UTC(2026, 10, 15), 'UTC')).toEqual(parts);
});

test('what was saved is runs × minutes × rate, to the cent, rounded once', () => {
  const value = reckonValue(facts({ scripts: [script('a', 41, 12), script('b', 1, 0.1), script('c', 1, 0.1, true)] }));
  const [a, b, c] = value.saved;
  expect(a).toMatchObject({ runs: 41, each: 12, minutes: 492, amount: 36_900, assumed: false });
  expect(plain(a?.formula)).toBe('41 runs × 12 min × € 45.00 an hour');
  // 0.1 min is 7.5 cents: 8 each, and 15 of both together.
  expect([b?.amount, c?.amount, value.savedAmount, value.savedMinutes]).toEqual([8, 8, 36_915, 492.2]);
  expect(plain(c?.formula)).toBe('1 run × 0.1 min (assumed) × € 45.00 an hour');
  const assumed = reckonValue(facts({ settings: assumedSettings, scripts: [script('a', 1, 20)] }));
  expect(plain(assumed.saved[0]?.formula)).toBe('1 run × 20 min × € 45.00 an hour (assumed)');
});

test('downtime is exact from milliseconds to cents', () => {
  const down = (name: string, ms: number, costPerHour: number) => ({
    service: name,
    name,
    ms,
    costPerHour,
    hours: null,
  });
  const value = reckonValue(
    facts({
      downtime: [
        { ...down('erp', 2 * hour + 24 * 60_000, 120_000), hours: 'Office' },
        down('mail', 1, 1_800_000),
        down('web', 1, 1_800_000),
        down('dns', 0, 5_000),
      ],
    }),
  );
  // 1 ms at € 18,000 an hour is half a cent.
  expect(value.downtime.map(({ amount }) => amount)).toEqual([288_000, 1, 1, 0]);
  expect(value.downtimeAmount).toBe(288_001);
  expect(plain(value.downtime[0]?.formula)).toBe('2 h 24 min down in its hours (Office) × € 1,200.00 an hour');
  expect(plain(value.downtime[3]?.formula)).toBe('no outage × € 50.00 an hour');
});

test('devices cost by the month, services what their devices cost, shared ones evenly', () => {
  const devices = [device('a', 1_000), device('b', 1_000), device('c', 0)];
  const value = reckonValue(
    facts({
      to: october + (november - october) / 2,
      devices,
      devicesEverywhere: 3,
      services: [
        {
          service: 'erp',
          name: 'ERP',
          devices: [
            { ...device('a', 1_000), shared: 3 },
            { ...device('b', 1_000), shared: 1 },
          ],
        },
        { service: 'none', name: 'None', devices: [] },
      ],
    }),
  );
  expect({ ...value.devices, formula: plain(value.devices.formula) }).toEqual({
    count: 3,
    amount: 1_000,
    each: 333,
    formula: '(2 devices × € 10.00 + 1 device × € 0.00) a month × 0.5 months',
  });
  // 10.00 ÷ 2 ÷ 3 + 10.00 ÷ 2
  expect(value.services.map(({ amount, devices: of }) => [amount, of])).toEqual([
    [667, 2],
    [0, 0],
  ]);
  expect(plain(value.services[0]?.formula)).toBe(
    'what its 2 devices cost over 0.5 months, 1 device of them shared with other services',
  );
  expect(reckonValue(facts()).devices).toEqual({ count: 0, amount: 0, each: null, formula: 'no devices' });
});

test('net is what was saved less the tool; of some devices the tool costs their share', () => {
  const settings = { ...assumedSettings, version: 1, toolCostPerMonth: 10_000, toolHoursPerMonth: 2.5 };
  const all = reckonValue(
    facts({
      settings,
      scripts: [script('a', 10, 30)],
      devices: [device('a', 0), device('b', 0)],
      devicesEverywhere: 2,
    }),
  );
  // 100.00 + 2.5 h × 45.00
  expect([all.tool.amount, all.tool.perDevice, all.net]).toEqual([21_250, 10_625, 1_250]);
  expect(plain(all.tool.formula)).toBe('(€ 100.00 + 2.5 h × € 45.00 an hour) a month × 1 month');
  expect(plain(all.netFormula)).toBe('€ 225.00 saved − € 212.50 for the tool itself');
  const some = reckonValue(facts({ settings, devices: [device('a', 0)], devicesEverywhere: 3 }));
  expect([some.tool.amount, some.net]).toEqual([7_083, -7_083]);
  expect(plain(some.tool.formula)).toContain('× 1 of 3 devices');
});
