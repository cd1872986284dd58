import type { ByteSink } from './bytes.ts';
import { flags, kinds, more, powers } from './column.ts';
import { compress } from './compression.ts';
import { doublePlanes } from './double-planes.ts';
import { writeNumbers } from './numbers.ts';
import { Residues } from './residues.ts';
import { Scaling } from './scaling.ts';

const scaling = new Scaling();
const residues = new Residues();

/** Writes one column as column.ts says; NaN is absence. `decimals`, 0 to 4, is what the values probably need. */
export function encodeColumn(values: Float64Array, decimals: number, sink: ByteSink): void {
  const asPromised = scaling.scale(values, decimals);
  const { present, low, high } = scaling;
  if (asPromised && present === values.length && scaling.exceptionCount === 0) {
    encodeScaled(scaling.scaled, present, { low, high, decimals }, sink);
    return;
  }
  const gaps = present < values.length && present > 0;
  const open = (kind: number, extra = 0) => {
    const second = extra + (gaps ? more.gaps : 0);
    sink.byte(kind + (second === 0 ? 0 : flags.more) + flags.decimals * decimals);
    if (second !== 0) sink.byte(second);
    if (gaps) {
      sink.varint(present);
      writeBitmap(values, sink);
    }
  };
  if (present === 0) open(kinds.absent);
  else if (asPromised && low === high && scaling.exceptionCount === 0) {
    open(kinds.same);
    sink.zigzag(low);
  } else if (!asPromised && isOneDouble(values)) {
    open(kinds.sameDouble);
    sink.double(values.find((value) => !Number.isNaN(value)) ?? 0);
  } else if (asPromised) writeScaled(values, open, 0, sink);
  else if (decimals < most && scaling.scale(values, most)) {
    writeScaled(values, open, more.decimals * (most - decimals), sink);
  } else {
    open(kinds.doubles);
    const packed = compress(doublePlanes(values, present));
    sink.varint(packed.length);
    sink.put(packed);
  }
}

/** What is known of values that are all there and whole. */
export interface ScaledColumn {
  /** The least of them and the greatest. */
  readonly low: number;
  readonly high: number;
  /** They were multiplied by ten to the power of it. */
  readonly decimals: number;
}

/** The same for the first `count` of values that are scaled already, whole numbers up to `scaledLimit`. */
export function encodeScaled(scaled: Float64Array, count: number, column: ScaledColumn, sink: ByteSink): void {
  const { low, high, decimals } = column;
  if (count === 0) sink.byte(kinds.absent + flags.decimals * decimals);
  else if (low === high) {
    sink.byte(kinds.same + flags.decimals * decimals);
    sink.zigzag(low);
  } else {
    residues.choose(scaled, count, low, high);
    writeResidues(scaled, low, (kind, extra) => begin(kind, extra, decimals, sink), 0, sink);
  }
}

function begin(kind: number, extra: number, decimals: number, sink: ByteSink): void {
  sink.byte(kind + (extra === 0 ? 0 : flags.more) + flags.decimals * decimals);
  if (extra !== 0) sink.byte(extra);
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

type Open = (kind: number, more: number) => void;

function writeScaled(values: Float64Array, open: Open, otherDecimals: number, sink: ByteSink): void {
  const { scaled, present, low, high, exceptionCount } = scaling;
  residues.choose(scaled, present, low, high);
  writeResidues(scaled, low, open, otherDecimals + (exceptionCount > 0 ? more.exceptions : 0), sink);
  if (exceptionCount > 0) writeExceptions(values, sink);
}

function writeResidues(scaled: Float64Array, low: number, open: Open, extra: number, sink: ByteSink): void {
  const { kind, divisor } = residues;
  const base = kind === kinds.offset ? low : (scaled[0] as number);
  const quotient = Math.floor(base / divisor);
  const remainder = base - quotient * divisor;
  open(
    kind + (divisor > 1 ? flags.divisor : 0),
    extra + (remainder > 0 ? more.remainder : 0) + (residues.low === null ? 0 : more.wide),
  );
  if (divisor > 1) sink.varint(divisor);
  sink.zigzag(quotient);
  if (remainder > 0) sink.varint(remainder);
  if (kind === kinds.slope) sink.zigzag(((scaled[1] as number) - (scaled[0] as number)) / divisor);
  writeNumbers(residues.numbers, residues.count, sink);
  if (residues.low !== null) writeNumbers(residues.low, residues.count, sink);
}

function writeExceptions(values: Float64Array, sink: ByteSink): void {
  const { exceptions, exceptionCount } = scaling;
  const present = values.filter((value) => !Number.isNaN(value));
  sink.varint(exceptionCount);
  let before = 0;
  for (let i = 0; i < exceptionCount; i++) {
    const place = exceptions[i] as number;
    sink.varint(place - before);
    before = place;
    sink.double(present[place] as number);
  }
}

function writeBitmap(values: Float64Array, sink: ByteSink): void {
  const length = (values.length + 7) >> 3;
  sink.reserve(length);
  for (let byte = 0; byte < length; byte++) {
    let bits = 0;
    for (let bit = 0; bit < 8; bit++) {
      const row = 8 * byte + bit;
      if (row < values.length && !Number.isNaN(values[row])) bits |= 1 << bit;
    }
    sink.bytes[sink.at++] = bits;
  }
}
