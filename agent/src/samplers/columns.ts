import type { Metric, TableMetric } from '@fettle/shared/metrics/metric';
import type { Dictionary, Table, TableRow } from '@fettle/shared/protocol/frame';
import { limits } from '@fettle/shared/protocol/limits';
import type { SeriesDescription } from '@fettle/shared/protocol/messages';
import type { Sink } from './sampler.ts';

const powers = [1, 10, 100, 1_000, 10_000];

/** The columns of all samplers and what stands in them in this cycle. Also the sink of the fast lane. */
export class Columns implements Sink {
  #series: SeriesDescription[] = [];
  #dictionary: Dictionary = { series: [] };
  #values = new Float64Array(256).fill(Number.NaN);
  #view = this.#values.subarray(0, 0);
  readonly #powers: number[] = [];
  readonly #places = new Map<string, number>();
  readonly #refused = new Set<string>();
  readonly #facts = new Map<string, string>();
  #factsTold: Readonly<Record<string, string>> = {};
  #factsChanged = false;
  #tables = new Map<string, Table>();

  /** Everything is absent again; facts stay. */
  begin(): void {
    this.#values.fill(Number.NaN);
    if (this.#tables.size > 0) this.#tables = new Map();
  }

  column(metric: Metric, ...values: readonly string[]): number {
    const key = [metric.name, ...values].join('\0');
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    if (this.#places.size >= limits.series) {
      // The refused are told by number; their names are not kept without end.
      if (this.#refused.size < limits.series) this.#refused.add(key);
      return -1;
    }
    const place = this.#places.size;
    this.#places.set(key, place);
    this.#powers.push(powers[metric.decimals] ?? 1);
    this.#series.push({ metric: metric.name, attributes: attributesOf(metric, values), decimals: metric.decimals });
    this.#reserve(place + 1);
    return place;
  }

  set(column: number, value: number): void {
    if (column < 0 || column >= this.#series.length) return;
    this.#values[column] = scaled(value, this.#powers[column] ?? 1);
  }

  table(description: TableMetric, rows: readonly TableRow[]): void {
    const scales = description.columns.map(({ decimals }) => powers[decimals] ?? 1);
    const sent = rows.slice(0, limits.tableRows).map(({ id, start, name, values }) => ({
      id,
      start,
      name: printable(name, limits.rowName),
      values: values.map((value, at) => scaled(value, scales[at] ?? 1)),
    }));
    this.#tables.set(description.name, { name: description.name, rows: sent });
  }

  fact(name: string, value: string | null): void {
    const text = value === null ? null : printable(value, limits.factValue);
    if ((this.#facts.get(name) ?? null) === text || name.length > limits.factName) return;
    if (text === null) this.#facts.delete(name);
    else if (this.#facts.size < limits.facts) this.#facts.set(name, text);
    this.#factsChanged = true;
  }

  /** The same object until a series was added. */
  get dictionary(): Dictionary {
    if (this.#dictionary.series.length !== this.#series.length) this.#dictionary = { series: [...this.#series] };
    return this.#dictionary;
  }

  /** One value a column, valid until `begin`; the same array until a series was added. */
  get values(): Float64Array {
    const { length } = this.#series;
    if (this.#view.length !== length || this.#view.buffer !== this.#values.buffer) {
      this.#view = this.#values.subarray(0, length);
    }
    return this.#view;
  }

  get tables(): readonly Table[] {
    return [...this.#tables.values()];
  }

  /** By name, sorted; the same object until one changed. */
  get facts(): Readonly<Record<string, string>> {
    if (this.#factsChanged) {
      this.#factsTold = Object.fromEntries([...this.#facts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
      this.#factsChanged = false;
    }
    return this.#factsTold;
  }

  /** How many series there was no room for. */
  get omitted(): number {
    return this.#refused.size;
  }

  #reserve(count: number): void {
    if (count <= this.#values.length) return;
    const larger = new Float64Array(this.#values.length * 2).fill(Number.NaN);
    larger.set(this.#values);
    this.#values = larger;
  }
}

/** As it will be sent: to so many decimals, NaN for what is not finite, never -0. */
function scaled(value: number, power: number): number {
  return Number.isFinite(value) ? Math.round(value * power) / power + 0 : Number.NaN;
}

/** Line ends, escape sequences of terminals, and marks that turn the direction of what follows. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const unprintable = /[\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/g;

/** Names come from anybody who may start a process or plug in a disk: what would deceive a reader becomes U+FFFD. */
function printable(text: string, most: number): string {
  return text.slice(0, most).replaceAll(unprintable, '\uFFFD');
}

/** @throws Error when there are not as many values as attributes: a fault of the sampler */
function attributesOf({ name, attributes }: Metric, values: readonly string[]): Readonly<Record<string, string>> {
  if (values.length !== attributes.length) {
    throw new Error(`${name} has ${attributes.length} attributes, ${values.length} values were given`);
  }
  const pairs = attributes.map((key, at) => [key, printable(values[at] ?? '', limits.attribute)] as const);
  return Object.fromEntries(pairs.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
