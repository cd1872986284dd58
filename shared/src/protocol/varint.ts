/**
 * The integers, floats and texts of a frame. A varint is LEB128 (7 bits a byte, least significant first, high bit: more
 * follows), at most 8 bytes and 2^53 - 1; arithmetic instead of bit operations, for these end at 2^31.
 */
import { FettleError } from '../errors.ts';

/** 0, -1, 1, -2 … → 0, 1, 2, 3 …; for |n| ≤ 2^52. */
export function zigzag(n: number): number {
  return n >= 0 ? 2 * n : -2 * n - 1;
}

export function unzigzag(z: number): number {
  if (z < 0x80000000) return (z >>> 1) ^ -(z & 1);
  return z % 2 === 0 ? z / 2 : -(z + 1) / 2;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes in the order they are written; grows by itself and is used again for the next frame. */
export class ByteWriter {
  #bytes = new Uint8Array(1_024);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  clear(): void {
    this.#length = 0;
  }

  /** A copy of what was written. */
  copy(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  varint(n: number): void {
    this.#room(8);
    let rest = n;
    while (rest >= 0x80) {
      // Below 2^31 the low bits can be had without a division.
      this.#bytes[this.#length++] = (rest < 0x80000000 ? rest & 0x7f : rest % 0x80) | 0x80;
      rest = rest < 0x80000000 ? rest >>> 7 : Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length++] = rest;
  }

  float64(value: number): void {
    this.#room(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  /** Its UTF-8 length in bytes, then the bytes. */
  text(text: string): void {
    const bytes = encoder.encode(text);
    this.varint(bytes.length);
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /**
   * A bitmap that is mostly 0: one bit for each of its bytes that is not 0 (itself a bitmap), then these bytes.
   */
  sparseBitmap(map: Uint8Array): void {
    const outer = this.bitmap(map.length);
    this.#room(map.length);
    for (let i = 0; i < map.length; i++) {
      const byte = map[i] as number;
      if (byte === 0) continue;
      this.setBit(outer, i);
      this.#bytes[this.#length++] = byte;
    }
  }

  /** Room for `bits` bits, all 0. @returns where it begins, for `setBit` */
  bitmap(bits: number): number {
    const size = Math.ceil(bits / 8);
    this.#room(size);
    const at = this.#length;
    this.#length += size;
    this.#bytes.fill(0, at, this.#length);
    return at;
  }

  /** Bit 0 is the lowest bit of the first byte. */
  setBit(bitmap: number, bit: number): void {
    const at = bitmap + (bit >>> 3);
    this.#bytes[at] = (this.#bytes[at] ?? 0) | (1 << (bit & 7));
  }

  #room(size: number): void {
    if (this.#length + size <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + size));
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}

/** Reads what ByteWriter wrote. @throws FettleError `frame_malformed` rather than read past the end */
export class ByteReader {
  readonly #bytes: Uint8Array;
  /** Made when it is needed: most frames hold no float. */
  #view: DataView | undefined;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  byte(): number {
    this.#need(1);
    return this.#bytes[this.#at++] ?? 0;
  }

  varint(): number {
    const first = this.#bytes[this.#at];
    if (first === undefined) throw malformed('it ends too early');
    this.#at++;
    return first < 0x80 ? first : this.#longVarint(first & 0x7f);
  }

  #longVarint(low: number): number {
    let value = low;
    let scale = 0x80;
    for (let n = 1; n < 8; n++) {
      const byte = this.byte();
      if (byte >= 0x80) {
        value += (byte & 0x7f) * scale;
        scale *= 0x80;
        continue;
      }
      value += byte * scale;
      if (byte === 0 || value > Number.MAX_SAFE_INTEGER) break;
      return value;
    }
    throw malformed('a varint is too long');
  }

  /** A varint that counts things of at least `each` bytes, so that what follows can hold them. */
  count(each: number): number {
    const count = this.varint();
    if (count * each > this.left) throw malformed(`it claims ${count} entries and is shorter than that`);
    return count;
  }

  float64(): number {
    this.#need(8);
    const { buffer, byteOffset, byteLength } = this.#bytes;
    this.#view ??= new DataView(buffer, byteOffset, byteLength);
    const value = this.#view.getFloat64(this.#at, true);
    this.#at += 8;
    return value;
  }

  /** At most `max` characters. @throws FettleError `name_too_long` */
  text(max: number): string {
    const size = this.count(1);
    const long = () => new FettleError('name_too_long', `A name in a frame is longer than ${max} characters.`);
    // A UTF-16 unit takes at most three bytes of UTF-8.
    if (size > 3 * max) throw long();
    const text = this.#utf8(this.#bytes.subarray(this.#at, this.#at + size));
    if (text.length > max) throw long();
    this.#at += size;
    return text;
  }

  #utf8(bytes: Uint8Array): string {
    try {
      return decoder.decode(bytes);
    } catch (error) {
      const refusal = malformed('a name is not UTF-8');
      refusal.cause = error;
      throw refusal;
    }
  }

  /** The next bitmap for `bits` bits; what is beyond them must be 0. */
  bitmap(bits: number): Uint8Array {
    const size = Math.ceil(bits / 8);
    this.#need(size);
    const map = this.#bytes.subarray(this.#at, this.#at + size);
    this.#at += size;
    checkBeyond(map, size, bits);
    return map;
  }

  /** What `sparseBitmap` wrote, at its full size, into `map`. */
  sparseBitmap(map: Uint8Array, bits: number): void {
    const size = map.length;
    const outer = this.#at;
    this.#need(Math.ceil(size / 8));
    this.#at += Math.ceil(size / 8);
    checkBeyond(this.#bytes, this.#at, size);
    for (let i = 0; i < size; i++) {
      map[i] = 0;
      if (((this.#bytes[outer + (i >>> 3)] ?? 0) & (1 << (i & 7))) === 0) continue;
      map[i] = this.byte();
      if (map[i] === 0) throw malformed('a bitmap has an empty byte where it says there is none');
    }
    checkBeyond(map, size, bits);
  }

  #need(size: number): void {
    if (this.left < size) throw malformed('it ends too early');
  }
}

/** @param end of the bitmap in `bytes` */
function checkBeyond(bytes: Uint8Array, end: number, bits: number): void {
  const used = bits % 8;
  if (used !== 0 && (bytes[end - 1] ?? 0) >> used !== 0) throw malformed('a bitmap names columns that are not there');
}

export function malformed(why: string): FettleError {
  return new FettleError('frame_malformed', `A frame could not be decoded: ${why}.`);
}
