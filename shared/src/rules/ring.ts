import { powerOf } from './level.ts';
import type { Slot } from './slot.ts';

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

/** The rings of a device, a rule of the kind `change` and an instance each. */
export class Rings {
  readonly #rings = new Map<string, Ring>();

  /** Takes a value and gives its change over the rule’s window; NaN where that is not known. */
  change({ key, rule }: Slot, time: number, value: number): number {
    const { when } = rule.body;
    if (Number.isNaN(value) || when.kind !== 'change') return Number.NaN;
    let ring = this.#rings.get(key);
    // An edit of the window begins anew.
    if (ring?.overMs !== when.overMs) this.#rings.set(key, (ring = new Ring(when.overMs)));
    const then = ring.take(time, value);
    const power = powerOf(rule.decimals);
    return (Math.round(value * power) - Math.round(then * power)) / power;
  }

  /** Lets go of those that are too old to be of use. */
  forget(time: number): void {
    for (const [key, ring] of this.#rings) if (ring.isOver(time)) this.#rings.delete(key);
  }
}
