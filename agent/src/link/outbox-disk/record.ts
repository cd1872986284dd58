/**
 * Records of a segment file, after its 8 bytes `fettleo1`: length and CRC-32 (as zlib's) of what follows, both 32 bits
 * little-endian, then a byte that says what it is, then that.
 */
import { crc32 } from 'node:zlib';

export const magic = Buffer.from('fettleo1');

export const kinds = {
  /** JSON `Opening`; the first of each segment. */
  opening: 0,
  /** JSON, a dictionary message of the protocol. */
  dictionary: 1,
  /** The frame's base as a double, NaN where there is none, then the frame as the protocol encodes it. */
  frame: 2,
  /** A double: the collector has everything up to this sequence. */
  acknowledged: 3,
} as const;

export interface Opening {
  /** The start of the machine in which its bases count. */
  readonly boot: string;
  readonly acknowledged: number;
}

export interface Found {
  /** `damaged`: its bytes are not those that were written. `end`: nothing that could be a record follows. */
  readonly is: 'whole' | 'damaged' | 'end';
  readonly kind: number;
  /** Without the byte of the kind; a view. */
  readonly content: Buffer;
  /** Where the next one begins. */
  readonly next: number;
}

const head = 8;
/** A dictionary may come in several messages, yet none is longer than this. */
const longest = 1024 * 1024;
const nothing = Buffer.alloc(0);

export function readRecord(bytes: Buffer, at: number, end: number): Found {
  const over: Found = { is: 'end', kind: -1, content: nothing, next: at };
  if (at + head > end) return over;
  const length = bytes.readUInt32LE(at);
  const from = at + head;
  // A file that grew without its content being written is full of zeros, whose CRC-32 is 0 as well.
  if (length < 1 || length > longest || from + length > end) return over;
  const payload = bytes.subarray(from, from + length);
  const is = crc32(payload) === bytes.readUInt32LE(at + 4) ? 'whole' : 'damaged';
  return { is, kind: payload[0] ?? -1, content: payload.subarray(1), next: from + length };
}

/** Collects records that go to the file in one write; its memory is used again. */
export class RecordWriter {
  #bytes = Buffer.allocUnsafeSlow(4_096);
  #length = 0;

  /** What was collected; a view. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }

  magic(): void {
    const at = this.#grow(magic.length);
    magic.copy(this.#bytes, at);
  }

  text(kind: number, content: object): void {
    const text = JSON.stringify(content);
    const size = Buffer.byteLength(text);
    const at = this.#begin(kind, size);
    this.#bytes.write(text, at, 'utf8');
    this.#close(at, size);
  }

  number(kind: number, number: number): void {
    const at = this.#begin(kind, 8);
    this.#bytes.writeDoubleLE(number, at);
    this.#close(at, 8);
  }

  frame(base: number | null, frame: Uint8Array): void {
    const size = 8 + frame.length;
    const at = this.#begin(kinds.frame, size);
    this.#bytes.writeDoubleLE(base ?? Number.NaN, at);
    this.#bytes.set(frame, at + 8);
    this.#close(at, size);
  }

  /** @returns where the content goes */
  #begin(kind: number, size: number): number {
    const at = this.#grow(head + 1 + size);
    this.#bytes.writeUInt32LE(1 + size, at);
    this.#bytes[at + head] = kind;
    return at + head + 1;
  }

  #close(at: number, size: number): void {
    this.#bytes.writeUInt32LE(crc32(this.#bytes.subarray(at - 1, at + size)), at - 5);
  }

  #grow(size: number): number {
    const at = this.#length;
    this.#length += size;
    if (this.#length > this.#bytes.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.#length));
      this.#bytes.copy(grown, 0, 0, at);
      this.#bytes = grown;
    }
    return at;
  }
}
