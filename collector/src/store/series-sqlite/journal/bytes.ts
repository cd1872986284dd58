// pure

/** The integers, doubles and texts of the journal's records. A varint is LEB128 of at most 2^53 - 1. */

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Bytes that grow at their end. `bytes` is another array after each growth. */
export class GrowingBytes {
  bytes: Uint8Array;
  length = 0;
  /** Made when it is first asked for: most never are. */
  #view: DataView | null = null;

  readonly #least: number;

  /** @param least what it has at least once it holds anything */
  constructor(size = 0, least = 0) {
    this.bytes = new Uint8Array(size);
    this.#least = least;
  }

  get view(): DataView {
    this.#view ??= new DataView(this.bytes.buffer);
    return this.#view;
  }

  /** What is in it, without a copy: good until the next change. */
  get content(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  /** The same, and begins anew with other bytes. */
  detach(): Uint8Array {
    const { content } = this;
    this.bytes = new Uint8Array(0);
    this.#view = null;
    this.length = 0;
    return content;
  }

  /** Room for so many more, so that writers need not ask for each. */
  reserve(size: number): void {
    const needed = this.length + size;
    if (needed <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#least, 2 * this.bytes.length));
    grown.set(this.content);
    this.bytes = grown;
    this.#view = null;
  }

  add(content: Uint8Array): void {
    this.reserve(content.length);
    this.bytes.set(content, this.length);
    this.length += content.length;
  }

  /** `n` is a whole number from 0. */
  varint(n: number): void {
    this.reserve(8);
    this.length = writeVarint(this.bytes, this.length, n);
  }

  zigzag(n: number): void {
    this.reserve(9);
    this.length = writeZigzag(this.bytes, this.length, n);
  }

  /** Its length in UTF-8, then that. */
  text(text: string): void {
    const content = encoder.encode(text);
    this.varint(content.length);
    this.add(content);
  }
}

/** @returns where what follows begins */
export function writeVarint(bytes: Uint8Array, start: number, n: number): number {
  let at = start;
  let rest = n;
  if (n >= 0x80000000) {
    // Four groups of seven bits at once: the remainder of a division of doubles is slow.
    rest = Math.floor(n / 0x10000000);
    const low = n - rest * 0x10000000;
    bytes[at++] = (low & 0x7f) | 0x80;
    bytes[at++] = ((low >>> 7) & 0x7f) | 0x80;
    bytes[at++] = ((low >>> 14) & 0x7f) | 0x80;
    bytes[at++] = (low >>> 21) | 0x80;
  }
  while (rest >= 0x80) {
    bytes[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  bytes[at++] = rest;
  return at;
}

/** The varint of 2n, or of -2n - 1 below 0; its first byte is made apart, so that all whole doubles have one. */
export function writeZigzag(bytes: Uint8Array, start: number, n: number): number {
  const size = n < 0 ? -(n + 1) : n;
  const rest = Math.floor(size / 0x40);
  const low = ((size - rest * 0x40) * 2) | (n < 0 ? 1 : 0);
  if (rest === 0) {
    bytes[start] = low;
    return start + 1;
  }
  bytes[start] = low | 0x80;
  return writeVarint(bytes, start + 1, rest);
}

/** Reads what was written; past the end it reads zeros, and `at` tells. */
export class ByteCursor {
  at: number;
  readonly bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  varint(): number {
    let byte = this.bytes[this.at++] ?? 0;
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    for (let scale = 0x80; byte >= 0x80; scale *= 0x80) {
      byte = this.bytes[this.at++] ?? 0;
      value += (byte & 0x7f) * scale;
    }
    return value;
  }

  zigzag(): number {
    const byte = this.bytes[this.at++] ?? 0;
    const low = (byte & 0x7f) >>> 1;
    const size = byte < 0x80 ? low : low + this.varint() * 0x40;
    return (byte & 1) === 0 ? size : -size - 1;
  }

  float64(): number {
    const value = this.#view.getFloat64(this.at, true);
    this.at += 8;
    return value;
  }

  text(): string {
    const length = this.varint();
    const text = decoder.decode(this.bytes.subarray(this.at, this.at + length));
    this.at += length;
    return text;
  }
}
