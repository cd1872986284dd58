/** So many values are kept of a window at most, and one more before it. */
const kept = 24;

/**
 * What the value of one instance was, for its change over a time. Of the past a value is kept when it came at least a 24th of
 * the window after the one kept before.
 */
export class Ring {
  readonly overMs: number;
  readonly #times = new Float64Array(kept + 2);
  readonly #values = new Float64Array(kept + 2);
  #next = 0;
  #count = 0;

  constructor(overMs: number) {
    this.overMs = overMs;
  }

  /**
   * Takes a value and gives the one of the window's beginning: the newest kept that is at least a window old. NaN where there
   * is none, or where it is older than two windows: between them nobody looked.
   */
  take(time: number, value: number): number {
    const size = this.#times.length;
    let then = Number.NaN;
    for (let back = 1; back <= this.#count; back++) {
      const at = (this.#next - back + size) % size;
      const age = time - (this.#times[at] ?? 0);
      if (age < this.overMs) continue;
      if (age <= 2 * this.overMs) then = this.#values[at] ?? Number.NaN;
      break;
    }
    if (this.#count === 0 || time - this.#newest >= this.overMs / kept) this.#keep(time, value);
    return then;
  }

  /** Whether all that is kept is too old to be of use. */
  isOver(time: number): boolean {
    return time - this.#newest > 2 * this.overMs;
  }

  get #newest(): number {
    return this.#times[(this.#next - 1 + this.#times.length) % this.#times.length] ?? 0;
  }

  #keep(time: number, value: number): void {
    this.#times[this.#next] = time;
    this.#values[this.#next] = value;
    this.#next = (this.#next + 1) % this.#times.length;
    this.#count = Math.min(this.#count + 1, this.#times.length);
  }
}
