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
import { readFolds, writeFolds } from './folds.ts';

/** Bits are read in words. */
const behind = 4;
const none = new Uint8Array(behind);
const body = new ByteSink();

export function writeList(folds: readonly Folds[], decimals: Uint8Array, sink: ByteSink): void {
  const common = folds[0]?.count ?? new Float64Array();
  encodeColumn(common, 0, sink);
  body.at = 0;
  for (let i = 0; i < folds.length; i++) {
    const begun = body.at;
    writeFolds(folds[i] as Folds, decimals[i] as number, common, body);
    sink.varint(body.at - begun);
  }
  sink.put(body.written());
  sink.put(none);
}

/** Those at `places`, ascending, of `all`; each of so many buckets. @throws RangeError if they are damaged */
export function readList(source: ByteSource, all: number, buckets: number, places: Int32Array): FoundFolds {
  const common = zeros(buckets);
  readColumn(source, common);
  const starts = new Float64Array(all + 1);
  for (let i = 0; i < all; i++) starts[i + 1] = (starts[i] as number) + source.varint();
  const begun = source.at;
  if (begun + (starts[all] as number) + behind > source.bytes.length) {
    throw new RangeError('Stored data ends too early: it is damaged.');
  }
  const found: FoundFolds = { folds: [], decimals: [] };
  for (const place of places) {
    source.at = begun + (starts[place] as number);
    const { folds, decimals } = readFolds(source, common);
    found.folds.push(folds);
    found.decimals.push(decimals);
  }
  return found;
}
