import type { ByteSource } from './bytes.ts';
import { flags, kinds, more, powers, wideSplit, withoutResidue } from './column.ts';
import { decompress } from './compression.ts';
import { readDoublePlanes } from './double-planes.ts';
import { readNumbers } from './numbers.ts';

let numbers = new Int32Array(1_024);
let lows = new Int32Array(1_024);

/**
 * Reads the column of `into.length` rows at the source, NaN where it is absent. At least four bytes follow the column.
 * @returns the decimals promised @throws RangeError if it is damaged
 */
export function readColumn(source: ByteSource, into: Float64Array): number {
  const first = source.byte();
  const kind = first & 7;
  const decimals = first >> 5;
  const second = (first & flags.more) === 0 ? 0 : source.byte();
  const used = decimals + (second >> 4);
  const gaps = (second & more.gaps) !== 0;
  const present = gaps ? source.count(into.length) : kind === kinds.absent ? 0 : into.length;
  if (used >= powers.length || kind > kinds.doubles) throw damaged();
  const bitmap = gaps ? source.take((into.length + 7) >> 3) : null;
  const power = powers[used] as number;
  if (kind === kinds.same) into.fill(source.zigzag() / power, 0, present);
  else if (kind === kinds.sameDouble) into.fill(source.double(), 0, present);
  else if (kind === kinds.doubles) readDoubles(source, present, into);
  else if (kind !== kinds.absent) {
    readResidues(source, first, second, into, 0, present);
    if (power !== 1) for (let i = 0; i < present; i++) into[i] = (into[i] as number) / power;
  }
  if ((second & more.exceptions) !== 0) readExceptions(source, present, into);
  if (bitmap !== null) spread(bitmap, present, into);
  else if (present < into.length) into.fill(Number.NaN, present);
  return decimals;
}

/**
 * Reads a column whose `rows` values are all there and whole, as scaled integers from `at` on in `into`.
 * @returns the decimals, promised and used; -1 for any other column, with the source as it was
 */
export function readScaled(source: ByteSource, rows: number, into: Float64Array, at: number): number {
  const begun = source.at;
  const first = source.byte();
  const kind = first & 7;
  const second = (first & flags.more) === 0 ? 0 : source.byte();
  if (kind === kinds.same && second === 0) {
    // In a loop: to call `fill` takes longer than to fill a few.
    const value = source.zigzag();
    for (let i = at; i < at + rows; i++) into[i] = value;
  } else if ((kind === kinds.offset || kind === kinds.delta || kind === kinds.slope) && (second & ~plain) === 0) {
    readResidues(source, first, second, into, at, rows);
  } else {
    source.at = begun;
    return -1;
  }
  return first >> 5;
}

const plain = more.remainder + more.wide;

/** Residues and what they are added to. */
function readResidues(
  source: ByteSource,
  first: number,
  second: number,
  into: Float64Array,
  at: number,
  present: number,
): void {
  const kind = first & 7;
  const divisor = (first & flags.divisor) === 0 ? 1 : source.varint();
  const quotient = source.zigzag();
  const base = quotient * divisor + ((second & more.remainder) === 0 ? 0 : source.varint());
  const difference = kind === kinds.slope ? source.zigzag() : 0;
  const count = Math.max(0, present - withoutResidue(kind));
  if (count > numbers.length) {
    numbers = new Int32Array(2 * count);
    lows = new Int32Array(2 * count);
  }
  readNumbers(source, count, numbers);
  const found = numbers;
  if ((second & more.wide) !== 0) {
    readNumbers(source, count, lows);
    addWide(kind, { base, divisor, difference }, into, at, count);
  } else if (kind === kinds.offset) {
    for (let i = 0; i < count; i++) into[at + i] = base + divisor * ((found[i] as number) >>> 0);
  } else if (kind === kinds.delta) {
    let sum = 0;
    into[at] = base;
    for (let i = 0; i < count; i++) {
      const z = found[i] as number;
      sum += (z >>> 1) ^ -(z & 1);
      into[at + i + 1] = base + divisor * sum;
    }
  } else {
    let step = difference;
    let sum = step;
    into[at] = base;
    if (present > 1) into[at + 1] = base + divisor * sum;
    for (let i = 0; i < count; i++) {
      const z = found[i] as number;
      step += (z >>> 1) ^ -(z & 1);
      sum += step;
      into[at + i + 2] = base + divisor * sum;
    }
  }
}

interface Origin {
  readonly base: number;
  readonly divisor: number;
  readonly difference: number;
}

/** As above, where `numbers` holds quotients only. */
function addWide(kind: number, origin: Origin, into: Float64Array, at: number, count: number): void {
  const { base, divisor, difference } = origin;
  const isSlope = kind === kinds.slope;
  let step = difference;
  let sum = step;
  const first = kind === kinds.offset ? 0 : isSlope ? 2 : 1;
  if (first > 0) into[at] = base;
  if (first > 1) into[at + 1] = base + divisor * sum;
  for (let i = 0; i < count; i++) {
    const residue = (numbers[i] as number) * wideSplit + (lows[i] as number);
    const change = residue % 2 === 0 ? residue / 2 : -(residue + 1) / 2;
    step = isSlope ? step + change : change;
    sum = kind === kinds.offset ? residue : sum + step;
    into[at + i + first] = base + divisor * sum;
  }
}

function readDoubles(source: ByteSource, present: number, into: Float64Array): void {
  const packed = source.take(source.varint());
  readDoublePlanes(decompress(packed, 8 * present), 0, present, into);
}

function readExceptions(source: ByteSource, present: number, into: Float64Array): void {
  let place = 0;
  for (let rest = source.count(present); rest > 0; rest--) {
    place += source.varint();
    if (place >= present) throw damaged();
    into[place] = source.double();
  }
}

/** Moves the present values, dense at the beginning, to their rows. */
function spread(bitmap: Uint8Array, present: number, into: Float64Array): void {
  let from = present;
  for (let row = into.length - 1; row >= 0; row--) {
    const isPresent = (((bitmap[row >> 3] as number) >> (row & 7)) & 1) === 1;
    into[row] = isPresent && from > 0 ? (into[--from] as number) : Number.NaN;
  }
}

const damaged = () => new RangeError('A stored column is damaged.');
