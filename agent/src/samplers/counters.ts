// pure
import type { Column } from './column.ts';
import { rate } from './rate.ts';
import type { Sink } from './sampler.ts';

/** The bits that make a double no number, or infinite, in the half that holds the exponent. */
const exponent = 0x7f_f0_00_00;
const endian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/**
 * Tells the growth of many counters a second. Most of them stand still: these are known by their bits and told as 0,
 * without a number being made of each.
 */
export class Counters {
  readonly #values: Float64Array;
  readonly #before: Float64Array;
  readonly #bits: Int32Array;
  readonly #bitsBefore: Int32Array;
  readonly #columns: readonly Column[];
  readonly #factors: readonly number[] | undefined;
  readonly #width: 32 | 64;

  /**
   * @param values where the counters stand, one a column, after each reading; more may follow; NaN: not there
   * @param factors by which a counter is multiplied, 1 where there are none
   */
  constructor(
    values: Float64Array,
    columns: readonly Column[],
    { factors, bits = 64 }: { factors?: readonly number[]; bits?: 32 | 64 } = {},
  ) {
    this.#values = values;
    this.#before = new Float64Array(values.length).fill(Number.NaN);
    this.#bits = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
    this.#bitsBefore = new Int32Array(this.#before.buffer);
    this.#columns = columns;
    this.#factors = factors;
    this.#width = bits;
  }

  /** @param seconds since the reading before; NaN: there was none */
  tell(sink: Sink, seconds: number): void {
    const hasTime = seconds > 0;
    for (let at = 0; at < this.#columns.length; at++) {
      const column = this.#columns[at] as Column;
      const high = this.#bits[2 * at + endian] as number;
      if (
        hasTime &&
        high === this.#bitsBefore[2 * at + endian] &&
        this.#bits[2 * at + 1 - endian] === this.#bitsBefore[2 * at + 1 - endian]
      ) {
        // A line that the file has not is absent, not still.
        if ((high & exponent) !== exponent) column.set(sink, 0);
        continue;
      }
      const growth = rate(this.#before[at] as number, this.#values[at] as number, seconds, this.#width);
      column.set(sink, this.#factors === undefined ? growth : growth * (this.#factors[at] ?? 1));
    }
    this.#before.set(this.#values);
  }
}
