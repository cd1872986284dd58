import type { Metric } from '@fettle/shared/metrics/metric';
import type { Sink } from './sampler.ts';

/** A series of a fast sampler: asks its one sink for the column at the first value and keeps it. */
export class Column {
  readonly #metric: Metric;
  readonly #attributes: readonly string[];
  #place: number | undefined;

  constructor(metric: Metric, ...attributes: readonly string[]) {
    this.#metric = metric;
    this.#attributes = attributes;
  }

  set(sink: Sink, value: number): void {
    this.#place ??= sink.column(this.#metric, ...this.#attributes);
    sink.set(this.#place, value);
  }
}
