import type { Forecast, Limit } from '@fettle/collector/domain/capacity/index';
import { expect, test } from 'vitest';
import type { Open } from './place.ts';
import { day, deviceId, everywhere, note, noted, nowhere, only, start, tally } from './samples.ts';

export const forecast = (id: string, fields: Partial<Forecast> = {}): Forecast => ({
  id,
  kind: 'filesystem',
  device: deviceId('one'),
  deviceName: 'one',
  site: 'berlin',
  metric: 'system.filesystem.usage',
  attributes: { 'system.filesystem.mountpoint': '/o’clock "; drop table forecasts; --' },
  title: '/ of one',
  unit: 'By',
  value: 2 ** 51 + 1,
  limit: 2 ** 52,
  slopePerDay: 1_234.567_89,
  fullAt: start + 40 * day,
  earliestAt: start + 30 * day,
  latestAt: null,
  days: 60,
  trial: { horizonDays: 15, error: 0.012, within: 0.75, tries: 8 },
  remark: '',
  ...fields,
});

const limit = (id: string, fields: Partial<Limit> = {}): Limit => ({
  id,
  name: `Licences of ${id} "'`,
  kind: 'licence',
  site: null,
  limit: 25,
  selector: 'role=db',
  software: 'Office; drop table capacity_limits',
  device: null,
  interface: '',
  cost: 1_299,
  version: 1,
  ...fields,
});

export function capacityContract(open: Open): void {
  test('a limit is kept as it is, changed by version, removed once', async () => {
    await using place = await open();
    const { capacity } = place.records;
    expect(await capacity.putLimit(limit('b'), note('made'))).toBe('put');
    const link = limit('a', {
      kind: 'link',
      device: 'd1',
      interface: 'eth0',
      limit: 125e6 / 3,
      site: 'paris',
      cost: null,
    });
    expect(await capacity.putLimit(link, note('made a'))).toBe('put');
    expect(await capacity.limits(everywhere)).toEqual([link, limit('b')]);
    const changed = limit('b', { name: 'New', version: 2 });
    const changes = await Promise.all([1, 2, 3].map(() => capacity.putLimit(changed, note('changed'))));
    expect(tally(changes)).toEqual({ put: 1, changed_meanwhile: 2 });
    expect(await capacity.removeLimit('b', 1, note('x'))).toBe('changed_meanwhile');
    const removals = await Promise.all([1, 2, 3].map(() => capacity.removeLimit('b', 2, note('removed'))));
    expect(tally(removals)).toEqual({ removed: 1, not_found: 2 });
    expect(await capacity.limits(everywhere)).toEqual([link]);
    expect(await noted(place)).toEqual(['made', 'made a', 'changed', 'removed']);
  });

  test('made by several at once, one wins; one that is gone is not made anew by a change', async () => {
    await using place = await open();
    const { capacity } = place.records;
    const made = await Promise.all([1, 2, 3].map(() => capacity.putLimit(limit('a'), note('made'))));
    expect(tally(made)).toEqual({ put: 1, changed_meanwhile: 2 });
    expect(await capacity.putLimit(limit('z', { version: 2 }), note('x'))).toBe('changed_meanwhile');
    expect(await noted(place)).toEqual(['made']);
  });

  test('limits and forecasts are found within their sites; what is of no site, by who sees all', async () => {
    await using place = await open();
    const { capacity } = place.records;
    await capacity.putLimit(limit('all'), note('x'));
    await capacity.putLimit(limit('paris', { site: 'paris' }), note('x'));
    const all = forecast('y1', { device: null, site: null, attributes: { limit: 'all' } });
    await capacity.keepForecasts([deviceId('one'), 'limit:all'], [all, forecast('y2')], start);
    const limits = async (...sites: string[]) => (await capacity.limits(only(...sites))).map(({ id }) => id);
    expect([await limits('paris'), await limits('berlin'), await capacity.limits(nowhere)]).toEqual([
      ['paris'],
      [],
      [],
    ]);
    const found = async (...sites: string[]) =>
      (await capacity.forecasts(only(...sites), {})).map(({ forecast: one }) => one.id);
    expect([await found('berlin'), await found('paris')]).toEqual([['y2'], []]);
    expect(await capacity.forecast(only('berlin'), 'y1')).toBeNull();
    expect(await capacity.forecast(only('paris'), 'y2')).toBeNull();
    expect(await capacity.forecast(everywhere, 'y1')).toEqual({ forecast: all, madeAt: start });
  });

  test('forecasts come soonest first, those without a date last, and as asked', async () => {
    await using place = await open();
    const { capacity } = place.records;
    const late = forecast('y1', { fullAt: start + 90 * day });
    const never = forecast('y2', { fullAt: null, kind: 'memory' });
    const soon = forecast('y3', { fullAt: start + 5 * day, device: deviceId('two'), site: 'paris' });
    await capacity.keepForecasts([deviceId('one'), deviceId('two')], [late, never, soon], start);
    const ids = async (query: Parameters<typeof capacity.forecasts>[1]) =>
      (await capacity.forecasts(everywhere, query)).map(({ forecast: one }) => one.id);
    expect(await ids({})).toEqual(['y3', 'y1', 'y2']);
    expect(await ids({ kind: 'memory' })).toEqual(['y2']);
    expect(await ids({ site: 'paris' })).toEqual(['y3']);
    expect(await ids({ device: deviceId('one') })).toEqual(['y1', 'y2']);
    expect(await ids({ before: start + 5 * day })).toEqual([]);
    expect(await ids({ before: start + 90 * day + 1 })).toEqual(['y3', 'y1']);
  });

  test('what is reckoned anew takes the place of all that its owner had; the rest is swept', async () => {
    await using place = await open();
    const { capacity } = place.records;
    expect(await capacity.reckonedAt()).toBeNull();
    const many = Array.from({ length: 250 }, (_, n) => forecast(`y${n}`));
    await capacity.keepForecasts([deviceId('one')], many, start);
    await capacity.keepForecasts([deviceId('two')], [forecast('z', { device: deviceId('two') })], start);
    expect((await capacity.forecasts(everywhere, {})).length).toBe(251);
    await Promise.all(
      [1, 2].map(() => capacity.keepForecasts([deviceId('one')], [forecast('y0', { value: 7 })], start + 1)),
    );
    const left = (await capacity.forecasts(everywhere, {})).map(({ forecast: { id, value } }) => [id, value]);
    expect(left).toEqual([
      ['y0', 7],
      ['z', 2 ** 51 + 1],
    ]);
    expect(await capacity.reckonedAt()).toBe(start);
    await capacity.sweepForecasts(start + 1);
    expect(await capacity.reckonedAt()).toBe(start + 1);
    expect((await capacity.forecasts(everywhere, {})).length).toBe(1);
  });

  test('seats are counted by the day, and go with their limit', async () => {
    await using place = await open();
    const { capacity } = place.records;
    await capacity.putLimit(limit('a'), note('x'));
    await capacity.keepCount('a', 20_001, 4);
    await capacity.keepCount('a', 20_000, 3);
    await Promise.all([1, 2, 3].map(() => capacity.keepCount('a', 20_001, 5)));
    await capacity.keepCount('b', 20_000, 9);
    expect(await capacity.counts('a')).toEqual([
      [20_000, 3],
      [20_001, 5],
    ]);
    await capacity.keepForecasts(['limit:a'], [forecast('y', { device: null, attributes: { limit: 'a' } })], start);
    await capacity.removeLimit('a', 1, note('x'));
    expect([await capacity.counts('a'), await capacity.forecasts(everywhere, {})]).toEqual([[], []]);
    expect((await capacity.counts('b')).length).toBe(1);
  });
}
