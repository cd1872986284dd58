// pure

/**
 * Bytes that grow, written once and used again. Varints are LEB128 of whole numbers from 0 to 2^53; the zigzag of a number
 * n is 2n, or −2n − 1 where it is negative.
 */
export class ByteSink {
  bytes = new Uint8Array(4_096);
  /** Of the same bytes. */
  view = new DataView(this.bytes.buffer);
  at = 0;

  /** Makes room for so many more. */
  reserve(more: number): void {
    if (this.at + more <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(2 * this.bytes.length, this.at + more));
    grown.set(this.bytes.subarray(0, this.at));
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.at++] = value;
  }

  varint(value: number): void {
    this.reserve(8);
    let rest = value;
    while (rest >= 0x80000000) {
      this.bytes[this.at++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    while (rest >= 0x80) {
      this.bytes[this.at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.bytes[this.at++] = rest;
  }

  zigzag(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** The eight bytes of a double, little endian. */
  double(value: number): void {
    this.reserve(8);
    this.view.setFloat64(this.at, value, true);
    this.at += 8;
  }

  put(part: Uint8Array): void {
    this.reserve(part.length);
    this.bytes.set(part, this.at);
    this.at += part.length;
  }

  written(): Uint8Array {
    return this.bytes.subarray(0, this.at);
  }
}

/** Reads what a ByteSink wrote. */
export class ByteSource {
  readonly bytes: Uint8Array;
  at: number;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** @throws RangeError behind the end */
  byte(): number {
    const value = this.bytes[this.at++];
    if (value === undefined) throw cutOff();
    return value;
  }

  /** @throws RangeError behind the end, or for more than 2^53 */
  varint(): number {
    let byte = this.byte();
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    for (let scale = 0x80; byte >= 0x80; scale *= 0x80) {
      byte = this.byte();
      value += (byte & 0x7f) * scale;
    }
    if (value > Number.MAX_SAFE_INTEGER) throw new RangeError('A stored number is too large: the data is damaged.');
    return value;
  }

  /** How many things follow. @throws RangeError beyond `most`: damage must not ask for all memory */
  count(most: number): number {
    const value = this.varint();
    if (value > most) throw new RangeError(`Stored data tells of ${value} things, ${most} at most: it is damaged.`);
    return value;
  }

  zigzag(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  double(): number {
    const value = this.#view.getFloat64(this.at, true);
    this.at += 8;
    return value;
  }

  /** @throws RangeError behind the end */
  take(length: number): Uint8Array {
    if (this.at + length > this.bytes.length) throw cutOff();
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

const cutOff = () => new RangeError('Stored data ends too early: it is damaged.');
