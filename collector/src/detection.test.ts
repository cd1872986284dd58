import { bodyOf, diskFull, mountpoint } from '@fettle/shared/rules/body.fixture';
import { expect, test } from 'vitest';
import { createDetection } from './detection.ts';
import { deviceOf, idOf, ruleOf, start } from './domain/rules/engine/world.fixture.ts';
import type { Finding, Rule } from './domain/rules/index.ts';
import type { Event } from './domain/events/index.ts';
import type { StoredFrame } from './domain/series/index.ts';
import type { Log } from './edge/log.ts';
import type { Stores } from './store/stores.ts';

async function world() {
  const state = { now: start, rules: [ruleOf('disk')] as Rule[], events: [] as Event[], fails: 0 };
  const kept: Finding[][] = [];
  const logged: string[] = [];
  const event = (sequence: number, kind: string): Event => ({
    sequence,
    kind,
    time: start,
    device: null,
    site: null,
    detail: {},
  });
  const stores = {
    rules: { rules: async () => state.rules },
    devices: { devices: async () => [deviceOf('a')] },
    series: { scan: async function* () {} },
    events: {
      bounds: async () => ({ oldest: 1, newest: state.events.length }),
      after: async (_: unknown, sequence: number, limit: number) => state.events.slice(sequence, sequence + limit),
    },
  } as unknown as Stores;
  const log = { error: (_: unknown, text: string) => void logged.push(text) } as unknown as Log;
  const sink = async (findings: readonly Finding[]) => {
    if (state.fails-- > 0) throw new Error('the disk is full');
    kept.push([...findings]);
  };
  const detection = await createDetection({ stores, clock: { now: () => state.now }, log, sink, open: async () => [] });
  const dictionary = { series: [{ metric: diskFull.metric, attributes: { [mountpoint]: '/var' }, decimals: 4 }] };
  const frameOf = (value: number): StoredFrame[] => {
    const time = (state.now += 10_000);
    const values = Float64Array.of(value);
    return [{ device: idOf('a'), time, dictionary, frame: { sequence: 1, time, offset: 0, values, tables: [] } }];
  };
  const frame = (value: number) => detection.onStored(frameOf(value));
  const tell = (kind: string) => state.events.push(event(state.events.length + 1, kind));
  return {
    state,
    detection,
    frame,
    frameOf,
    tell,
    logged,
    severities: () => kept.flat().map(({ severity }) => severity),
  };
}

test('what could not be kept waits in order, and is tried again each second', async () => {
  const w = await world();
  w.state.fails = 3;
  w.frame(0.99);
  w.frame(0.9);
  await w.detection.settle();
  expect(w.severities()).toEqual([]);
  w.frame(0.1);
  await w.detection.tick();
  expect(w.severities()).toEqual(['critical', 'warning', null]);
  expect(w.logged, 'said once').toEqual(['findings could not be kept']);
});

test('rules are read again when an event says that they were changed, whoever did it', async () => {
  const w = await world();
  w.state.rules = [ruleOf('disk', bodyOf({ ...diskFull, levels: { warning: { limit: 0.3 } } }))];
  w.tell('device.state');
  await w.detection.tick();
  w.frame(0.5);
  await w.detection.settle();
  expect(w.severities()).toEqual([]);
  w.tell('rule.changed');
  await w.detection.tick();
  w.frame(0.5);
  await w.detection.settle();
  expect(w.severities()).toEqual(['warning']);
});

test('more events than are read at once count as a change', async () => {
  const w = await world();
  w.state.rules = [ruleOf('disk', bodyOf({ ...diskFull, levels: { warning: { limit: 0.3 } } }))];
  for (let n = 0; n < 600; n++) w.tell('device.state');
  await w.detection.tick();
  w.frame(0.5);
  await w.detection.settle();
  expect(w.severities()).toEqual(['warning']);
});

test('a frame is judged when it comes, and told once it is durable; then it is not judged again', async () => {
  const w = await world();
  const frames = w.frameOf(0.99);
  const tell = w.detection.onArrived(frames);
  expect(tell, 'something was found').not.toBeNull();
  await w.detection.settle();
  expect(w.severities(), 'it is not durable yet').toEqual([]);
  expect(w.detection.counts.waiting).toBe(1);
  w.detection.onStored(frames);
  tell?.();
  await w.detection.settle();
  expect(w.severities()).toEqual(['critical']);
  expect(w.detection.onArrived(w.frameOf(0.99)), 'nothing new was found').toBeNull();
});

test('what is found of a device after that waits for it', async () => {
  const w = await world();
  const first = w.detection.onArrived(w.frameOf(0.99));
  w.frame(0.1);
  await w.detection.settle();
  expect(w.severities()).toEqual([]);
  first?.();
  await w.detection.settle();
  expect(w.severities()).toEqual(['critical', null]);
});
