/**
 * Snappy's block format (google/snappy, format_description.txt): the length as a varint, then literals and copies of what
 * came before. Matches of four bytes and more are found by a table of hashes, as the reference compressor does.
 */
const tableBits = 14;
const table = new Int32Array(1 << tableBits);
/** A copy names an offset of two bytes; blocks of this size never need more. */
const blockBytes = 65_536;

export function compress(input: Buffer): Buffer {
  const output = Buffer.allocUnsafe(32 + input.length + Math.ceil(input.length / 6));
  let at = 0;
  for (let rest = input.length; ; rest = Math.floor(rest / 128)) {
    output[at++] = rest < 128 ? rest : (rest % 128) | 0x80;
    if (rest < 128) break;
  }
  for (let from = 0; from < input.length; from += blockBytes) {
    at = block(input.subarray(from, from + blockBytes), output, at);
  }
  return output.subarray(0, at);
}

/** @returns where the output ends */
function block(input: Buffer, output: Buffer, begin: number): number {
  table.fill(-1);
  let at = begin;
  let literal = 0;
  for (let here = 0; here + 4 <= input.length;) {
    const word = input.readUInt32LE(here);
    const hash = Math.imul(word, 0x1e35a7bd) >>> (32 - tableBits);
    const candidate = table[hash] as number;
    table[hash] = here;
    if (candidate < 0 || input.readUInt32LE(candidate) !== word) {
      here++;
      continue;
    }
    at = writeLiteral(input, literal, here, output, at);
    let length = 4;
    while (here + length < input.length && input[candidate + length] === input[here + length]) length++;
    at = writeCopy(here - candidate, length, output, at);
    here += length;
    literal = here;
  }
  return writeLiteral(input, literal, input.length, output, at);
}

function writeLiteral(input: Buffer, from: number, to: number, output: Buffer, begin: number): number {
  let at = begin;
  const length = to - from;
  if (length === 0) return at;
  if (length <= 60) {
    output[at++] = (length - 1) << 2;
  } else if (length <= 256) {
    output[at++] = 60 << 2;
    output[at++] = length - 1;
  } else {
    output[at++] = 61 << 2;
    at = output.writeUInt16LE(length - 1, at);
  }
  input.copy(output, at, from, to);
  return at + length;
}

/** Of one to 64 bytes each, by an offset of two bytes. */
function writeCopy(offset: number, length: number, output: Buffer, begin: number): number {
  let at = begin;
  for (let left = length; left > 0;) {
    const part = Math.min(64, left);
    output[at++] = ((part - 1) << 2) | 2;
    at = output.writeUInt16LE(offset, at);
    left -= part;
  }
  return at;
}
