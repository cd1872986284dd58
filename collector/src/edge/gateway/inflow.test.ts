import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import type { Frame } from '@fettle/shared/protocol/frame';
import type { FromCollector } from '@fettle/shared/protocol/messages';
import { describe, expect, test } from 'vitest';
import { createInflow, type InflowNeeds } from './inflow.ts';
import { createRefusals } from './refusals.ts';

const device = 'd00000000000000000000000001' as DeviceId;
const dictionary = { series: [] };
const start = 1_800_000_000_000;

function flow(change: Partial<InflowNeeds> = {}) {
  const told: FromCollector[] = [];
  const stored: number[] = [];
  const refused: number[] = [];
  const clock = { now: start };
  const socket = { paused: false };
  const inflow = createInflow({
    ingest: async (frames) => {
      stored.push(...frames.map(({ sequence }) => sequence));
      return frames.map(() => 'stored' as const);
    },
    send: (message) => void told.push(message),
    pause: () => (socket.paused = true),
    unpause: () => (socket.paused = false),
    now: () => clock.now,
    interval: () => 10_000,
    durable() {},
    failed() {},
    refused: ({ sequence }) => void refused.push(sequence),
    refusals: createRefusals().of(device),
    ...change,
  });
  const frame = (sequence: number, time = clock.now): Frame => ({
    sequence,
    time,
    offset: 0,
    values: new Float64Array(),
    tables: [],
  });
  const push = async (...sequences: number[]) => {
    for (const sequence of sequences) inflow.push(frame(sequence), dictionary);
    await new Promise(setImmediate);
  };
  const acks = () => told.filter(({ type }) => type === 'ack').map((ack) => ('sequence' in ack ? ack.sequence : 0));
  return { inflow, told, stored, refused, clock, socket, frame, push, acks };
}

test('acknowledges the first frame, then every sixth', async () => {
  const { push, acks } = flow();
  for (let sequence = 1; sequence <= 14; sequence++) await push(sequence);
  expect(acks()).toEqual([1, 7, 13]);
});

test('what comes in one turn goes to the store together', async () => {
  const batches: number[][] = [];
  const { push, acks } = flow({
    ingest: async (frames) => {
      batches.push(frames.map(({ sequence }) => sequence));
      return frames.map(() => 'stored' as const);
    },
  });
  await push(1, 2, 3);
  expect(batches).toEqual([[1, 2, 3]]);
  expect(acks()).toEqual([3]);
});

test('acknowledges after 60 s what came since', async () => {
  const { inflow, push, acks, clock } = flow();
  await push(1);
  await push(2);
  clock.now += 59_000;
  inflow.sweep();
  expect(acks()).toEqual([1]);
  clock.now += 1_000;
  inflow.sweep();
  inflow.sweep();
  expect(acks()).toEqual([1, 2]);
});

test('acknowledges a backlog as it drains', async () => {
  const { inflow, frame, push, acks } = flow();
  await push(1);
  for (const sequence of [2, 3]) {
    inflow.push(frame(sequence, start - 3_600_000), dictionary);
    await new Promise(setImmediate);
  }
  expect(acks()).toEqual([1, 2, 3]);
});

test('a wrong clock makes no backlog: the offset is counted', async () => {
  const { inflow, frame, push, acks } = flow();
  await push(1);
  inflow.push({ ...frame(2, start - 3_600_000), offset: 3_600_000 }, dictionary);
  await new Promise(setImmediate);
  expect(acks()).toEqual([1]);
});

test('acknowledges nothing before it is durable', async () => {
  const { promise, resolve } = Promise.withResolvers<['stored']>();
  const { inflow, push, acks } = flow({ ingest: () => promise });
  await push(1);
  const settled = inflow.settle();
  expect(acks()).toEqual([]);
  resolve(['stored']);
  await settled;
  expect(acks()).toEqual([1]);
});

test('a failure drops what waits, asks to wait longer each time, and takes nothing until the agent begins again', async () => {
  let full = true;
  const ingested: number[][] = [];
  const { inflow, told, push, acks } = flow({
    ingest: async (frames) => {
      if (full) throw new Error('disk full');
      ingested.push(frames.map(({ sequence }) => sequence));
      return frames.map(() => 'stored');
    },
  });
  for (let n = 0; n < 9; n++) {
    await push(1, 2, 3);
    inflow.resume();
  }
  const waits = told.map((message) => (message.type === 'back-off' ? message.wait : 0));
  expect(waits).toHaveLength(9);
  for (const [n, wait] of waits.entries()) {
    const expected = Math.min(60_000, 1_000 * 2 ** n);
    expect(wait).toBeGreaterThanOrEqual(expected * 0.75);
    expect(wait).toBeLessThanOrEqual(expected * 1.25);
  }
  await push(1);
  full = false;
  await push(2);
  expect(ingested).toEqual([]);
  inflow.resume();
  await push(1, 2);
  expect(ingested.flat()).toEqual([1, 2]);
  expect(acks()).toEqual([2]);
});

test('reads no more from a socket that brings frames faster than they are stored', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { push, socket, inflow } = flow({
    ingest: async (frames) => promise.then(() => frames.map(() => 'stored' as const)),
  });
  await push(...Array.from({ length: 100 }, (_, i) => i + 1));
  expect(socket.paused).toBe(false);
  await push(...Array.from({ length: 200 }, (_, i) => i + 101));
  expect(socket.paused).toBe(true);
  resolve();
  await inflow.settle();
  expect(socket.paused).toBe(false);
});

test('frames of different dictionaries go to the store apart and in order', async () => {
  const batches: [number[], object][] = [];
  const { inflow, frame } = flow({
    ingest: async (frames, known) => {
      batches.push([frames.map(({ sequence }) => sequence), known]);
      return frames.map(() => 'stored');
    },
  });
  const other = { series: [] };
  for (const sequence of [1, 2]) inflow.push(frame(sequence), dictionary);
  inflow.push(frame(3), other);
  await inflow.settle();
  expect(batches.flatMap(([sequences]) => sequences)).toEqual([1, 2, 3]);
  expect(batches.every(([sequences, known]) => (known === other) === sequences.includes(3))).toBe(true);
});

describe('a frame that can never be stored', () => {
  const never = (...sequences: number[]) => ({
    ingest: async (frames: readonly Frame[]) =>
      frames.map(({ sequence }) => (sequences.includes(sequence) ? new FettleError('frame_value_invalid') : 'stored')),
  });

  test('is refused once, with its sequence and why, and the acknowledgement that follows covers it', async () => {
    const { push, told, refused } = flow(never(2));
    await push(1, 2, 3);
    expect(told).toEqual([
      { type: 'refused', sequence: 2, code: 'frame_value_invalid', message: expect.stringContaining('finite') },
      { type: 'ack', sequence: 3 },
    ]);
    expect(refused).toEqual([2]);
  });

  test('is none of those that are told as durable', async () => {
    const durable: number[] = [];
    const { inflow, push } = flow({
      ...never(1, 3),
      durable: (frames, appended) => {
        expect(appended).toHaveLength(frames.length);
        durable.push(...frames.map(({ sequence }) => sequence));
      },
    });
    await push(1, 2, 3, 4);
    await inflow.settle();
    expect(durable).toEqual([2, 4]);
  });

  test('is acknowledged although nothing else came with it', async () => {
    const { push, acks } = flow(never(1, 2));
    await push(1);
    await push(2);
    expect(acks()).toEqual([1, 2]);
  });
});

describe('a frame that lies ahead', () => {
  /** A collector that stores nothing beyond frame 3 before it may refuse what lies ahead. */
  const ahead = {
    ingest: async (frames: readonly Frame[], _dictionary: object, what: 'wait' | 'refuse') => {
      const first = frames.find(({ sequence }) => sequence >= 3);
      const error = new FettleError('frame_ahead', undefined, { sequence: first?.sequence });
      if (first !== undefined && what === 'wait') throw error;
      return frames.map(({ sequence }) => (sequence >= 3 ? error : ('stored' as const)));
    },
  };
  const waits = (told: readonly FromCollector[]) => told.filter(({ type }) => type === 'back-off').length;

  test('waits for an offset for ten minutes, and is refused then, though others are stored meanwhile', async () => {
    const { inflow, push, told, clock, acks } = flow(ahead);
    await push(1);
    for (let minute = 0; minute < 10; minute++) {
      await push(2);
      await push(3, 4);
      inflow.resume();
      clock.now += 60_000;
    }
    expect(waits(told)).toBe(10);
    await push(2);
    await push(3, 4);
    expect(waits(told)).toBe(10);
    expect(told.filter(({ type }) => type === 'refused')).toMatchObject([
      { sequence: 3, code: 'frame_ahead' },
      { sequence: 4, code: 'frame_ahead' },
    ]);
    expect(acks().at(-1)).toBe(4);
  });

  test('waited for in vain on an earlier connection, is not waited for again', async () => {
    const refusals = createRefusals().of(device);
    const before = flow({ ...ahead, refusals });
    await before.push(3);
    const after = flow({ ...ahead, refusals });
    after.clock.now += 600_000;
    await after.push(3);
    expect(after.told.map(({ type }) => type)).toEqual(['refused', 'ack']);
  });

  test('is waited for anew once a later one was stored', async () => {
    let right = false;
    const { inflow, push, told, clock } = flow({
      ingest: async (frames, known, what) =>
        right ? frames.map(() => 'stored' as const) : ahead.ingest(frames, known, what),
    });
    await push(3);
    inflow.resume();
    right = true;
    await push(3);
    right = false;
    clock.now += 3_600_000;
    await push(4);
    expect(waits(told)).toBe(2);
    expect(told.some(({ type }) => type === 'refused')).toBe(false);
  });
});
