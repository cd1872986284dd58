import type { Clock } from '@fettle/collector/clock';

/** A clock that the history moves. */
export class SimClock implements Clock {
  #time: number;

  constructor(time: number) {
    this.#time = time;
  }

  now(): number {
    return this.#time;
  }

  /** @throws RangeError when time would go back */
  set(time: number): void {
    if (time < this.#time) throw new RangeError(`the clock would go back by ${this.#time - time} ms`);
    this.#time = time;
  }
}
