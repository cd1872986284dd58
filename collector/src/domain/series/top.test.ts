import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { DeviceId } from '@fettle/shared/ids';
import { openRecords } from '../../store/open.ts';
import { memorySeries } from '../../store/series-memory/store.ts';
import { personActor } from '../access/index.ts';
import type { DeviceStore } from '../devices/index.ts';
import type { SeriesStore } from './store.ts';
import { topSeries } from './top.ts';

const note = { events: [], audit: [] };
const metric = 'system.cpu.busy';
const ids = [1, 2, 3, 4].map((n) => `d0000000000000000000000000${n}` as DeviceId);
const admin = personActor({ id: 'p1' as never, role: 'admin', sites: 'all' });
const viewer = personActor({ id: 'p2' as never, role: 'viewer', sites: ['s1', 's2'] });

let devices: DeviceStore;
let series: SeriesStore;

/** Four devices on sites s1 to s4; at 1 s and 2 s they measure 1, 2, 3, 3 and 8, 7, 6, 6. */
beforeEach(async () => {
  const records = await openRecords({ sqlite: ':memory:' });
  onTestFinished(() => records.close());
  devices = records.devices;
  series = memorySeries();
  const dictionary = { series: [{ metric, attributes: {}, decimals: 0 }] };
  for (const [i, id] of ids.entries()) {
    const at = { notBefore: 0, notAfter: 9, createdAt: 0 };
    const [key, site] = [`k${i}`, `s${i + 1}`];
    await devices.addToken({ key, envelope: '{}', site, labels: {}, uses: 9, used: 0, ...at }, note);
    const words = { name: id, kind: 'server', os: 'linux', agentVersion: '1', publicKey: '', sealingKey: '' };
    const state = { state: 'unknown', stateSince: 0, lastSeen: null, interval: 1, clockOffset: 0 } as const;
    await devices.enrol(key, { id, site, labels: {}, ...words, ...state, enrolledAt: 0, version: 1 }, 1, note);
    const values = [Math.min(3, i + 1), Math.max(6, 8 - i)];
    for (const [n, value] of values.entries()) {
      const time = (n + 1) * 1_000;
      const frame = { sequence: n + 1, time, offset: 0, values: Float64Array.of(value), tables: [] };
      await series.append([{ device: id, frame, time, dictionary }]);
    }
  }
});

const top = async (actor: typeof admin, more: object = {}) =>
  (await topSeries({ series, devices }, actor, { metric, ...more })).map(({ device, value }) => [
    ids.indexOf(device as DeviceId) + 1,
    value,
  ]);

describe('the highest', () => {
  test('of now, ties by device', async () => {
    expect(await top(admin)).toEqual([
      [1, 8],
      [2, 7],
      [3, 6],
      [4, 6],
    ]);
    expect(await top(admin, { n: 3 })).toHaveLength(3);
    expect((await topSeries({ series, devices }, admin, { metric, n: 1 }))[0]).toEqual({
      device: ids[0],
      metric,
      attributes: {},
      value: 8,
      time: 2_000,
    });
  });

  test('of a range, by any aggregation', async () => {
    const range = { from: 0, to: 2_000 };
    expect(await top(admin, { ...range, n: 2 })).toEqual([
      [3, 3],
      [4, 3],
    ]);
    expect(await top(admin, { from: 0, to: 3_000, agg: 'rate', n: 1 })).toEqual([[1, 7]]);
    expect(await top(admin, { ...range, agg: 'rate' })).toEqual([]);
  });

  test('only of what the actor may see and the selector selects', async () => {
    expect(await top(viewer)).toEqual([
      [1, 8],
      [2, 7],
    ]);
    expect(await top(admin, { selector: 'site in (s3)' })).toEqual([[3, 6]]);
  });
});

test.each([
  ['half a range is given', { from: 1 }],
  ['an aggregation is asked of now', { agg: 'max' }],
])('is refused when %s', async (_, more) => {
  await expect(top(admin, more)).rejects.toMatchObject({ code: 'input_invalid' });
});
