/** What is in the period files of a folder, and what should be. */
import { decodeRows } from '@fettle/collector/store/series-sqlite/block/codec';
import { mergeRows } from '@fettle/collector/store/series-sqlite/block/merge';
import type { Rows } from '@fettle/collector/store/series-sqlite/block/rows';
import { isWhole } from '@fettle/collector/store/series-sqlite/files/checksum';
import { decodeMoments } from '@fettle/collector/store/series-sqlite/files/moments';
import { openForReading } from '@fettle/collector/store/series-sqlite/files/open-file';
import { type PeriodKind, periodNamed } from '@fettle/collector/store/series-sqlite/files/periods';
import type { Buckets, Folds } from '@fettle/collector/store/series-sqlite/rollup/buckets';
import { decodeBuckets } from '@fettle/collector/store/series-sqlite/rollup/codec';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelFrame } from './keeper-model.ts';

interface Row {
  readonly crc: number;
  readonly data: Uint8Array;
}

export function select<Found>(folder: string, kinds: readonly PeriodKind[], sql: string, ...given: unknown[]): Found[] {
  const names = readdirSync(folder).filter((name) => kinds.some((kind) => periodNamed(name)?.kind === kind));
  return names.toSorted().flatMap((name) => {
    const db = openForReading(join(folder, name));
    if (db === null) return [];
    const rows = db.prepare(sql).all(...given) as Found[];
    db.close();
    for (const row of rows as Partial<Row>[]) {
      if (row.crc !== undefined && row.data && !isWhole(row as Row)) throw new Error(`A row of ${name} is damaged.`);
    }
    return rows;
  });
}

/** All blocks of a device together. */
export function rowsIn(folder: string, device: number): Rows | null {
  const blocks = select<Row>(
    folder,
    ['raw'],
    'select crc, data from block where device = ? order by first, id',
    device,
  );
  return blocks.length === 0 ? null : mergeRows(blocks.map(({ data }) => decodeRows(data)));
}

export function piecesIn(folder: string, kind: 'five' | 'hour', device: number): Buckets[] {
  return select<Row>(folder, [kind], 'select crc, data from piece where device = ? order by start', device).map(
    ({ data }) => decodeBuckets(data),
  );
}

/** Each as `name time sequence bytes`, sorted. */
export function momentsIn(folder: string, device: number): string[] {
  return select<Row & { name: string }>(folder, ['raw'], 'select name, crc, data from moment where device = ?', device)
    .flatMap(({ name, data }) => decodeMoments(data).map((moment) => ({ name, ...moment })))
    .map(({ name, time, sequence, rows }) => `${name} ${time} ${sequence} ${Buffer.from(rows).toString('hex')}`)
    .toSorted();
}

export const momentsOf = (frames: readonly ModelFrame[]): string[] =>
  frames
    .flatMap(({ time, sequence, tables }) =>
      tables.map(({ name, rows }) => `${name} ${time} ${sequence} ${Buffer.from(rows).toString('hex')}`),
    )
    .toSorted();

/** Frames as rows, the plain way: by (time, sequence), a column for each series that has a value in any of them. */
export function rowsOfFrames(
  frames: readonly ModelFrame[],
  columns: ReadonlyMap<number, { readonly series: Int32Array; readonly decimals: Uint8Array }>,
): Rows {
  const sorted = frames.toSorted((a, b) => a.time - b.time || a.sequence - b.sequence);
  const decimals = new Map<number, number>();
  const values = new Map<number, Float64Array>();
  sorted.forEach((frame, row) => {
    const dictionary = columns.get(frame.dictionary);
    frame.values.forEach((value, i) => {
      const series = dictionary?.series[i];
      if (series === undefined || Number.isNaN(value)) return;
      const column = values.get(series) ?? new Float64Array(sorted.length).fill(Number.NaN);
      column[row] = value;
      values.set(series, column);
      decimals.set(series, Math.max(decimals.get(series) ?? 0, dictionary?.decimals[i] ?? 0));
    });
  });
  const series = Int32Array.from(values.keys()).toSorted();
  const key = (of: (frame: ModelFrame) => number) => Float64Array.from(sorted, of);
  return {
    count: sorted.length,
    times: key(({ time }) => time),
    sequences: key(({ sequence }) => sequence),
    shifts: key(({ shift }) => shift),
    offsets: key(({ offset }) => offset),
    series,
    decimals: Uint8Array.from(series, (number) => decimals.get(number) ?? 0),
    columns: Array.from(series, (number) => values.get(number) ?? new Float64Array()),
  };
}

/** What differs wherever a bit of a value does: bits as text. Columns without any value are as good as absent. */
export function exact(rows: Rows | null): unknown {
  if (rows === null) return null;
  const columns = Array.from(rows.series, (series, i) => [series, rows.columns[i] as Float64Array] as const);
  return {
    keys: [rows.times, rows.sequences, rows.shifts, rows.offsets].map((key) => [...key]),
    columns: columns
      .filter(([, values]) => values.some((value) => !Number.isNaN(value)))
      .map(([series, values]) => [series, bits(values)]),
  };
}

/** The buckets of each series that have samples, with all their bits; states that lasted. */
export function told(parts: readonly Buckets[]): Record<string, string> {
  return each(parts, (fold, b) => {
    const states = [...(fold.states ?? [])]
      .filter(([, ms]) => Number(ms[b]) > 0)
      .map(([state, ms]) => `${state}=${ms[b]}`);
    const values = [fold.min, fold.max, fold.sum, fold.last].map((one) => bits(one.subarray(b, b + 1)));
    return `${values.join(' ')} ${fold.count[b]} ${states.join(' ')}`;
  });
}

/** Samples and extremes of each bucket of each series. */
export function counted(parts: readonly Buckets[]): Record<string, string> {
  return each(parts, (fold, b) => `${fold.count[b]} from ${fold.min[b]} to ${fold.max[b]}`);
}

/** By series and beginning of the bucket; buckets without samples are left out. @throws Error when two parts tell of one */
function each(parts: readonly Buckets[], words: (fold: Folds, bucket: number) => string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { starts, series, folds } of parts) {
    series.forEach((number, i) => {
      const fold = folds[i];
      starts.forEach((start, b) => {
        if (!fold || !(Number(fold.count[b]) > 0)) return;
        const key = `${number} ${start}`;
        if (key in found) throw new Error(`Two pieces tell of ${key}.`);
        found[key] = words(fold, b);
      });
    });
  }
  return found;
}

const bits = (values: Float64Array): string => Buffer.from(new Uint8Array(values.slice().buffer)).toString('hex');
