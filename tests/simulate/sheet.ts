// pure
import type { Metric } from '@fettle/shared/metrics/metric';
import type { Dictionary } from '@fettle/shared/protocol/frame';

/** A metric with the values of its attributes, in their order. */
export type Column = readonly [metric: Metric, ...attributes: string[]];

const powers = [1, 10, 100, 1_000, 10_000];

/** Takes values in the order of the columns, as an agent would send them: rounded, never -0. */
export class Sheet {
  readonly values: Float64Array;
  readonly #powers: Float64Array;
  filled = 0;

  constructor(powersOfColumns: Float64Array) {
    this.values = new Float64Array(powersOfColumns.length);
    this.#powers = powersOfColumns;
  }

  put(value: number): void {
    const power = this.#powers[this.filled] ?? 1;
    this.values[this.filled++] = Math.round(value * power) / power + 0;
  }
}

export function powersOf(columns: readonly Column[]): Float64Array {
  return Float64Array.from(columns, ([{ decimals }]) => powers[decimals] ?? 1);
}

export function dictionaryOf(columns: readonly Column[]): Dictionary {
  return {
    series: columns.map(([{ name, attributes, decimals }, ...values]) => {
      if (values.length !== attributes.length) throw new RangeError(`${name} has ${attributes.length} attributes`);
      const pairs = attributes.map((key, i) => [key, values[i] ?? ''] as const);
      return { metric: name, attributes: Object.fromEntries(pairs.toSorted(([a], [b]) => (a < b ? -1 : 1))), decimals };
    }),
  };
}
