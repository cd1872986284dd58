/**
 * The shortest decimal that reads back as a double, of those the nearest: what JavaScript writes (ECMA-262, Number::toString). Nothing
 * is estimated: within these bounds a double by a power of ten is exactly the sum of two doubles (T. J. Dekker, "A
 * floating-point technique for extending the available precision", 1971), and so are the ends of the interval that reads back as it.
 */
import { putEight } from './digits.ts';

/** Nothing was written: whoever asked must write it otherwise. */
export const notHere = -1;

const leastExponent = -17;
const exponents = 67;
const lastPower = 21;
const splitter = 2 ** 27 + 1;
const billion = 1_000_000_000;
const hundredMillion = 100_000_000;
const zero = 48;
const point = 46;

const powers = Float64Array.from({ length: lastPower + 1 }, (_, p) => 10 ** p);
/** As two doubles each, of which products are exact. */
const powersHigh = powers.map((value) => splitter * value - (splitter * value - value));
const powersLow = powers.map((value, i) => value - (powersHigh[i] as number));
/** By the binary exponent: half of the distance between two doubles, and the power of ten that makes 17 digits of the least of them. */
const halfGaps = Float64Array.from({ length: exponents }, (_, e) => 2 ** (leastExponent + e - 53));
const usualPowers = Int32Array.from(
  { length: exponents },
  (_, e) => 16 - Math.floor(Math.log10(2 ** (leastExponent + e))),
);

const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
const isLittle = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
const [lowPlace, highPlace] = isLittle ? [0, 1] : [1, 0];

/**
 * What is being written, between the steps: (front × 10^9 + back + rest) ÷ 10^power, front of eight digits or seven, rest of
 * [0, 1); whatever is no further from it than `reach`, in the same unit, reads back as the same double. Zeros: at the end of
 * back, once it is rounded. In memory of fixed kinds, for a variable that is assigned takes an object for each number.
 */
const whole = new Int32Array(4);
const [front, back, power, zeros] = [0, 1, 2, 3] as const;
const parts = new Float64Array(2);
const [rest, reach] = [0, 1] as const;

/**
 * @param value above 0, no integer
 * @returns where the next byte goes, at most 23 later; `notHere` below about 10^-5, from 10^15 on, and where it is too near to call
 */
export function putShortest(bytes: Uint8Array, at: number, value: number): number {
  return split(value) && round() ? place(bytes, at) : notHere;
}

function split(value: number): boolean {
  double[0] = value;
  const high = words[highPlace] as number;
  const low = words[lowPlace] as number;
  // Below a power of two doubles lie closer.
  if (value < 1e-5 || value >= 1e15 || ((high & 0xfffff) === 0 && low === 0)) return false;
  const exponent = ((high >>> 20) - 1_023 - leastExponent) | 0;
  let ten = usualPowers[exponent] as number;
  let product = value * (powers[ten] as number);
  if (product >= 1e17) product = value * (powers[--ten] as number);
  if (product < 1e16 || product >= 1e17) return false;
  // value × 10^ten = product + error, exactly.
  const shifted = splitter * value;
  const valueHigh = shifted - (shifted - value);
  const valueLow = value - valueHigh;
  const tenHigh = powersHigh[ten] as number;
  const tenLow = powersLow[ten] as number;
  const error = valueLow * tenLow - (product - valueHigh * tenHigh - valueLow * tenHigh - valueHigh * tenLow);
  const carried = Math.floor(error);
  const upper = (product / billion) | 0;
  const lower = (product - upper * billion + carried) | 0;
  const over = lower < 0 ? -1 : lower >= billion ? 1 : 0;
  whole[front] = upper + over;
  whole[back] = lower - over * billion;
  whole[power] = ten;
  parts[rest] = error - carried;
  const half = (halfGaps[exponent] as number) * (powers[ten] as number);
  // The ends themselves read back as it where its last bit is 0.
  parts[reach] = (low & 1) === 0 ? half : half - half * 2 ** -53;
  return true;
}

/** To as few digits as reach allows, and the nearest of them; false where two are equally near, and for less than ten digits. */
function round(): boolean {
  const exact = whole[back] as number;
  const part = parts[rest] as number;
  const most = parts[reach] as number;
  const last = (exact % 10) | 0;
  let down = last + part;
  if (down > most && 10 - down > most) return part !== 0.5 && keep(part < 0.5 ? exact : exact + 1, 0);
  if (down === 5) return false;
  let chosen = down < 5 ? exact - last : exact - last + 10;
  let found = 1;
  for (let unit = 100; unit <= hundredMillion; unit = (10 * unit) | 0) {
    const over = (exact % unit) | 0;
    const under = (unit - over) | 0;
    // No reach is longer than 12: what is further need not be exact.
    down = over + part;
    const up = under - part;
    if (down > most && up > most) break;
    if (down === up) return false;
    chosen = down < up ? exact - over : exact + under;
    found++;
  }
  return found < 8 && keep(chosen, found);
}

function keep(rounded: number, found: number): boolean {
  const carried = rounded >= billion ? 1 : 0;
  whole[back] = rounded - carried * billion;
  whole[zeros] = found;
  const upper = ((whole[front] as number) + carried) | 0;
  whole[front] = upper;
  return upper < hundredMillion;
}

function place(bytes: Uint8Array, at: number): number {
  const upper = whole[front] as number;
  const lower = whole[back] as number;
  const isFull = upper >= 10_000_000;
  const before = ((isFull ? 17 : 16) - (whole[power] as number)) | 0;
  let next = at;
  if (before <= 0) {
    bytes[next++] = zero;
    bytes[next++] = point;
    for (let n = before; n < 0; n++) bytes[next++] = zero;
  }
  const digits = next;
  next = putEight(bytes, next, upper);
  if (!isFull) next = closeUp(bytes, digits);
  const first = (lower / hundredMillion) | 0;
  bytes[next++] = zero + first;
  const end = putEight(bytes, next, (lower - hundredMillion * first) | 0) - (whole[zeros] as number);
  if (before <= 0) return end;
  for (let to = end; to > digits + before; to--) bytes[to] = bytes[to - 1] as number;
  bytes[digits + before] = point;
  return end + 1;
}

/** Takes away the first of eight digits, a zero. */
function closeUp(bytes: Uint8Array, digits: number): number {
  for (let to = digits; to < digits + 7; to++) bytes[to] = bytes[to + 1] as number;
  return digits + 7;
}
