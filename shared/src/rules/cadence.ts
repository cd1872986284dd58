// pure
/** Shorter than this, ms, no silence makes sustain times begin anew. */
export const shortestGapMs = 60_000;

/**
 * After how long without a frame sustain times begin anew, ms: three of the distances at which frames come, or of those
 * at which they are to come.
 * @param usual the distance at which they came; 0: not known yet
 * @param interval at which the device is to measure, as far as that is known
 */
export function gapAfter(usual: number, interval: number): number {
  return Math.max(3 * Math.max(usual, interval), shortestGapMs);
}

/**
 * At what distance the frames of a device come, by the last three of them: the middle one, which neither a silence nor a
 * frame that came out of turn moves. What it says follows a new interval after its second frame.
 */
export class Cadence {
  #time = 0;
  #first = 0;
  #second = 0;
  #third = 0;

  /** The usual distance, ms; 0: not known yet. */
  get usual(): number {
    const [a, b, c] = [this.#first, this.#second, this.#third];
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }

  /** Takes the time of a frame; they ascend. */
  take(time: number): void {
    if (this.#time > 0) {
      this.#first = this.#second;
      this.#second = this.#third;
      this.#third = time - this.#time;
    }
    this.#time = time;
  }
}
