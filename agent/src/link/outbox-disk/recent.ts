import { type Entry, type OutboxBounds, sizeOf } from '../outbox.ts';

/** So many of the newest frames are sent from memory, so that nothing is read while the link keeps pace. */
const kept = 32;

/** The newest frames in memory, without a gap: first those that are on disk, then those that are not. */
export class Recent {
  #entries: Entry[] = [];
  /** Frames up to this one are on disk. */
  #stored = 0;
  #bytes = 0;
  readonly #bounds: OutboxBounds;

  /** @param bounds of what is not on disk */
  constructor(bounds: OutboxBounds) {
    this.#bounds = bounds;
  }

  /** @returns how many frames that were not on disk had to go */
  add(entry: Entry, stored: boolean): number {
    this.#entries.push(entry);
    this.#bytes += sizeOf(entry.frame);
    if (stored) this.#stored = entry.frame.sequence;
    let dropped = 0;
    while (this.#tooMany()) {
      if ((this.#entries[0]?.frame.sequence ?? 0) > this.#stored) dropped++;
      this.#forget(1);
    }
    return dropped;
  }

  /** These are on disk now. */
  store(sequence: number): void {
    this.#stored = sequence;
  }

  acknowledge(sequence: number): void {
    const next = this.#entries.findIndex(({ frame }) => frame.sequence > sequence);
    this.#forget(next < 0 ? this.#entries.length : next);
  }

  /** Sequence of the first; infinite when there is none. */
  get first(): number {
    return this.#entries[0]?.frame.sequence ?? Number.POSITIVE_INFINITY;
  }

  get unstored(): readonly Entry[] {
    const from = this.#entries.findIndex(({ frame }) => frame.sequence > this.#stored);
    return from < 0 ? [] : this.#entries.slice(from);
  }

  /** About what those that are not on disk take. */
  get unstoredBytes(): number {
    return this.unstored.reduce((sum, { frame }) => sum + sizeOf(frame), 0);
  }

  after(sequence: number, limit: number): readonly Entry[] {
    const from = this.#entries.findIndex(({ frame }) => frame.sequence > sequence);
    return from < 0 ? [] : this.#entries.slice(from, from + limit);
  }

  #tooMany(): boolean {
    const count = this.#entries.length;
    if (count > kept && (this.#entries[0]?.frame.sequence ?? 0) <= this.#stored) return true;
    return count > 1 && (count > this.#bounds.frames || this.#bytes > this.#bounds.bytes);
  }

  #forget(count: number): void {
    for (let i = 0; i < count; i++) {
      const first = this.#entries.shift();
      if (first !== undefined) this.#bytes -= sizeOf(first.frame);
    }
  }
}
