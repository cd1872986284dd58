// pure
const newline = 10;
const zero = 48;
const point = 46;
/** So many digits are a small integer, which costs no memory: below 2^31. */
const few = 9;
const mostPower = 1_000_000_000;

/**
 * Reads numbers where they lie in a buffer, so that a cycle makes no strings. A reader stands on one line at a time:
 * nothing but `nextLine` passes a line's end.
 */
export class Reader {
  buffer: Uint8Array = new Uint8Array();
  at = 0;
  end = 0;

  /** Stands at the beginning of the first `length` bytes. */
  load(buffer: Uint8Array, length: number): void {
    this.buffer = buffer;
    this.at = 0;
    this.end = length;
  }

  /** The next run of digits on the line, or NaN when it has none left. Other characters, a minus too, are passed over. */
  integer(): number {
    const { buffer, end } = this;
    let at = this.at;
    let digit = -1;
    while (at < end) {
      const byte = buffer[at] as number;
      if (byte === newline) break;
      digit = byte - zero;
      if (digit >= 0 && digit <= 9) break;
      digit = -1;
      at++;
    }
    if (digit < 0) {
      this.at = at;
      return Number.NaN;
    }
    let value = 0;
    let count = 0;
    do {
      value = value * 10 + digit;
      at++;
      digit = at < end ? (buffer[at] as number) - zero : -1;
    } while (digit >= 0 && digit <= 9 && ++count < few);
    this.at = at;
    return digit >= 0 && digit <= 9 ? this.#longer(value) : value;
  }

  /** The rest of a number that begins with these digits: in two parts, because each step beyond 2^31 is an object. */
  #longer(first: number): number {
    const { buffer, end } = this;
    let at = this.at;
    let value = 0;
    let power = 1;
    let digit = (buffer[at] as number) - zero;
    do {
      value = value * 10 + digit;
      power *= 10;
      at++;
      digit = at < end ? (buffer[at] as number) - zero : -1;
    } while (digit >= 0 && digit <= 9 && power < mostPower);
    this.at = at;
    const together = first * power + value;
    return digit >= 0 && digit <= 9 ? this.#longest(together) : together;
  }

  /** The same beyond 18 digits, where no number is exact. */
  #longest(first: number): number {
    let value = first;
    for (;;) {
      const digit = this.at < this.end ? (this.buffer[this.at] as number) - zero : -1;
      if (digit < 0 || digit > 9) return value;
      value = value * 10 + digit;
      this.at++;
    }
  }

  /** As `integer`, with what stands behind a decimal point. */
  decimal(): number {
    const whole = this.integer();
    if (this.buffer[this.at] !== point || this.at >= this.end) return whole;
    const from = this.at + 1;
    this.at = from;
    if (!this.#onDigit()) return whole;
    const fraction = this.integer();
    return whole + fraction / 10 ** (this.at - from);
  }

  /** Passes over so many runs of digits. */
  skip(count: number): void {
    const { buffer, end } = this;
    let at = this.at;
    for (let left = count; left > 0; left--) {
      while (at < end && !isDigit(buffer[at] as number)) {
        if (buffer[at] === newline) {
          this.at = at;
          return;
        }
        at++;
      }
      while (at < end && isDigit(buffer[at] as number)) at++;
    }
    this.at = at;
  }

  /** Stands after the next such byte of the line; false, and at the line's end, when there is none. */
  after(byte: number): boolean {
    const { buffer, end } = this;
    let at = this.at;
    while (at < end) {
      const here = buffer[at] as number;
      if (here === newline) break;
      at++;
      if (here === byte) {
        this.at = at;
        return true;
      }
    }
    this.at = at;
    return false;
  }

  /** Stands at the beginning of the next line; false when there is none. */
  nextLine(): boolean {
    const found = this.buffer.indexOf(newline, this.at);
    this.at = found < 0 || found >= this.end ? this.end : found + 1;
    return this.at < this.end;
  }

  /** Whether these bytes come next; it does not move. */
  sees(bytes: Uint8Array): boolean {
    const { buffer, at } = this;
    if (at + bytes.length > this.end) return false;
    for (let i = 0; i < bytes.length; i++) if (buffer[at + i] !== bytes[i]) return false;
    return true;
  }

  /** The bytes between two places as text. Bytes that are no UTF-8 become U+FFFD. */
  text(from: number, to: number): string {
    return decoder.decode(this.buffer.subarray(from, to));
  }

  #onDigit(): boolean {
    return this.at < this.end && isDigit(this.buffer[this.at] as number);
  }
}

function isDigit(byte: number): boolean {
  return byte >= zero && byte <= zero + 9;
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** A word as the bytes that `Reader.sees` compares. */
export const bytesOf = (text: string): Uint8Array => encoder.encode(text);
