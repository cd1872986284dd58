// pure

const comma = 44;
const minus = 45;
const point = 46;
const zero = 48;
/** Numbers below this are written by digits of 31 bits. */
const small = 1e9;
/** What the quick way tries: as many digits after the point as agents promise at most. */
const decimals = 4;
const power = 10 ** decimals;

/**
 * JSON that grows, as bytes of UTF-8. Numbers are what `JSON.stringify` makes of them, digit by digit: to make a text of each
 * and join them takes thrice as long and leaves as much garbage as the answer is long.
 */
export class JsonBytes {
  #bytes: Buffer;
  #length = 0;
  readonly #size: number;

  /** @param size bytes for which there is room without growing */
  constructor(size: number) {
    this.#size = size;
    this.#bytes = Buffer.allocUnsafe(size);
  }

  get length(): number {
    return this.#length;
  }

  /** What was written since the last time; it is the caller's. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#bytes = Buffer.allocUnsafe(this.#size);
    this.#length = 0;
    return taken;
  }

  text(text: string): void {
    this.#reserve(3 * text.length);
    this.#length += this.#bytes.write(text, this.#length);
  }

  /**
   * `[time,value]` of places from `first` to `end` (exclusive), commas between them; what is no finite number is null.
   * @param times whole
   */
  points(times: Float64Array, values: Float64Array, first: number, end: number): void {
    // Two numbers of 25 characters at most.
    this.#reserve(54 * (end - first));
    const bytes = this.#bytes;
    let at = this.#length;
    for (let place = first; place < end; place++) {
      if (place > first) bytes[at++] = comma;
      bytes[at++] = 91;
      at = putNumber(bytes, at, times[place] as number);
      bytes[at++] = comma;
      at = putNumber(bytes, at, values[place] as number);
      bytes[at++] = 93;
    }
    this.#length = at;
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(2 * (this.#length + more));
    this.#bytes.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
  }
}

/** @returns where the next byte goes */
function putNumber(bytes: Buffer, at: number, value: number): number {
  const size = Math.abs(value);
  if (size < small) {
    // With so few digits there is one shortest decimal only, so it is the one that JavaScript writes.
    const scaled = Math.round(size * power);
    if (scaled / power === size) {
      let next = at;
      if (value < 0) bytes[next++] = minus;
      return putDecimal(bytes, next, scaled);
    }
  } else if (size < 1e15 && Math.floor(value) === value) {
    let next = at;
    if (value < 0) bytes[next++] = minus;
    return putLong(bytes, next, size);
  }
  return putText(bytes, at, Number.isFinite(value) ? String(value) : 'null');
}

/** A number of ten-thousandths. */
function putDecimal(bytes: Buffer, at: number, scaled: number): number {
  const whole = Math.floor(scaled / power);
  const fraction = scaled - whole * power;
  let next = putWhole(bytes, at, whole, digitsOf(whole));
  if (fraction === 0) return next;
  bytes[next++] = point;
  next = putWhole(bytes, next, fraction, decimals);
  while (bytes[next - 1] === zero) next--;
  return next;
}

/** From 10^9 to 10^15. */
function putLong(bytes: Buffer, at: number, value: number): number {
  const high = Math.floor(value / 1e6);
  return putWhole(bytes, putWhole(bytes, at, high, digitsOf(high)), value - high * 1e6, 6);
}

/** @param value below 10^9 */
function putWhole(bytes: Buffer, at: number, value: number, digits: number): number {
  let rest = value | 0;
  for (let place = at + digits - 1; place >= at; place--) {
    const tenth = (rest / 10) | 0;
    bytes[place] = zero + rest - 10 * tenth;
    rest = tenth;
  }
  return at + digits;
}

function digitsOf(value: number): number {
  let digits = 1;
  for (let limit = 10; value >= limit; limit *= 10) digits++;
  return digits;
}

function putText(bytes: Buffer, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
  return at + text.length;
}
