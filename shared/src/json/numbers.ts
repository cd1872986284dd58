/**
 * Numbers as JSON, bytes of ASCII: what `JSON.stringify` makes of them, digit by digit. To make a text of each and
 * join them takes several times as long and leaves as much garbage as the answer is long.
 */
import { putFour, putLong, putWhole } from './digits.ts';
import { notHere, putShortest } from './shortest.ts';

const minus = 45;
const point = 46;
const zero = 48;
/** Numbers below this are written by digits of 31 bits. */
const small = 1e9;
/** What the quick way tries: as many digits after the point as agents promise at most. */
const power = 1e4;
/** Bytes that the longest number takes, some that are written over, and a comma. */
export const mostBytes = 28;

/** What is no finite number is null. @returns where the next byte goes */
export function putNumber(bytes: Uint8Array, at: number, value: number): number {
  const size = Math.abs(value);
  if (!(size < 1e15)) return putText(bytes, at, Number.isFinite(value) ? String(value) : 'null');
  let next = at;
  if (value < 0) bytes[next++] = minus;
  if (size < small) {
    // With so few digits there is one shortest decimal only, so it is the one that JavaScript writes.
    const scaled = Math.round(size * power);
    if (scaled / power === size) return putDecimal(bytes, next, scaled);
  } else if (Math.floor(size) === size) return putLong(bytes, next, size);
  const end = putShortest(bytes, next, size);
  return end === notHere ? putText(bytes, next, String(size)) : end;
}

/** The same for what is whole and rarely short, as times are. @returns where the next byte goes */
export function putTime(bytes: Uint8Array, at: number, time: number): number {
  return time >= 1e8 && time < 1e15 ? putLong(bytes, at, time) : putNumber(bytes, at, time);
}

/** A number of ten-thousandths. */
function putDecimal(bytes: Uint8Array, at: number, scaled: number): number {
  const whole = (scaled / power) | 0;
  const fraction = (scaled - whole * power) | 0;
  let next = putWhole(bytes, at, whole);
  if (fraction === 0) return next;
  bytes[next] = point;
  next = putFour(bytes, next + 1, fraction);
  while (bytes[next - 1] === zero) next--;
  return next;
}

function putText(bytes: Uint8Array, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
  return at + text.length;
}
