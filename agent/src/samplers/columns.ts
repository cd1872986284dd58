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
  #tables: Table[] = [];
  /** By name what was told last and what was made of it: rows that are told again as the same object are not made anew. */
  readonly #told = new Map<string, { readonly rows: readonly TableRow[]; readonly made: readonly TableRow[] }>();

  /** Everything is absent again; facts stay. */
  begin(): void {
    this.#values.fill(Number.NaN);
    if (this.#tables.length > 0) this.#tables = [];
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
    const whole = value | 0;
    // A small whole number needs no rounding, and is no object.
    this.#values[column] = whole === value ? whole : scaled(value, this.#powers[column] ?? 1);
  }

  table({ name, columns }: TableMetric, rows: readonly TableRow[]): void {
    const before = this.#told.get(name);
    const made: TableRow[] = [];
    for (let at = 0; at < rows.length && at < limits.tableRows; at++) {
      const row = rows[at] as TableRow;
      const place = before === undefined ? -1 : placeOf(row, before.rows, at);
      made.push(place < 0 ? rowOf(row, columns) : (before?.made[place] as TableRow));
    }
    this.#told.set(name, { rows, made });
    const table = { name, rows: made };
    const place = this.#tables.findIndex((other) => other.name === name);
    if (place < 0) this.#tables.push(table);
    else this.#tables[place] = table;
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
    return this.#tables;
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
  if (!Number.isFinite(value)) return Number.NaN;
  const rounded = Math.round(value * power);
  return rounded === 0 ? 0 : rounded / power;
}

/** Where the very same row stands, mostly at the same place; or -1. */
function placeOf(row: TableRow, rows: readonly TableRow[], at: number): number {
  return rows[at] === row ? at : rows.indexOf(row);
}

function rowOf({ id, start, name, values }: TableRow, columns: TableMetric['columns']): TableRow {
  return {
    id,
    start,
    name: printable(name, limits.rowName),
    values: values.map((value, at) => scaled(value, powers[columns[at]?.decimals ?? 0] ?? 1)),
  };
}

/** Line ends, escape sequences of terminals, and marks that turn the direction of what follows. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const unprintable = /[\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/g;

/** Names come from anybody who may start a process or plug in a disk: what would deceive a reader becomes U+FFFD. */
function printable(text: string, most: number): string {
  return text.slice(0, most).replaceAll(unprintable, '\uFFFD').toWellFormed();
}

/** @throws Error when there are not as many values as attributes: a fault of the sampler */
function attributesOf({ name, attributes }: Metric, values: readonly string[]): Readonly<Record<string, string>> {
  if (values.length !== attributes.length) {
    throw new Error(`${name} has ${attributes.length} attributes, ${values.length} values were given`);
  }
  const pairs = attributes.map((key, at) => [key, printable(values[at] ?? '', limits.attribute)] as const);
  return Object.fromEntries(pairs.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
