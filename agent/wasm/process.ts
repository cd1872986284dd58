/** Reads /proc/PID/stat. */
import { numbers, text } from './memory';

const open: i32 = 0x28;
const close: i32 = 0x29;
const zero: i32 = 0x30;

/** How many figures are told of one. */
const figures: i32 = 7;

/**
 * Takes the first `length` bytes of the text as /proc/PID/stat, proc_pid_stat(5): `12 (name) S 1 …`. The name may hold spaces,
 * newlines and parentheses, so the last parenthesis ends it. Told, among the numbers: where the name begins and ends, the
 * state's letter, ticks used, ticks at its start, size of its memory, resident pages.
 * @returns whether it is such a line
 */
export function stat(length: i32): bool {
  const end = text + length;
  let from = text;
  while (from < end && load<u8>(from) !== open) from++;
  let to = end - 1;
  while (to > from && load<u8>(to) !== close) to--;
  if (to <= from || to + 2 >= end) return false;
  cursor = to + 3;
  limit = end;
  // ppid pgrp session tty_nr tpgid flags minflt cminflt majflt cmajflt
  skip(10);
  const used = next() + next();
  // cutime cstime priority nice num_threads itrealvalue
  skip(6);
  const start = next();
  const size = next();
  const pages = next();
  if (missing) return false;
  tell(0, from + 1 - text);
  tell(1, to - text);
  tell(2, load<u8>(to + 2));
  tell(3, used);
  tell(4, start);
  tell(5, size);
  tell(figures - 1, pages);
  return true;
}

function tell(place: i32, value: f64): void {
  store<f64>(numbers + 8 * place, value);
}

let cursor: i32 = 0;
let limit: i32 = 0;
/** Whether `next` found no number. */
let missing: bool = false;

function isDigit(byte: i32): bool {
  return <u32>(byte - zero) < 10;
}

/** The next run of digits; signs and all else are passed over. */
function next(): f64 {
  let at = cursor;
  while (at < limit && !isDigit(load<u8>(at))) at++;
  missing = at >= limit;
  let sum: u64 = 0;
  while (at < limit && isDigit(load<u8>(at))) sum = sum * 10 + (load<u8>(at++) - zero);
  cursor = at;
  return <f64>sum;
}

function skip(count: i32): void {
  let at = cursor;
  for (let left = count; left > 0; left--) {
    while (at < limit && !isDigit(load<u8>(at))) at++;
    while (at < limit && isDigit(load<u8>(at))) at++;
  }
  cursor = at;
}
