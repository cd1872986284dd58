// pure
import { ByteCursor, GrowingBytes } from './bytes.ts';

/** More gaps than this are not told apart: a device that makes so many has a broken counter. */
const mostIntervals = 10_000;

/**
 * A set of sequence numbers as intervals. Beyond 10,000 of them the two lowest become one: the numbers between them then
 * count as known.
 */
export class Sequences {
  /** first, last, first, last … ascending; between two intervals at least one number is missing. */
  readonly #bounds: number[];

  constructor(bounds: readonly number[] = []) {
    this.#bounds = [...bounds];
  }

  /** 0: the set is empty. */
  get highest(): number {
    const bounds = this.#bounds;
    return bounds.length === 0 ? 0 : (bounds[bounds.length - 1] as number);
  }

  get intervals(): readonly number[] {
    return this.#bounds;
  }

  has(sequence: number): boolean {
    if (sequence > this.highest) return false;
    const at = this.#after(sequence);
    return at < this.#bounds.length && (this.#bounds[at] as number) <= sequence;
  }

  add(sequence: number): void {
    const bounds = this.#bounds;
    if (bounds.length > 0 && sequence === this.highest + 1) {
      bounds[bounds.length - 1] = sequence;
      return;
    }
    if (sequence > this.highest) bounds.push(sequence, sequence);
    else this.#insert(sequence);
    if (bounds.length > 2 * mostIntervals) bounds.splice(1, 2);
  }

  /** Adds the numbers of intervals: first, last, first, last … ascending, apart from each other. */
  addAll(intervals: readonly number[]): void {
    const bounds = this.#bounds;
    const [first = 0] = intervals;
    if (first > this.highest + 1) bounds.push(...intervals);
    else bounds.splice(0, bounds.length, ...unionOf(bounds, intervals));
    while (bounds.length > 2 * mostIntervals) bounds.splice(1, 2);
  }

  /** The intervals of what is in it and in none of the others. */
  without(...others: readonly (readonly number[])[]): number[] {
    let left: number[] = [...this.#bounds];
    for (const other of others) left = differenceOf(left, other);
    return left;
  }

  #insert(sequence: number): void {
    const bounds = this.#bounds;
    const at = this.#after(sequence);
    if ((bounds[at] as number) <= sequence) return;
    const joinsBefore = at > 0 && bounds[at - 1] === sequence - 1;
    const joinsAfter = bounds[at] === sequence + 1;
    if (joinsBefore && joinsAfter) bounds.splice(at - 1, 2);
    else if (joinsBefore) bounds[at - 1] = sequence;
    else if (joinsAfter) bounds[at] = sequence;
    else bounds.splice(at, 0, sequence, sequence);
  }

  /** Where the first interval begins whose end is not below the number. */
  #after(sequence: number): number {
    let low = 0;
    let high = this.#bounds.length / 2;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#bounds[2 * middle + 1] as number) < sequence) low = middle + 1;
      else high = middle;
    }
    return 2 * low;
  }
}

function unionOf(a: readonly number[], b: readonly number[]): number[] {
  const union: number[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const fromA = j >= b.length || (i < a.length && (a[i] as number) <= (b[j] as number));
    const first = (fromA ? a[i] : b[j]) as number;
    const last = (fromA ? a[i + 1] : b[j + 1]) as number;
    if (fromA) i += 2;
    else j += 2;
    const end = union.length - 1;
    if (end > 0 && first <= (union[end] as number) + 1) union[end] = Math.max(union[end] as number, last);
    else union.push(first, last);
  }
  return union;
}

function differenceOf(a: readonly number[], b: readonly number[]): number[] {
  const difference: number[] = [];
  let j = 0;
  for (let i = 0; i < a.length; i += 2) {
    let first = a[i] as number;
    const last = a[i + 1] as number;
    while (j < b.length && (b[j + 1] as number) < first) j += 2;
    for (let k = j; k < b.length && (b[k] as number) <= last; k += 2) {
      if ((b[k] as number) > first) difference.push(first, (b[k] as number) - 1);
      first = Math.max(first, (b[k + 1] as number) + 1);
    }
    if (first <= last) difference.push(first, last);
  }
  return difference;
}

/** Writes bounds: how many, then each as the difference to the one before; varints. */
export function writeIntervals(out: GrowingBytes, intervals: readonly number[]): void {
  out.varint(intervals.length);
  let before = 0;
  for (const bound of intervals) {
    out.varint(bound - before);
    before = bound;
  }
}

export function readIntervals(cursor: ByteCursor): number[] {
  const bounds: number[] = [];
  let before = 0;
  for (let left = cursor.varint(); left > 0; left--) {
    before += cursor.varint();
    bounds.push(before);
  }
  return bounds;
}

/** As `writeIntervals`. */
export function encodeSequences({ intervals }: Sequences): Uint8Array {
  const out = new GrowingBytes(16);
  writeIntervals(out, intervals);
  return out.content;
}

export function decodeSequences(content: Uint8Array | null): Sequences {
  return content === null ? new Sequences() : new Sequences(readIntervals(new ByteCursor(content)));
}
