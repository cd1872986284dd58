import type { ByteSink } from './bytes.ts';
import { flags, kinds, more, narrowLimit, powers, scaledLimit } from './column.ts';
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
    if (present === 0) sink.byte(kinds.absent + flags.decimals * decimals);
    else if (low === high) writeSame(low, decimals, sink);
    else {
      residues.choose(scaling.scaled, present, low, high);
      writeResidues(scaling.scaled, 0, (kind, extra) => begin(kind, extra, decimals, sink), 0, sink);
    }
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

/**
 * The same for `count` values from `start` on that are all there and whole, multiplied by ten to the power of `decimals` already.
 * They may be larger than a column takes scaled.
 */
export function encodeWhole(
  scaled: Float64Array,
  start: number,
  count: number,
  decimals: number,
  sink: ByteSink,
): void {
  const first = scaled[start] as number;
  const isSmall = count > 0 && first < scaledLimit - narrowLimit && first > narrowLimit - scaledLimit;
  const near = isSmall && residues.chooseNear(scaled, start, count);
  if (near === 'same') writeSame(first, decimals, sink);
  else if (near) writeResidues(scaled, start, (kind, extra) => begin(kind, extra, decimals, sink), 0, sink);
  else {
    const power = powers[decimals] as number;
    encodeColumn(
      scaled.subarray(start, start + count).map((value) => value / power),
      decimals,
      sink,
    );
  }
}

function writeSame(scaled: number, decimals: number, sink: ByteSink): void {
  sink.byte(kinds.same + flags.decimals * decimals);
  sink.zigzag(scaled);
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
  writeResidues(scaled, 0, open, otherDecimals + (exceptionCount > 0 ? more.exceptions : 0), sink);
  if (exceptionCount > 0) writeExceptions(values, sink);
}

function writeResidues(scaled: Float64Array, start: number, open: Open, extra: number, sink: ByteSink): void {
  const { kind, divisor, least } = residues;
  const first = scaled[start] as number;
  const base = kind === kinds.offset ? least : first;
  const quotient = Math.floor(base / divisor);
  const remainder = base - quotient * divisor;
  open(
    kind + (divisor > 1 ? flags.divisor : 0),
    extra + (remainder > 0 ? more.remainder : 0) + (residues.low === null ? 0 : more.wide),
  );
  if (divisor > 1) sink.varint(divisor);
  sink.zigzag(quotient);
  if (remainder > 0) sink.varint(remainder);
  if (kind === kinds.slope) sink.zigzag(((scaled[start + 1] as number) - first) / divisor);
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
