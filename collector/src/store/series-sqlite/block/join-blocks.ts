import { BlockWriter, type OpenBlock, openBlock } from './codec.ts';
import { readColumn, readScaled } from './column-decoder.ts';
import { encodeColumn, encodeWhole } from './column-encoder.ts';
import { keys } from './rows.ts';

/**
 * Gets each column of a block that is being made; nothing of it may be kept. `isScaled`: all values are there, whole, and
 * multiplied by ten to the power of `decimals`.
 */
export type Watch = (series: number, decimals: number, column: Float64Array, isScaled: boolean) => void;

export interface Joined {
  readonly count: number;
  readonly first: number;
  readonly last: number;
  readonly data: Buffer;
}

const writer = new BlockWriter();
let scaled = new Float64Array(0);
let values = new Float64Array(0);
const keyColumns = Array.from({ length: keys }, () => new Float64Array(0));

/**
 * One block of several of the same device, as `encodeRows` of their `mergeRows` would make it, without ever having all rows in memory: only
 * where they follow each other, and have the same series.
 * @param begin gets the times of all rows before the first column @returns null where they do not; then nothing was watched
 */
export function joinBlocks(blocks: readonly Uint8Array[], begin: (times: Float64Array) => Watch): Joined | null {
  const parts = inOrder(blocks);
  if (parts === null) return null;
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  if (scaled.length < count) {
    scaled = new Float64Array(2 * count);
    values = new Float64Array(2 * count);
    for (let key = 0; key < keys; key++) keyColumns[key] = new Float64Array(2 * count);
  }
  const { series } = parts[0] as OpenBlock;
  if (!readKeys(parts) || !haveSequencesAscending(count)) return null;
  const times = (keyColumns[0] as Float64Array).subarray(0, count);
  const [first, last] = [times[0] as number, times[count - 1] as number];
  writer.begin({ count, first, last, series });
  for (const key of keyColumns) {
    encodeWhole(key, 0, count, 0, writer.columns);
    writer.columnDone();
  }
  const watch = begin(times);
  const [column, whole] = [values.subarray(0, count), scaled.subarray(0, count)];
  for (const number of series) {
    const decimals = joinScaled(parts, count);
    if (decimals >= 0) watch(number, decimals, whole, true);
    else watch(number, joinDoubles(parts, column), column, false);
    writer.columnDone();
  }
  return { count, first, last, data: writer.end() };
}

/** By time; null where they overlap, or their series differ. */
function inOrder(blocks: readonly Uint8Array[]): OpenBlock[] | null {
  const parts: OpenBlock[] = [];
  for (const block of blocks) {
    const part = openBlock(block);
    if (part === null || part.count === 0) return null;
    parts.push(part);
  }
  parts.sort((a, b) => a.first - b.first);
  const [head] = parts;
  if (head === undefined) return null;
  for (let i = 1; i < parts.length; i++) {
    const part = parts[i] as OpenBlock;
    if (part.first <= (parts[i - 1] as OpenBlock).last || !isSame(part.series, head.series)) return null;
  }
  return parts;
}

function isSame(a: Int32Array, b: Int32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** @returns whether all are whole */
function readKeys(parts: readonly OpenBlock[]): boolean {
  let at = 0;
  for (const { source, count } of parts) {
    for (const key of keyColumns) if (readScaled(source, count, key, at) !== 0) return false;
    at += count;
  }
  return true;
}

function haveSequencesAscending(count: number): boolean {
  const sequences = keyColumns[1] as Float64Array;
  for (let i = 1; i < count; i++) if ((sequences[i] as number) <= (sequences[i - 1] as number)) return false;
  return true;
}

/** Reads the next column of each part into `scaled` and writes them as one. @returns the decimals; -1: they are not all whole, and nothing was done */
function joinScaled(parts: readonly OpenBlock[], length: number): number {
  const begun = parts.map(({ source }) => source.at);
  let decimals = -1;
  let at = 0;
  for (const { source, count } of parts) {
    const found = readScaled(source, count, scaled, at);
    if (found < 0 || (decimals >= 0 && found !== decimals)) {
      parts.forEach((part, i) => (part.source.at = begun[i] as number));
      return -1;
    }
    decimals = found;
    at += count;
  }
  encodeWhole(scaled, 0, length, decimals, writer.columns);
  return decimals;
}

/** Reads the next column of each part into `column` and writes them as one. @returns the decimals promised */
function joinDoubles(parts: readonly OpenBlock[], column: Float64Array): number {
  let decimals = 0;
  let at = 0;
  for (const { source, count } of parts) {
    decimals = Math.max(decimals, readColumn(source, column.subarray(at, at + count)));
    at += count;
  }
  encodeColumn(column, decimals, writer.columns);
  return decimals;
}
