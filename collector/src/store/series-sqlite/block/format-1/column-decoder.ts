// pure
import type { ColumnHead, ScaledHead } from './column-head.ts';
import { kinds, powers, wideSplit } from './column.ts';
import { readDoublePlanes } from '../double-planes.ts';
import { readSymbols, skipSymbols, type SymbolPlace } from './symbols.ts';

/** Bodies and bits of columns, and how far they are read. */
export interface ColumnSource extends SymbolPlace {
  readonly bytes: Uint8Array;
  /** With at least four bytes behind the last bit. */
  readonly bits: Uint8Array;
}

let numbers = new Int32Array(1_024);
let lows = new Int32Array(1_024);

/** Reads the next column into `into`, NaN where it is absent. @throws RangeError if it is damaged */
export function readColumn(head: ColumnHead, source: ColumnSource, into: Float64Array): void {
  const { present } = head;
  const bitmap = source.body;
  if (head.gaps) source.body += (into.length + 7) >> 3;
  if (head.scaled !== null) readScaled(head.kind, head.scaled, source, into, present);
  else if (head.kind === kinds.doubles) {
    if (source.body + 8 * present > source.bytes.length) throw damaged();
    readDoublePlanes(source.bytes, source.body, present, into);
    source.body += 8 * present;
  } else into.fill(head.value, 0, present);
  if (head.exceptions.length > 0) putExceptions(head.exceptions, source, into);
  if (head.gaps) spread(source.bytes, bitmap, present, into);
  else if (present < into.length) into.fill(Number.NaN, present);
}

/** Passes over the next column. */
export function skipColumn(head: ColumnHead, source: ColumnSource, rows: number): void {
  if (head.gaps) source.body += (rows + 7) >> 3;
  if (head.kind === kinds.doubles) source.body += 8 * head.present;
  const { scaled } = head;
  if (scaled !== null && scaled.symbols >= 0) {
    source.body += scaled.symbols;
    source.bit += scaled.bits;
  } else if (scaled !== null) {
    skipSymbols(source.bytes, source, scaled.count, scaled.turn);
    if (scaled.lowTurn >= 0) skipSymbols(source.bytes, source, scaled.count, scaled.lowTurn);
  }
  source.body += 8 * head.exceptions.length;
}

function readScaled(kind: number, head: ScaledHead, source: ColumnSource, into: Float64Array, present: number): void {
  const { count, turn, lowTurn, base, divisor } = head;
  const power = powers[head.used] as number;
  if (count > numbers.length) {
    numbers = new Int32Array(2 * count);
    lows = new Int32Array(2 * count);
  }
  readSymbols(source.bytes, source.bits, source, count, turn, numbers);
  if (lowTurn >= 0) readWide(kind, head, source, into);
  else if (kind === kinds.offset) {
    for (let i = 0; i < count; i++) into[i] = (base + divisor * (numbers[i] as number)) / power;
  } else if (kind === kinds.delta) {
    let sum = 0;
    into[0] = base / power;
    for (let i = 0; i < count; i++) {
      const z = numbers[i] as number;
      sum += (z >>> 1) ^ -(z & 1);
      into[i + 1] = (base + divisor * sum) / power;
    }
  } else {
    let step = head.firstDifference;
    let sum = step;
    into[0] = base / power;
    if (present > 1) into[1] = (base + divisor * sum) / power;
    for (let i = 0; i < count; i++) {
      const z = numbers[i] as number;
      step += (z >>> 1) ^ -(z & 1);
      sum += step;
      into[i + 2] = (base + divisor * sum) / power;
    }
  }
}

/** As `readScaled`, where `numbers` holds quotients only. */
function readWide(kind: number, head: ScaledHead, source: ColumnSource, into: Float64Array): void {
  const { count, base, divisor } = head;
  const power = powers[head.used] as number;
  readSymbols(source.bytes, source.bits, source, count, head.lowTurn, lows);
  const isSlope = kind === kinds.slope;
  let step = head.firstDifference;
  let sum = step;
  const first = kind === kinds.offset ? 0 : isSlope ? 2 : 1;
  if (first > 0) into[0] = base / power;
  if (first > 1) into[1] = (base + divisor * sum) / power;
  for (let i = 0; i < count; i++) {
    const residue = (numbers[i] as number) * wideSplit + (lows[i] as number);
    const change = residue % 2 === 0 ? residue / 2 : -(residue + 1) / 2;
    step = isSlope ? step + change : change;
    sum = kind === kinds.offset ? residue : sum + step;
    into[i + first] = (base + divisor * sum) / power;
  }
}

function putExceptions(exceptions: readonly number[], source: ColumnSource, into: Float64Array): void {
  const { bytes } = source;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const place of exceptions) {
    into[place] = view.getFloat64(source.body, true);
    source.body += 8;
  }
}

/** Moves the present values, dense at the beginning, to their rows. */
function spread(bytes: Uint8Array, start: number, present: number, into: Float64Array): void {
  let from = present;
  for (let row = into.length - 1; row >= 0; row--) {
    const isPresent = (((bytes[start + (row >> 3)] as number) >> (row & 7)) & 1) === 1;
    into[row] = isPresent && from > 0 ? (into[--from] as number) : Number.NaN;
  }
}

const damaged = () => new RangeError('A stored column is damaged.');
