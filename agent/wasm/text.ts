/** Finds the numbers of a text of /proc, and what all else in it comes to. */
import { numbers, numbersMost, places, text } from './memory';

const newline: i32 = 0x0a;
const tab: i32 = 0x09;
const space: i32 = 0x20;
const minus: i32 = 0x2d;
const point: i32 = 0x2e;
const slash: i32 = 0x2f;
const zero: i32 = 0x30;
const colon: i32 = 0x3a;
const equals: i32 = 0x3d;

/** As FNV-1a does it, in 64 bits. */
const prime: u64 = 0x100000001b3;
const basis: u64 = 0x1b873593;
/** Stands for a number in what the text comes to: no byte is like it. */
const aNumber: u64 = 0x100;
/** Below 10^19 nothing is lost. */
const exactDigits: i32 = 19;

/** How many numbers the last scan has found. */
export let count: i32 = 0;
/** What all words and line ends of the last scan come to, whatever its numbers are: 64 bits of a hash. */
export let form: u64 = 0;

function isDigit(byte: i32): bool {
  return <u32>(byte - zero) < 10;
}

function isBlank(byte: i32): bool {
  return byte === space || byte === tab;
}

/** What may stand behind a number; anything else makes a word of its digits, as in `4k` and `42:`. */
function endsNumber(byte: i32): bool {
  return isBlank(byte) || byte === newline || byte === slash;
}

function endsWord(byte: i32): bool {
  return isBlank(byte) || byte === newline || byte === colon || byte === equals;
}

/**
 * Goes through the first `length` bytes of the text. A number is a run of digits between blanks, maybe with a sign, which
 * is passed over, and with a point and more digits; a word is anything else between blanks, `:` and `=`.
 * @param keepPlaces whether it is to be kept where each number begins
 */
export function scan(length: i32, keepPlaces: bool): void {
  const end = text + length;
  let hash = basis;
  let found = 0;
  let at = text;
  while (at < end) {
    const byte = <i32>load<u8>(at);
    if (isBlank(byte)) {
      at++;
      continue;
    }
    const digits = byte === minus ? at + 1 : at;
    if (digits < end && isDigit(load<u8>(digits))) {
      const after = number(digits, end);
      if (after !== 0) {
        if (found < numbersMost) {
          store<f64>(numbers + 8 * found, value);
          if (keepPlaces) store<i32>(places + 4 * found, digits - text);
          found++;
        }
        hash = (hash ^ aNumber) * prime;
        at = after;
        continue;
      }
    }
    if (byte === slash) {
      hash = (hash ^ slash) * prime;
      at++;
      continue;
    }
    // The first byte may be a `:` by itself.
    do {
      hash = (hash ^ <u64>load<u8>(at)) * prime;
      at++;
    } while (at < end && !endsWord(load<u8>(at)) && !endsWord(load<u8>(at - 1)));
  }
  count = found;
  form = hash;
}

/** The number that was read last. */
let value: f64 = 0;

/** Reads the number that begins here. @returns what stands behind it, or 0 when it is no number */
function number(from: i32, end: i32): i32 {
  let at = from;
  let whole: u64 = 0;
  while (at < end && isDigit(load<u8>(at))) whole = whole * 10 + (load<u8>(at++) - zero);
  value = at - from > exactDigits ? long(from, at) : <f64>whole;
  if (at >= end || endsNumber(load<u8>(at))) return at;
  if (load<u8>(at) !== point) return 0;
  const behind = ++at;
  let fraction: u64 = 0;
  while (at < end && isDigit(load<u8>(at))) fraction = fraction * 10 + (load<u8>(at++) - zero);
  if (at === behind || (at < end && !endsNumber(load<u8>(at)))) return 0;
  let power: f64 = 1;
  for (let digit = behind; digit < at; digit++) power *= 10;
  value += <f64>fraction / power;
  return at;
}

/** More digits than fit into 64 bits. */
function long(from: i32, to: i32): f64 {
  let sum: f64 = 0;
  for (let at = from; at < to; at++) sum = sum * 10 + <f64>(load<u8>(at) - zero);
  return sum;
}
