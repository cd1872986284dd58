import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dictionary } from '@fettle/shared/protocol/frame';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeClock, fakeClock } from '../../clock.fixture.ts';
import type { Entry } from '../outbox.ts';
import { DiskOutbox } from './outbox-disk.ts';
import { type DiskBounds, diskBounds } from './room.ts';

let folder: string;
let clock: FakeClock;
let told: string[];
let open: DiskOutbox[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fettle-outbox-'));
  // Files get their times from the real clock.
  clock = fakeClock(Date.now());
  told = [];
  open = [];
});
afterEach(async () => {
  await Promise.all(open.map((outbox) => outbox.close()));
  rmSync(folder, { recursive: true, force: true });
});

const columns = 130;
const dictionaryOf = (count: number): Dictionary => ({
  series: Array.from({ length: count }, (_, i) => ({ metric: `m${i}`, attributes: { of: 'x' }, decimals: 1 })),
});
const known = dictionaryOf(columns);

function entry(sequence: number, dictionary = known): Entry {
  const values = Float64Array.from(dictionary.series, (_, i) => (sequence * 7 + i) / 10);
  const rows = [{ id: sequence, start: 5, name: 'node', values: [sequence] }];
  const time = clock.wall();
  return {
    frame: { sequence, time, offset: 3, values, tables: [{ name: 't', rows }] },
    dictionary,
    base: time - clock.monotonic(),
  };
}

/** A life of the agent; the one before need not have ended well. */
function life({ bounds = diskBounds, boot = 'boot', at = join(folder, 'outbox') } = {}): DiskOutbox {
  const tell = (_details: object, text: string) => void told.push(text);
  const log = { error: tell, warn: tell, info: tell };
  const outbox = new DiskOutbox({ folder: at, bounds, clock, log, boot });
  open.push(outbox);
  return outbox;
}
function fill(outbox: DiskOutbox, from: number, to: number, dictionary?: Dictionary): void {
  for (let sequence = from; sequence <= to; sequence++) {
    outbox.append(entry(sequence, dictionary));
    clock.advance(1_000);
  }
}
function drained(outbox: DiskOutbox, after = 0): Entry[] {
  const all: Entry[] = [];
  for (let at = after; ; at = all.at(-1)?.frame.sequence ?? at) {
    const next = outbox.pending(at, 16);
    if (next.length === 0) return all;
    all.push(...next);
  }
}
const sequences = (entries: readonly Entry[]) => entries.map(({ frame }) => frame.sequence);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const files = () => readdirSync(join(folder, 'outbox')).toSorted();
const path = (name = files()[0] ?? '') => join(folder, 'outbox', name);
/** Files of 64 KiB, about 200 frames; room for 8 of them. */
const small: DiskBounds = { bytes: 8 * 65_536, age: diskBounds.age };

test('gives back what it was given, bit for bit, from memory and from disk', () => {
  const start = clock.wall();
  const outbox = life();
  fill(outbox, 1, 200);
  const all = drained(outbox);
  clock.set(start);
  const expected: Entry[] = [];
  for (const sequence of range(1, 200)) {
    expected.push(entry(sequence));
    clock.advance(1_000);
  }
  expect(all.map(({ frame }) => frame)).toEqual(expected.map(({ frame }) => frame));
  expect(all.map(({ base }) => base)).toEqual(Array.from({ length: 200 }, () => start));
  expect(new Set(all.map(({ dictionary }) => dictionary))).toEqual(new Set([known]));
  expect([outbox.frames, outbox.where, outbox.problem]).toEqual([200, 'disk', null]);
});

test('is as it was after kill -9: what was not acknowledged is there, what was is not', () => {
  const first = life();
  fill(first, 1, 300);
  first.acknowledge(120);
  const second = life();
  expect(second.frames).toBe(180);
  expect(second.last).toBe(300);
  fill(second, 1_001, 1_010);
  expect(sequences(drained(second, 0))).toEqual([...range(121, 300), ...range(1_001, 1_010)]);
  expect(told).toEqual([]);
});

test('a base counts as long as the machine did not start again', () => {
  fill(life(), 1, 3);
  expect(drained(life()).every(({ base }) => base !== null)).toBe(true);
  expect(drained(life({ boot: 'another' })).map(({ base }) => base)).toEqual([null, null, null]);
});

test('is asked again from anywhere, as after a new connection', () => {
  const outbox = life({ bounds: small });
  fill(outbox, 1, 900);
  expect(sequences(drained(outbox, 850))).toEqual(range(851, 900));
  expect(sequences(drained(outbox, 100))).toEqual(range(101, 900));
  expect(sequences(outbox.pending(899, 16))).toEqual([900]);
  expect(sequences(outbox.pending(500, 3))).toEqual([501, 502, 503]);
});

test('takes series that are added, and tells frames apart by theirs', () => {
  const grown = { series: [...known.series, ...dictionaryOf(3).series] };
  fill(life(), 1, 50);
  const outbox = life();
  fill(outbox, 51, 100, grown);
  fill(outbox, 101, 150, known);
  const all = drained(outbox);
  expect(all.map(({ dictionary }) => dictionary.series.length)).toEqual([
    ...range(1, 50).map(() => columns),
    ...range(51, 100).map(() => columns + 3),
    ...range(101, 150).map(() => columns),
  ]);
  expect(all[75]?.frame.values).toEqual(Float64Array.from(range(0, columns + 2), (i) => (76 * 7 + i) / 10));
});

test('removes files that are acknowledged, and only the agent may read those that are left', async () => {
  const outbox = life({ bounds: small });
  fill(outbox, 1, 1_500);
  const before = files().length;
  expect(before).toBeGreaterThan(2);
  outbox.acknowledge(1_499);
  expect(files()).toHaveLength(1);
  expect(outbox.frames).toBe(1);
  outbox.acknowledge(1_500);
  expect([outbox.frames, outbox.bytes]).toEqual([0, 0]);
  expect(statSync(join(folder, 'outbox')).mode & 0o777).toBe(0o700);
  expect(statSync(path()).mode & 0o777).toBe(0o600);
  await outbox.close();
  expect(life().frames).toBe(0);
  expect(files()).toEqual([]);
});

test('drops the oldest when there is no room, counts them and says so', () => {
  const outbox = life({ bounds: small });
  fill(outbox, 1, 6_000);
  const kept = sequences(drained(outbox));
  expect(kept.at(-1)).toBe(6_000);
  expect(kept).toEqual(range(kept[0] ?? 0, 6_000));
  expect(outbox.dropped).toBe((kept[0] ?? 0) - 1);
  expect(outbox.dropped).toBeGreaterThan(500);
  expect(told).toContain('the outbox has no room: the oldest frames were dropped');
  const bytes = files().reduce((sum, name) => sum + statSync(path(name)).size, 0);
  expect(bytes).toBeLessThanOrEqual(small.bytes + 65_536);
});

test('drops what is too old by the time that passed, however the clock was set', () => {
  const outbox = life({ bounds: { bytes: 1e9, age: 28 * 60_000 } });
  fill(outbox, 1, 100);
  clock.set(clock.wall() + 50 * 365 * 86_400_000);
  fill(outbox, 101, 200);
  expect(outbox.dropped).toBe(0);
  clock.advance(28 * 60_000 - 60_000);
  expect(outbox.dropped).toBeGreaterThanOrEqual(100);
  expect(outbox.dropped).toBeLessThan(200);
});

test('what an earlier life left is as old as its files, and as new as can be when their time makes no sense', () => {
  const bounds = { bytes: 1e9, age: 86_400_000 };
  fill(life(), 1, 50);
  const old = path();
  utimesSync(old, 10, 10);
  expect(life({ bounds }).frames).toBe(50);
  utimesSync(path(), clock.wall() / 1_000 - 2 * 86_400, clock.wall() / 1_000 - 2 * 86_400);
  const outbox = life({ bounds });
  fill(outbox, 51, 51);
  clock.advance(60_000);
  expect([outbox.frames, outbox.dropped]).toEqual([1, 50]);
});

test('cuts a record that was torn, counts it, and keeps those before', () => {
  fill(life(), 1, 100);
  const whole = readFileSync(path());
  writeFileSync(path(), whole.subarray(0, -10));
  const outbox = life();
  expect(sequences(drained(outbox))).toEqual(range(1, 99));
  expect([outbox.damaged, told.length]).toEqual([1, 1]);
  // Found once, not at every start.
  expect(life().damaged).toBe(0);
});

test('a file that grew without being written, as a loss of power leaves it, is cut as well', () => {
  fill(life(), 1, 20);
  appendFileSync(path(), Buffer.alloc(5_000));
  const outbox = life();
  expect(sequences(drained(outbox))).toEqual(range(1, 20));
  writeFileSync(join(folder, 'outbox', '0000000000000099.frames'), Buffer.alloc(3_000));
  expect(sequences(drained(life()))).toEqual(range(1, 20));
});

test('passes over what is damaged, counts it exactly, and never gives a wrong value', () => {
  const outbox = life({ bounds: small });
  fill(outbox, 1, 1_500);
  const bytes = readFileSync(path());
  bytes.fill(0xff, 30_000, 30_100);
  writeFileSync(path(), bytes);
  const all = drained(outbox);
  const got = sequences(all);
  expect(got.length).toBeLessThan(1_500);
  expect(got.length).toBeGreaterThan(1_000);
  expect(got.length + outbox.damaged).toBe(1_500);
  for (const { frame } of all) expect(frame.values[0]).toBe((frame.sequence * 7) / 10);
  const before = outbox.damaged;
  drained(outbox);
  expect(outbox.damaged).toBe(before);
  expect(told.filter((text) => text.includes('damaged'))).toHaveLength(1);
});

test('one flipped bit costs what depends on it, up to the next key frame', () => {
  const outbox = life();
  fill(outbox, 1, 1_500);
  const bytes = readFileSync(path());
  bytes[bytes.length >> 2] = (bytes[bytes.length >> 2] ?? 0) ^ 1;
  writeFileSync(path(), bytes);
  const got = sequences(drained(outbox));
  expect(got.at(-1)).toBe(1_500);
  expect(outbox.damaged).toBeGreaterThan(0);
  expect(outbox.damaged).toBeLessThanOrEqual(600);
  expect(got.length + outbox.damaged).toBe(1_500);
});

test('a file that is gone is counted and the others go on', () => {
  const outbox = life({ bounds: small });
  fill(outbox, 1, 1_500);
  rmSync(path(files()[1]));
  const got = sequences(drained(outbox));
  expect(got.length + outbox.damaged).toBe(1_500);
  expect(got.at(-1)).toBe(1_500);
});

test('a disk that cannot be written leaves a thousand frames in memory, told, and is tried again every minute', () => {
  // A file where the folder should be: as refused as a full disk, also for root.
  const at = join(folder, 'blocked');
  writeFileSync(at, '');
  const outbox = life({ at });
  expect(outbox.problem).toMatch(/blocked cannot be written: .* Up to 1000 frames are kept in memory/);
  for (const sequence of range(1, 1_100)) outbox.append(entry(sequence));
  expect([outbox.where, outbox.frames, outbox.dropped]).toEqual(['memory', 1_000, 100]);
  expect(sequences(drained(outbox))).toEqual(range(101, 1_100));
  clock.advance(120_000);
  expect(outbox.where).toBe('memory');
  rmSync(at);
  clock.advance(60_000);
  expect([outbox.where, outbox.problem, outbox.frames]).toEqual(['disk', null, 1_000]);
  expect(sequences(drained(outbox))).toEqual(range(101, 1_100));
  expect(sequences(drained(life({ at })))).toEqual(range(101, 1_100));
  expect(told).toEqual(['the outbox cannot be written: frames are kept in memory', 'the outbox can be written again']);
});

test('while nothing can be written what is acknowledged still goes, for that makes room', () => {
  const outbox = life({ bounds: small });
  fill(outbox, 1, 1_500);
  // The next file is refused, as on a full disk.
  mkdirSync(join(folder, 'outbox', '0000000000002000.frames'));
  outbox.append(entry(2_000));
  expect(outbox.where).toBe('memory');
  const before = files().length;
  outbox.acknowledge(1_400);
  expect(files().length).toBeLessThan(before - 3);
  expect(sequences(drained(outbox))).toEqual([...range(1_401, 1_500), 2_000]);
});

test('a folder that goes away while the agent runs costs what was in it, and is told', () => {
  const outbox = life();
  fill(outbox, 1, 100);
  rmSync(join(folder, 'outbox'), { recursive: true });
  writeFileSync(join(folder, 'outbox'), '');
  // The next file cannot be made; a gap in the numbers makes one needed.
  outbox.append(entry(200));
  expect(outbox.where).toBe('memory');
  expect(sequences(drained(outbox)).at(-1)).toBe(200);
  expect(existsSync(join(folder, 'outbox'))).toBe(true);
});

test('a frame that cannot be encoded is left out, counted, and spoils nothing', () => {
  const outbox = life();
  fill(outbox, 1, 2);
  const wrong = entry(3);
  outbox.append({ ...wrong, frame: { ...wrong.frame, time: -1 } });
  fill(outbox, 4, 5);
  expect([sequences(drained(outbox)), outbox.dropped]).toEqual([[1, 2, 4, 5], 1]);
  expect(sequences(drained(life()))).toEqual([1, 2, 4, 5]);
});

test('closed well, it says in its names how far it goes, and leaves no timer', async () => {
  const outbox = life();
  fill(outbox, 1, 50);
  await outbox.close();
  expect(files()).toEqual(['0000000000000001-0000000000000050.frames']);
  expect(clock.waiting).toBe(0);
});
