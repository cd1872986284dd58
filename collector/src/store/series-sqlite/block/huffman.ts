// pure
import type { ByteSink } from './bytes.ts';
import { chooseLengths, longest, makeCodes, symbols } from './codes.ts';
import { bitsAt } from './rice.ts';

/**
 * Whole numbers from 0 to 2^32 as bits, the lowest of each byte first, with a code of their own: for so many that a table pays.
 *
 * The magnitude of a number: itself below 8, else 4 × e − 4 + the two bits after its highest, where e is the place of its
 * highest bit; the other e − 2 bits follow its code. So magnitudes are four an octave. Symbols: magnitude + 1; zeros in a row are their number in
 * the digits 1 (symbol 0) and 2 (symbol 1) to the base of two, the lowest first.
 *
 *     first symbol that has a code · symbols from there to the last (bytes) ·
 *     for each the zigzag of the difference of its code's length from the one before (the first: from 6) as so many ones and a zero ·
 *     codes, each followed by its bits; from the shortest on codes of one length ascend, highest bit first; length 0: none
 */
const extraOf = Uint8Array.from({ length: symbols }, (_, symbol) => Math.max(0, ((symbol - 1) >> 2) - 1));
const baseOf = Uint32Array.from({ length: symbols }, (_, symbol) => {
  const magnitude = symbol - 1;
  return magnitude < 8 ? Math.max(0, magnitude) : (4 + (magnitude & 3)) * 2 ** ((magnitude >> 2) - 1);
});

const counts = new Int32Array(symbols);
const lengths = new Uint8Array(symbols);
/** Codes with their lowest bit first. */
const codes = new Uint16Array(symbols);
/** Of a symbol its code + 2^16 × the code's length + 2^24 × how many bits follow it. */
const packed = new Int32Array(symbols);
let found = new Uint8Array(1_024);
let extras = new Int32Array(1_024);

/** @param numbers as unsigned of 32 bits */
export function writeHuffman(numbers: Int32Array, count: number, sink: ByteSink): void {
  const length = toSymbols(numbers, count);
  chooseLengths(counts, lengths);
  makeCodes(lengths, codes);
  sink.reserve(8 * length + 16 + 4 * symbols);
  writeLengths(sink);
  const { bytes, view } = sink;
  let { at } = sink;
  let rest = 0;
  let held = 0;
  for (let symbol = 0; symbol < symbols; symbol++) {
    packed[symbol] =
      (codes[symbol] as number) | ((lengths[symbol] as number) << 16) | ((extraOf[symbol] as number) << 24);
  }
  for (let i = 0; i < length; i++) {
    const symbol = packed[found[i] as number] as number;
    const short = (symbol >> 16) & 0xff;
    const more = short + (symbol >> 24);
    const extra = extras[i] as number;
    if (more <= 24) {
      rest |= ((symbol & 0xffff) | (extra << short)) << held;
      held += more;
    } else {
      // The code and a byte of what follows it; then the rest of that.
      rest |= ((symbol & 0xffff) | ((extra & 0xff) << short)) << held;
      held += short + 8;
      view.setInt32(at, rest, true);
      at += held >> 3;
      rest >>>= held & 24;
      held &= 7;
      rest |= (extra >>> 8) << held;
      held += more - short - 8;
    }
    // Whole bytes leave, with whatever there is, for how many they are cannot be foreseen.
    view.setInt32(at, rest, true);
    at += held >> 3;
    rest >>>= held & 24;
    held &= 7;
  }
  if (held > 0) bytes[at++] = rest;
  sink.at = at;
}

/** Fills `found`, `extras` and `counts`. @returns how many there are */
function toSymbols(numbers: Int32Array, count: number): number {
  if (count >= found.length) {
    found = new Uint8Array(2 * count);
    extras = new Int32Array(2 * count);
  }
  counts.fill(0);
  let at = 0;
  let zeros = 0;
  for (let i = 0; i < count; i++) {
    const number = numbers[i] as number;
    if (number === 0) {
      zeros++;
      continue;
    }
    if (zeros > 0) at = putZeros(zeros, at);
    zeros = 0;
    // Without a branch: none could be foreseen.
    const above = 29 - Math.clz32(number);
    const extra = above & ~(above >> 31);
    const symbol = 4 * extra + (number >>> extra) + 1;
    extras[at] = number & ((1 << extra) - 1);
    counts[symbol] = (counts[symbol] as number) + 1;
    found[at++] = symbol;
  }
  return putZeros(zeros, at);
}

/** @returns where what follows goes */
function putZeros(zeros: number, start: number): number {
  let at = start;
  for (let left = zeros; left > 0; left = (left - 1) >> 1) {
    const symbol = 1 - (left & 1);
    counts[symbol] = (counts[symbol] as number) + 1;
    extras[at] = 0;
    found[at++] = symbol;
  }
  return at;
}

function writeLengths(sink: ByteSink): void {
  let first = 0;
  while (first < symbols - 1 && lengths[first] === 0) first++;
  let last = symbols - 1;
  while (last > first && lengths[last] === 0) last--;
  const { bytes } = sink;
  bytes[sink.at++] = first;
  bytes[sink.at++] = last - first + 1;
  let before = 6;
  let rest = 0;
  let held = 0;
  for (let symbol = first; symbol <= last; symbol++) {
    const difference = (lengths[symbol] as number) - before;
    before += difference;
    const ones = difference < 0 ? -2 * difference - 1 : 2 * difference;
    rest |= ((1 << ones) - 1) << held;
    held += ones + 1;
    while (held >= 8) {
      bytes[sink.at++] = rest;
      rest >>>= 8;
      held -= 8;
    }
  }
  if (held > 0) bytes[sink.at++] = rest;
}

/** Fills `lengths`. @returns where what follows begins */
function readLengths(bytes: Uint8Array, start: number): number {
  const first = bytes[start] as number;
  const end = first + (bytes[start + 1] as number);
  if (!(end <= symbols)) throw damaged();
  lengths.fill(0);
  let bit = 8 * (start + 2);
  let length = 6;
  for (let symbol = first; symbol < end; symbol++) {
    const ones = Math.clz32(~bitsAt(bytes, bit) & -~bitsAt(bytes, bit));
    const zigzag = 31 - ones;
    length += zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
    if (!(length >= 0 && length <= longest)) throw damaged();
    lengths[symbol] = length;
    bit += zigzag + 1;
  }
  return (bit + 7) >>> 3;
}

/** For each way in which `longest` bits can begin: 16 × the symbol + the length of its code; 0: none. */
const table = new Uint16Array(1 << longest);

function fillTable(): number {
  const most = makeCodes(lengths, codes);
  const size = 1 << most;
  table.fill(0, 0, size);
  for (let symbol = 0; symbol < symbols; symbol++) {
    const length = lengths[symbol] as number;
    if (length === 0) continue;
    for (let code = codes[symbol] as number; code < size; code += 1 << length) table[code] = 16 * symbol + length;
  }
  return size - 1;
}

/** Reads what `writeHuffman` wrote at `start`. @returns where what follows begins. @throws RangeError if it is damaged */
export function readHuffman(bytes: Uint8Array, start: number, count: number, into: Int32Array): number {
  let bit = 8 * readLengths(bytes, start);
  const mask = fillTable();
  let i = 0;
  let zeros = 0;
  let digit = 1;
  while (i + zeros < count) {
    const byte = bit >>> 3;
    const word =
      ((bytes[byte] as number) |
        ((bytes[byte + 1] as number) << 8) |
        ((bytes[byte + 2] as number) << 16) |
        ((bytes[byte + 3] as number) << 24)) >>>
      (bit & 7);
    const entry = table[word & mask] as number;
    const symbol = entry >> 4;
    const length = entry & 15;
    if (length === 0) throw damaged();
    bit += length;
    if (symbol < 2) {
      zeros += digit << symbol;
      digit *= 2;
      continue;
    }
    if (digit > 1) {
      for (; zeros > 0; zeros--) into[i++] = 0;
      digit = 1;
    }
    const extra = extraOf[symbol] as number;
    let n = baseOf[symbol] as number;
    if (extra > 0) {
      if (length + extra <= 25) n += (word >>> length) & ((1 << extra) - 1);
      else n += extra <= 25 ? bitsAt(bytes, bit) & ((1 << extra) - 1) : longBits(bytes, bit, extra);
      bit += extra;
    }
    into[i++] = n;
  }
  if (i + zeros > count) throw damaged();
  into.fill(0, i, count);
  return (bit + 7) >>> 3;
}

const longBits = (bytes: Uint8Array, bit: number, count: number) =>
  (bitsAt(bytes, bit) & 0xffff) + (bitsAt(bytes, bit + 16) & ((1 << (count - 16)) - 1)) * 0x10000;

const damaged = () => new RangeError('Stored codes are damaged.');
