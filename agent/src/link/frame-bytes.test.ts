import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dictionary, Frame } from '@fettle/shared/protocol/frame';
import { createFrameDecoder } from '@fettle/shared/protocol/frame-decoder';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dictionaryMessages } from './dictionary.ts';
import { createFrameBytes } from './frame-bytes.ts';
import { SegmentWriter } from './outbox-disk/segment-writer.ts';
import type { Entry } from './outbox.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fettle-bytes-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const decimals = new Uint8Array(50).fill(1);
const dictionaryOf = (count: number): Dictionary => ({
  series: Array.from({ length: count }, (_, at) => ({ metric: `m${at}`, attributes: {}, decimals: 1 })),
});

/** An outbox and a collector beside each other. */
function connection() {
  const bytes = createFrameBytes();
  const decoder = createFrameDecoder();
  let known: Dictionary | undefined;
  let id = 0;
  return {
    /** @returns what arrives, and the bytes */
    send(entry: Entry, frame = entry.frame) {
      if (entry.dictionary !== known) {
        for (const message of dictionaryMessages(known, entry.dictionary, id + 1, 0)) {
          decoder.dictionary(message);
          ({ id } = message);
        }
        known = entry.dictionary;
      }
      const sent = bytes.of(entry, frame, id, decimals);
      return { arrived: decoder.decode(sent), sent };
    },
  };
}

const opening = { boot: 'b', acknowledged: 0 };

function frameOf(sequence: number, time: number, values: Float64Array): Frame {
  const rows = [{ id: sequence % 3, start: 5, name: `name ${sequence % 4}`, values: [sequence] }];
  return { sequence, time, offset: 0, values, tables: [{ name: 't', rows }] };
}

test('from the outbox’s first key frame on, nothing is encoded twice', () => {
  const writer = new SegmentWriter(folder, 1, opening);
  const dictionary = dictionaryOf(3);
  const other = connection();
  const own: boolean[] = [];
  for (let sequence = 1; sequence <= 130; sequence++) {
    const frame = frameOf(sequence, sequence * 10_000, Float64Array.of(sequence / 10, 2, Number.NaN));
    const entry = { frame, dictionary, base: 0 };
    const encoded = writer.append(entry, 0);
    const { arrived, sent } = other.send({ ...entry, encoded });
    expect(arrived).toEqual(frame);
    own.push(sent !== encoded.bytes);
  }
  // A key frame every ten minutes is the connection's own.
  expect(own.flatMap((is, at) => (is ? [at + 1] : []))).toEqual([1, 61, 121]);
  writer.abandon();
});

const happenings = ['corrected', 'skipped', 'later', 'unkept', 'grown', 'another file', 'another connection'] as const;

/** Numbers from 0 to 1 that are the same for the same seed: mulberry32. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Forty frames, of which every second one meets something. @returns how many went as the outbox had them */
function history(random: () => number): number {
  let writer = new SegmentWriter(folder, 1, opening);
  let dictionary = dictionaryOf(2);
  let other = connection();
  let time = 1_000;
  let taken = 0;
  for (let sequence = 1; sequence <= 40; sequence++) {
    const what = happenings[Math.floor(random() * 2 * happenings.length)];
    time += what === 'later' ? 600_000 : 10_000;
    if (what === 'another connection') other = connection();
    if (what === 'grown') dictionary = dictionaryOf(dictionary.series.length + 1);
    if (what === 'another file') {
      writer.abandon();
      writer = new SegmentWriter(folder, sequence, opening);
    }
    const values = Float64Array.from(
      dictionary.series,
      () => [random(), Math.round(9 * random()), NaN, 3][(random() * 4) | 0] ?? 0,
    );
    const frame = frameOf(sequence, time, values);
    const entry: Entry = { frame, dictionary, base: 0 };
    const kept = what === 'unkept' ? entry : { ...entry, encoded: writer.append(entry, 0) };
    if (what === 'skipped') continue;
    const told = what === 'corrected' ? { ...frame, offset: 500 } : frame;
    const { arrived, sent } = other.send(kept, told);
    expect(arrived).toEqual(told);
    if (sent === kept.encoded?.bytes) taken++;
  }
  writer.abandon();
  return taken;
}

test('whatever happens in between, what arrives is what was measured', () => {
  let taken = 0;
  for (let seed = 1; seed <= 200; seed++) taken += history(numbers(seed));
  expect(taken).toBeGreaterThan(200);
});
