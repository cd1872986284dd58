/**
 * What a block and its roll-ups cost in bytes and time, by themselves: made devices of sixty series, sealed (72 rows) and put
 * together (720), and a machine of 500 columns. Every figure is the middle of several runs.
 */
import { decodeRows, encodeRows } from '@fettle/collector/store/series-sqlite/block/codec';
import type { Rows } from '@fettle/collector/store/series-sqlite/block/rows';
import { decodeBuckets, encodeBuckets } from '@fettle/collector/store/series-sqlite/rollup/codec';
import type { Folds } from '@fettle/collector/store/series-sqlite/rollup/buckets';
import { foldHours, joinBuckets } from '@fettle/collector/store/series-sqlite/rollup/combine';
import { encodeFleet } from '@fettle/collector/store/series-sqlite/rollup/fleet-codec';
import { foldRows } from '@fettle/collector/store/series-sqlite/rollup/fold';
import { machine } from '../support/machine.ts';
import { decimals as sixty, dictionary, madeDevice } from './data/device.ts';
import { type Emit, median } from './figure.ts';

const interval = 10_000;
/** A multiple of two hours. */
const start = 1_790_006_400_000 - (1_790_006_400_000 % 7_200_000);
const runs = 5;
const states = new Set([...dictionary.series.keys()].filter((i) => dictionary.series[i]?.metric.endsWith('.state')));
const isState = (series: number) => states.has(series);

export function run(emit: Emit, { quick = false }: { quick?: boolean }): Promise<void> {
  const devices = quick ? 20 : 100;
  const long = Array.from({ length: devices }, (_, seed) => rowsOfDevice(seed, 720));
  blocks(emit, long.flatMap(cut(72)), { rows: 72, columns: 60 });
  blocks(emit, long, { rows: 720, columns: 60 });
  const wide = Array.from({ length: quick ? 4 : 16 }, (_, seed) => rowsOfMachine(seed, 72));
  blocks(emit, wide, { rows: 72, columns: 500 });
  rollUps(emit, long);
  return Promise.resolve();
}

function blocks(emit: Emit, all: readonly Rows[], conditions: { rows: number; columns: number }): void {
  const samples = all.reduce((sum, rows) => sum + rows.count * rows.columns.length, 0);
  const encoded = all.map((rows) => encodeRows(rows));
  const bytes = encoded.reduce((sum, { length }) => sum + length, 0);
  emit('bytes_per_sample', bytes / samples, 'By', conditions);
  const per = (name: string, work: () => void) => emit(name, Math.round(rateOf(work, samples)), '1/s', conditions);
  per('encode_samples_per_cpu_second', () => all.forEach((rows) => encodeRows(rows)));
  per('decode_samples_per_cpu_second', () => encoded.forEach((data) => decodeRows(data)));
  const one = Int32Array.of(17);
  const seconds = samples / rateOf(() => encoded.forEach((data) => decodeRows(data, one)), samples);
  emit('decode_one_series_us', (seconds / encoded.length) * 1e6, 'us', conditions);
}

/** Pieces of two hours, of a day and of its hours, and the same by series over the fleet. */
function rollUps(emit: Emit, all: readonly Rows[]): void {
  const samples = all.reduce((sum, rows) => sum + rows.count * rows.columns.length, 0);
  const pieces = all.map((rows) => foldRows(rows, isState));
  const conditions = { rows: 720, columns: 60, devices: all.length };
  const put = (name: string, parts: readonly Uint8Array[], of = samples) =>
    emit(name, parts.reduce((sum, { length }) => sum + length, 0) / of, 'By', conditions);
  put(
    'piece_bytes_per_sample',
    pieces.map((piece) => encodeBuckets(piece)),
  );
  const wholeDay = rowsOfDevice(1, 8_640);
  const day = joinBuckets(cut(720)(wholeDay).map((rows) => foldRows(rows, isState)));
  put('day_piece_bytes_per_sample', [encodeBuckets(day)], (12 * samples) / all.length);
  put('day_of_hours_bytes_per_sample', [encodeBuckets(foldHours(day))], (12 * samples) / all.length);
  const devices = Int32Array.from(all.keys());
  const fleet = Array.from(pieces[0]?.series ?? [], (_, i) =>
    encodeFleet({
      start,
      devices,
      decimals: Uint8Array.from(pieces, (piece) => piece.decimals[i] as number),
      folds: pieces.map((piece) => piece.folds[i] as Folds),
    }),
  );
  put('fleet_bytes_per_sample', fleet);
  const fold = rateOf(() => all.forEach((rows) => foldRows(rows, isState)), samples);
  emit('fold_samples_per_cpu_second', Math.round(fold), '1/s', conditions);
  const encode = rateOf(() => pieces.forEach((piece) => encodeBuckets(piece)), samples);
  emit('piece_encode_samples_per_cpu_second', Math.round(encode), '1/s', conditions);
  const data = pieces.map((piece) => encodeBuckets(piece));
  const decode = rateOf(() => data.forEach((one) => decodeBuckets(one)), samples);
  emit('piece_decode_samples_per_cpu_second', Math.round(decode), '1/s', conditions);
}

/** Samples a CPU second. */
function rateOf(work: () => void, samples: number): number {
  work();
  const rates = Array.from({ length: runs }, () => {
    let spent = 0;
    let done = 0;
    for (const began = process.cpuUsage(); spent < 100_000; done += samples) {
      work();
      const { user, system } = process.cpuUsage(began);
      spent = user + system;
    }
    return (done * 1e6) / spent;
  });
  return median(rates);
}

function rowsOfDevice(seed: number, count: number, from = start): Rows {
  const made = madeDevice({ seed, start: from, interval });
  const frames = Array.from({ length: count }, () => {
    const frame = made.next();
    return { ...frame, values: frame.values.slice() };
  });
  return rowsOf(frames, sixty);
}

function rowsOfMachine(seed: number, count: number): Rows {
  const made = machine({ seed, values: 500, interval, busy: seed % 4 === 0, time: start });
  const frames = Array.from({ length: count }, () => made.next());
  return rowsOf(frames, made.decimals);
}

function rowsOf(
  frames: readonly { time: number; sequence: number; offset: number; values: Float64Array }[],
  decimals: Uint8Array,
): Rows {
  return {
    count: frames.length,
    times: Float64Array.from(frames, ({ time }) => time),
    sequences: Float64Array.from(frames, ({ sequence }) => sequence),
    shifts: new Float64Array(frames.length),
    offsets: Float64Array.from(frames, ({ offset }) => offset),
    series: Int32Array.from(decimals.keys()),
    decimals,
    columns: Array.from(decimals, (_, i) => Float64Array.from(frames, ({ values }) => values[i] as number)),
  };
}

const cut =
  (count: number) =>
  (rows: Rows): Rows[] =>
    Array.from({ length: rows.count / count }, (_, i) => {
      const part = (values: Float64Array) => values.slice(i * count, (i + 1) * count);
      const { times, sequences, shifts, offsets, columns } = rows;
      return {
        ...rows,
        count,
        times: part(times),
        sequences: part(sequences),
        shifts: part(shifts),
        offsets: part(offsets),
        columns: columns.map(part),
      };
    });
