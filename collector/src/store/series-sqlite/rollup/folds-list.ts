/**
 * Folds of several series, or of one series of several devices, each read without the others:
 *
 *     counts that most have (a column, block/column.ts) · length of each one's folds (varints) · folds (folds.ts) · four zeros
 */
import { ByteSink, type ByteSource } from '../block/bytes.ts';
import { readColumn } from '../block/column-decoder.ts';
import { encodeColumn } from '../block/column-encoder.ts';
import { zeros } from '../block/doubles.ts';
import type { Folds, FoundFolds } from './buckets.ts';
import { readFolds } from './folds-reader.ts';
import { copyFolds, writeFolds } from './folds-writer.ts';

/** Bits are read in words. */
const behind = 4;
const none = new Uint8Array(behind);
const body = new ByteSink();

/** Folds to write; `put` writes them where `common` counts need not be told. */
export interface Entry {
  readonly counts: Float64Array;
  readonly put: (common: Float64Array, sink: ByteSink) => void;
}

export function writeList(folds: readonly Folds[], decimals: Uint8Array, sink: ByteSink): void {
  writeEntries(
    folds.map((one, i) => entryOf(one, decimals[i] as number)),
    sink,
  );
}

export const entryOf = (folds: Folds, decimals: number): Entry => ({
  counts: folds.count,
  put: (common, sink) => writeFolds(folds, decimals, common, sink),
});

export function writeEntries(entries: readonly Entry[], sink: ByteSink): void {
  const common = entries[0]?.counts ?? new Float64Array();
  encodeColumn(common, 0, sink);
  body.at = 0;
  for (const { put } of entries) {
    const begun = body.at;
    put(common, body);
    sink.varint(body.at - begun);
  }
  sink.put(body.written());
  sink.put(none);
}

/** @returns what makes of the folds at a place, as they are written there, an entry of another list. @throws RangeError if they are damaged */
export function entriesOf(source: ByteSource, all: number, buckets: number): (place: number) => Entry {
  const { common: counts, begun, starts } = readStarts(source, all, buckets);
  return (place) => {
    const from = begun + (starts[place] as number);
    const written = source.bytes.subarray(from, begun + (starts[place + 1] as number));
    return { counts, put: (common, sink) => copyFolds(written, counts, common, sink) };
  };
}

/** Those at `places`, ascending, of `all`; each of so many buckets. @throws RangeError if they are damaged */
export function readList(source: ByteSource, all: number, buckets: number, places: Int32Array): FoundFolds {
  const { common, begun, starts } = readStarts(source, all, buckets);
  const found: FoundFolds = { folds: [], decimals: [] };
  for (const place of places) {
    source.at = begun + (starts[place] as number);
    const { folds, decimals } = readFolds(source, common);
    found.folds.push(folds);
    found.decimals.push(decimals);
  }
  return found;
}

function readStarts(source: ByteSource, all: number, buckets: number) {
  const common = zeros(buckets);
  readColumn(source, common);
  const starts = new Float64Array(all + 1);
  for (let i = 0; i < all; i++) starts[i + 1] = (starts[i] as number) + source.varint();
  const begun = source.at;
  if (begun + (starts[all] as number) + behind > source.bytes.length) {
    throw new RangeError('Stored data ends too early: it is damaged.');
  }
  return { common, begun, starts };
}
