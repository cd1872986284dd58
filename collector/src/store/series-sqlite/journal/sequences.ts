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

/** Number of bounds, then each as the difference to the one before; varints. */
export function encodeSequences({ intervals }: Sequences): Uint8Array {
  const out = new GrowingBytes(16);
  out.varint(intervals.length);
  let before = 0;
  for (const bound of intervals) {
    out.varint(bound - before);
    before = bound;
  }
  return out.content;
}

export function decodeSequences(content: Uint8Array | null): Sequences {
  if (content === null) return new Sequences();
  const cursor = new ByteCursor(content);
  const bounds: number[] = [];
  let before = 0;
  for (let left = cursor.varint(); left > 0; left--) {
    before += cursor.varint();
    bounds.push(before);
  }
  return new Sequences(bounds);
}
