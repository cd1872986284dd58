// A device that makes trouble without end (adversary A4): it must not fill the disk, nor keep others waiting.
import { createDetection } from '@fettle/collector/detection';
import { deviceOf, idOf, ruleOf, start } from '@fettle/collector/domain/rules/engine/world.fixture';
import { Dam, type Finding } from '@fettle/collector/domain/rules/index';
import { paused, resumed } from '@fettle/collector/domain/incidents/clocks';
import { stormsOf } from '@fettle/collector/domain/incidents/storms';
import { diskFull, mountpoint } from '@fettle/shared/rules/body.fixture';
import type { Pause } from '@fettle/collector/domain/incidents/types';
import { expect, test } from 'vitest';

const [evil, good] = [idOf('a'), idOf('b')];
const found = (device: Finding['device'], instance: string, severity: Finding['severity']) =>
  ({ device, instance, severity, rule: 'r' }) as Finding;
const free = { atOnce: Number.POSITIVE_INFINITY, refillMs: 1 };

/** 2,048 series that flap each second, for so long; gives what went through. */
function flap(dam: Dam, seconds: number, nameOf: (second: number, n: number) => string) {
  const through: Finding[] = [];
  let most = 0;
  for (let second = 0; second < seconds; second++) {
    const now = start + second * 1_000;
    const severity = second % 2 === 0 ? 'warning' : null;
    const all = Array.from({ length: 2_048 }, (_, n) => found(evil, nameOf(second, n), severity));
    through.push(...dam.release(now), ...dam.through(all, now));
    most = Math.max(most, dam.held);
  }
  return { through, most };
}

test('2,048 series that flap each second come to a few findings, and nobody else waits', () => {
  const dam = new Dam();
  const { through } = flap(dam, 100, (_, n) => `m=${n}`);
  expect(through.length).toBeLessThanOrEqual(300 + 10);
  expect(through.length).toBeGreaterThanOrEqual(300);
  expect(dam.through([found(good, 'm=1', 'critical')], start + 100_000)).toHaveLength(1);
  // The positive control.
  expect(flap(new Dam([], free), 10, (_, n) => `m=${n}`).through).toHaveLength(10 * 2_048);
});

test('names that are new each time wait in a bounded place', () => {
  const { most } = flap(new Dam(), 60, (second, n) => `m=${second - (second % 2)}-${n}`);
  expect(most).toBeLessThanOrEqual(2 * 2_048);
});

test('in the end everybody knows how it is: what was told is taken back, what lasts is told', () => {
  const dam = new Dam([{ device: evil, rule: 'r' as Finding['rule'], instance: 'm=old' }], {
    atOnce: 4,
    refillMs: 1_000,
  });
  const told = new Map<string, Finding['severity']>([['m=old', 'warning']]);
  const truth = new Map(told);
  const take = (all: readonly Finding[]) => all.forEach(({ instance, severity }) => told.set(instance, severity));
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let second = 0; second < 500; second++) {
    const now = start + second * 1_000;
    take(dam.release(now));
    const instance = second === 100 ? 'm=old' : `m=${random(40)}`;
    const severity = ([null, 'warning', 'critical'] as const)[random(3)] ?? null;
    for (let n = 0; n < 3; n++) {
      truth.set(instance, severity);
      take(dam.through([found(evil, instance, severity)], now));
    }
  }
  for (let second = 500; second < 700; second++) take(dam.release(start + second * 1_000));
  expect(dam.held).toBe(0);
  for (const [instance, severity] of truth) expect(told.get(instance) ?? null, instance).toBe(severity);
});

test('frames of such a device reach the incidents at that measure', async () => {
  const state = { now: start };
  const kept: Finding[] = [];
  const stores = {
    rules: { rules: async () => [ruleOf('disk')] },
    devices: { devices: async () => [deviceOf('a'), deviceOf('b')] },
    series: { scan: async function* () {} },
    events: { bounds: async () => ({ oldest: 1, newest: 0 }), after: async () => [] },
  };
  const warned: string[] = [];
  const log = { error: () => undefined, warn: (_: unknown, text: string) => warned.push(text) };
  const detection = await createDetection({
    stores: stores as never,
    log: log as never,
    clock: { now: () => state.now },
    sink: async (findings) => void kept.push(...findings),
    open: async () => [],
  });
  const dictionaryOf = (count: number) => ({
    series: Array.from({ length: count }, (_, n) => ({
      metric: diskFull.metric,
      attributes: { [mountpoint]: `/${n}` },
      decimals: 4,
    })),
  });
  const [wide, narrow] = [dictionaryOf(1_000), dictionaryOf(1)];
  for (let i = 0; i < 10; i++) {
    const time = (state.now += 10_000);
    const frame = (values: Float64Array) => ({ sequence: i + 1, time, offset: 0, values, tables: [] });
    const value = i % 2 === 0 ? 0.99 : 0.1;
    detection.onStored([
      { device: evil, time, dictionary: wide, frame: frame(new Float64Array(1_000).fill(value)) },
      { device: good, time, dictionary: narrow, frame: frame(Float64Array.of(value)) },
    ]);
    await detection.tick();
  }
  expect(kept.filter(({ device }) => device === good).map(({ severity }) => severity)).toHaveLength(10);
  const flood = kept.filter(({ device }) => device === evil).length;
  expect(flood).toBeGreaterThanOrEqual(300);
  expect(flood).toBeLessThanOrEqual(300 + 11);
  expect(warned).toHaveLength(1);
});

test('an incident that flaps for weeks keeps few pauses, and their whole time', () => {
  let pauses: readonly Pause[] = [];
  for (let n = 0; n < 5_000; n++) pauses = resumed(paused(pauses, n * 1_000, 'resolved'), n * 1_000 + 400);
  expect(pauses.length).toBeLessThanOrEqual(200);
  expect(pauses.reduce((sum, { from, to }) => sum + ((to ?? 0) - from), 0)).toBe(5_000 * 400);
});

test('a storm of ten thousand is known at once', () => {
  const devices = Array.from({ length: 100 }, (_, n) => `d${n}`);
  const members = Array.from({ length: 10_000 }, (_, n) => ({
    id: `i${String(n).padStart(5, '0')}`,
    rule: 'r',
    device: devices[n % 100],
    openedAt: start + n,
    storm: null,
  }));
  const began = performance.now();
  const storms = stormsOf(members as never, { devices: 10, withinMs: 60_000 });
  expect(storms.size).toBe(10_000);
  expect(performance.now() - began).toBeLessThan(2_000);
});
