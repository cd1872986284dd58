import type { DeviceId } from '@fettle/shared/ids';
import { cpuBusy } from '@fettle/shared/metrics/cpu';
import { filesystemUtilization } from '@fettle/shared/metrics/filesystem';
import { unitState } from '@fettle/shared/metrics/unit';
import { expect, test } from 'vitest';
import type { StoredFrame } from '../../domain/series/index.ts';
import { newestOf, Now } from './now.ts';

const device = (letter: string) => `d${letter.repeat(26)}` as DeviceId;
const stored = (letter: string, time: number): StoredFrame => ({
  device: device(letter),
  time,
  frame: { sequence: time, time, offset: 0, values: new Float64Array(), tables: [] },
  dictionary: { series: [] },
});

test('of a backlog only the newest frame is live, one a device', () => {
  const frames = [stored('a', 1), stored('b', 7), stored('a', 3), stored('a', 2)];
  expect(newestOf(frames).map(({ device: [, letter], time }) => [letter, time])).toEqual([
    ['a', 3],
    ['b', 7],
  ]);
  expect(newestOf([])).toEqual([]);
});

test('a frame that is older than what is known does not become now', () => {
  const now = new Now();
  expect(now.frame(stored('a', 50))).toBe(true);
  expect(now.frame(stored('a', 20))).toBe(false);
  expect(now.summary(device('a')).time).toBe(50);
});

test('says the same of a frame as of the newest values that the store has', () => {
  const series = [
    { metric: cpuBusy.name, attributes: {}, decimals: 4 },
    { metric: filesystemUtilization.name, attributes: { 'system.filesystem.mountpoint': '/' }, decimals: 4 },
    { metric: filesystemUtilization.name, attributes: { 'system.filesystem.mountpoint': '/var' }, decimals: 4 },
    { metric: unitState.name, attributes: { 'systemd.unit.name': 'cron.service' }, decimals: 0 },
    { metric: 'of.a.newer.version', attributes: {}, decimals: 0 },
  ];
  for (const values of [
    [0.5, 0.3, 0.97, 1, 7],
    [Number.NaN, 0.3, Number.NaN, 3, 7],
    [0.1, Number.NaN, Number.NaN],
  ]) {
    const [frames, store] = [new Now(), new Now()];
    const one = stored('a', 50);
    frames.frame({ ...one, frame: { ...one.frame, values: Float64Array.from(values) }, dictionary: { series } });
    const latest = values.flatMap((value, column) => {
      const of = series[column];
      return of && !Number.isNaN(value) ? [{ ...of, value, time: 50 }] : [];
    });
    store.latest(device('a'), latest, 50);
    expect(frames.summary(device('a'))).toEqual(store.summary(device('a')));
  }
});

test('is as wide as the fleet, and what came right is no trouble any more', () => {
  const now = new Now();
  const series = [{ metric: filesystemUtilization.name, attributes: {}, decimals: 4 }];
  const send = (id: DeviceId, time: number, value: number) => {
    const one = stored('a', time);
    now.frame({ ...one, device: id, frame: { ...one.frame, values: Float64Array.of(value) }, dictionary: { series } });
  };
  const ids = Array.from({ length: 200 }, (_, n) => `d${n}` as DeviceId);
  for (const [n, id] of ids.entries()) send(id, 10, n / 1_000);
  expect(ids.map((id) => now.summary(id).vitals.disk)).toEqual(ids.map((_, n) => n / 1_000));
  send(ids[7] as DeviceId, 20, 0.99);
  expect(now.summary(ids[7] as DeviceId).troubles).toHaveLength(1);
  send(ids[7] as DeviceId, 30, 0.2);
  expect(now.summary(ids[7] as DeviceId)).toMatchObject({ time: 30, vitals: { disk: 0.2 }, troubles: [] });
});
