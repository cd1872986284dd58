// pure
import type { ByteSink } from './bytes.ts';
import { kinds, powers } from './column.ts';
import { writeDoublePlanes } from './double-planes.ts';
import { narrowLimit, Residues, writePlanes } from './residues.ts';
import { divisorOf, Scaling } from './scaling.ts';
import { wideResidues, writeWidePlanes } from './wide-residues.ts';

const scaling = new Scaling();
const residues = new Residues();

/** Writes one column as column.ts says; NaN is absence. `decimals`, 0 to 4, is what the values probably need. */
export function encodeColumn(values: Float64Array, decimals: number, head: ByteSink, body: ByteSink): void {
  const asPromised = scaling.scale(values, decimals);
  const { present } = scaling;
  const gaps = present < values.length && present > 0;
  const flags = (gaps ? 8 : 0) + 32 * decimals;
  if (gaps) writeBitmap(values, body);
  const used = asPromised ? decimals : powers.length - 1;
  const opening = (kind: number, exceptions = false) => {
    head.byte(kind + flags + (exceptions ? 16 : 0));
    if (gaps) head.varint(present);
  };
  if (present === 0) opening(kinds.absent);
  else if (asPromised && scaling.low === scaling.high && scaling.exceptionCount === 0) {
    opening(kinds.same);
    head.zigzag(scaling.low);
  } else if (!asPromised && isOneDouble(values)) {
    opening(kinds.sameDouble);
    head.double(values.find((value) => !Number.isNaN(value)) ?? 0);
  } else if (asPromised || (used !== decimals && scaling.scale(values, used))) {
    writeScaled(values, used, opening, head, body);
  } else {
    opening(kinds.doubles);
    writeDoublePlanes(values, present, body);
  }
}

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
  used: number,
  opening: (kind: number, exceptions: boolean) => void,
  head: ByteSink,
  body: ByteSink,
): void {
  const { scaled, present, low, exceptionCount } = scaling;
  const divisor = divisorOf(scaled, present, low);
  const { kind, width } = writeResidues(divisor, body);
  opening(kind, exceptionCount > 0);
  const base = kind === kinds.offset ? low : (scaled[0] as number);
  const quotient = Math.floor(base / divisor);
  const remainder = base - quotient * divisor;
  head.byte(width + 8 * used + (remainder > 0 ? 64 : 0));
  head.varint(divisor);
  head.zigzag(quotient);
  if (remainder > 0) head.varint(remainder);
  if (kind === kinds.slope) head.zigzag(((scaled[1] as number) - (scaled[0] as number)) / divisor);
  if (exceptionCount > 0) writeExceptions(values, head, body);
}

function writeResidues(divisor: number, body: ByteSink): { kind: number; width: number } {
  const { scaled, present, low, high } = scaling;
  if ((high - low) / divisor < narrowLimit) {
    residues.choose(scaled, present, low, divisor);
    const { kind, width, narrow, count } = residues;
    body.reserve(width * count);
    body.at = writePlanes(narrow, count, width, body.bytes, body.at);
    return { kind, width };
  }
  const wide = wideResidues(scaled, present, low, divisor);
  body.reserve(wide.width * present);
  body.at = writeWidePlanes(wide.residues, wide.width, body.bytes, body.at);
  return wide;
}

function writeExceptions(values: Float64Array, head: ByteSink, body: ByteSink): void {
  const { exceptions, exceptionCount } = scaling;
  const present = values.filter((value) => !Number.isNaN(value));
  head.varint(exceptionCount);
  let before = 0;
  for (let i = 0; i < exceptionCount; i++) {
    const place = exceptions[i] as number;
    head.varint(place - before);
    before = place;
    body.double(present[place] as number);
  }
}

function writeBitmap(values: Float64Array, body: ByteSink): void {
  const length = (values.length + 7) >> 3;
  body.reserve(length);
  for (let byte = 0; byte < length; byte++) {
    let bits = 0;
    for (let bit = 0; bit < 8; bit++) {
      const row = 8 * byte + bit;
      if (row < values.length && !Number.isNaN(values[row])) bits |= 1 << bit;
    }
    body.bytes[body.at++] = bits;
  }
}
