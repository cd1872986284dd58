// pure
import type { ByteSink } from './bytes.ts';
import { flags, kinds, lengthsFrom, more, powers } from './column.ts';
import { writeDoublePlanes } from './double-planes.ts';
import { Residues } from './residues.ts';
import { divisorOf, Scaling } from './scaling.ts';
import { type BitSink, writeSymbols } from './symbols.ts';

/** Where a column goes. */
export interface ColumnSinks {
  readonly heads: ByteSink;
  readonly bodies: ByteSink;
  readonly bits: BitSink;
}

const scaling = new Scaling();
const residues = new Residues();

/** Writes one column as column.ts says; NaN is absence. `decimals`, 0 to 4, is what the values probably need. */
export function encodeColumn(values: Float64Array, decimals: number, sinks: ColumnSinks): void {
  const asPromised = scaling.scale(values, decimals);
  const { present } = scaling;
  const gaps = present < values.length && present > 0;
  if (gaps) writeBitmap(values, sinks.bodies);
  const open = (kind: number, extra = 0) => {
    const second = extra + (gaps ? more.gaps : 0);
    sinks.heads.byte(kind + (second === 0 ? 0 : flags.more) + flags.decimals * decimals);
    if (second !== 0) sinks.heads.byte(second);
    if (gaps) sinks.heads.varint(present);
  };
  if (present === 0) open(kinds.absent);
  else if (asPromised && scaling.low === scaling.high && scaling.exceptionCount === 0) {
    open(kinds.same);
    sinks.heads.zigzag(scaling.low);
  } else if (!asPromised && isOneDouble(values)) {
    open(kinds.sameDouble);
    sinks.heads.double(values.find((value) => !Number.isNaN(value)) ?? 0);
  } else if (asPromised) writeScaled(values, open, 0, sinks);
  else if (decimals < most && scaling.scale(values, most)) {
    writeScaled(values, open, more.decimals * (most - decimals), sinks);
  } else {
    open(kinds.doubles);
    writeDoublePlanes(values, present, sinks.bodies);
  }
}

/** Decimals to try where those promised do not do. */
const most = powers.length - 1;

function isOneDouble(values: Float64Array): boolean {
  let one = Number.NaN;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (Number.isNaN(one)) one = value;
    else if (!Object.is(one, value)) return false;
  }
  return true;
}

function writeScaled(
  values: Float64Array,
  open: (kind: number, more: number) => void,
  otherDecimals: number,
  { heads, bodies, bits }: ColumnSinks,
): void {
  const { scaled, present, low, high, exceptionCount } = scaling;
  const divisor = divisorOf(scaled, present, low);
  residues.choose(scaled, present, low, high, divisor);
  const { kind } = residues;
  const base = kind === kinds.offset ? low : (scaled[0] as number);
  const quotient = Math.floor(base / divisor);
  const remainder = base - quotient * divisor;
  open(
    kind + (divisor > 1 ? flags.divisor : 0),
    otherDecimals +
      (exceptionCount > 0 ? more.exceptions : 0) +
      (remainder > 0 ? more.remainder : 0) +
      (residues.low === null ? 0 : more.wide),
  );
  const symbolsFrom = bodies.at;
  const bitsFrom = bits.length;
  heads.byte(writeSymbols(residues.numbers, residues.count, bodies, bits));
  if (residues.low !== null) heads.byte(writeSymbols(residues.low, residues.count, bodies, bits));
  if (divisor > 1) heads.varint(divisor);
  heads.zigzag(quotient);
  if (remainder > 0) heads.varint(remainder);
  if (kind === kinds.slope) heads.zigzag(((scaled[1] as number) - (scaled[0] as number)) / divisor);
  if (values.length >= lengthsFrom) {
    heads.varint(bodies.at - symbolsFrom);
    heads.varint(bits.length - bitsFrom);
  }
  if (exceptionCount > 0) writeExceptions(values, heads, bodies);
}

function writeExceptions(values: Float64Array, heads: ByteSink, bodies: ByteSink): void {
  const { exceptions, exceptionCount } = scaling;
  const present = values.filter((value) => !Number.isNaN(value));
  heads.varint(exceptionCount);
  let before = 0;
  for (let i = 0; i < exceptionCount; i++) {
    const place = exceptions[i] as number;
    heads.varint(place - before);
    before = place;
    bodies.double(present[place] as number);
  }
}

function writeBitmap(values: Float64Array, bodies: ByteSink): void {
  const length = (values.length + 7) >> 3;
  bodies.reserve(length);
  for (let byte = 0; byte < length; byte++) {
    let bits = 0;
    for (let bit = 0; bit < 8; bit++) {
      const row = 8 * byte + bit;
      if (row < values.length && !Number.isNaN(values[row])) bits |= 1 << bit;
    }
    bodies.bytes[bodies.at++] = bits;
  }
}
