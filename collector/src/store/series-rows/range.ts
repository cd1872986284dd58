import { setImmediate as nextTurn } from 'node:timers/promises';
import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import { metricNamed } from '@fettle/shared/metrics/catalogue';
import { type SeriesKey, seriesText } from '@fettle/shared/metrics/metric';
import type { Database, Statement } from 'better-sqlite3';
import type { RangeQuery } from '../../domain/series/types.ts';
import { readColumns } from './blob.ts';
import type { DeviceNumbers } from './devices.ts';
import { decimalsOf, type Dictionaries } from './dictionaries.ts';
import { type Collector, FoldedSamples, type Known, type Points, RawSamples, type Steps, stepsOf } from './fold.ts';

/** Rows that are read and decoded before others get their turn: about 2 ms. */
const rowsPerTurn = 256;
/** What asking for one more device costs, in rows. */
const deviceRows = 4;

interface Row {
  readonly sequence: number;
  readonly time: number;
  readonly dictionary: number;
  readonly data: Buffer;
}

export interface RowSeries extends SeriesKey {
  readonly device: DeviceId;
  readonly points: Points;
}

/** The wanted columns of one dictionary, ascending, and the series each belongs to. */
interface Plan {
  readonly columns: Int32Array;
  readonly series: readonly (SeriesKey & { readonly text: string })[];
  readonly decimals: Uint8Array;
  readonly values: Float64Array;
}

/** One pass over the frames of a query. */
export class RangeReader {
  readonly #page: Statement;
  readonly #devices: DeviceNumbers;
  readonly #dictionaries: Dictionaries;
  /** Throws when the store was closed meanwhile. */
  readonly #check: () => void;

  constructor(db: Database, devices: DeviceNumbers, dictionaries: Dictionaries, check: () => void) {
    this.#devices = devices;
    this.#dictionaries = dictionaries;
    this.#check = check;
    this.#page = db.prepare(`
      select sequence, time, dictionary, data from frame
      where device = ? and (time, sequence) > (?, ?) and time < ? order by time, sequence limit ?`);
  }

  /** @throws FettleError `query_too_large` */
  async read(query: RangeQuery): Promise<RowSeries[]> {
    if (query.to <= query.from || query.metrics.length === 0) return [];
    const gathering = new Gathering(query, this.#dictionaries);
    let rowsLeft = rowsPerTurn;
    for (const device of [...new Set(query.devices)].toSorted()) {
      const number = this.#devices.find(device);
      if (number === undefined) continue;
      gathering.begin(device);
      let after = { time: query.from, sequence: 0 };
      for (let more = true; more;) {
        if (rowsLeft <= 0) {
          await nextTurn();
          this.#check();
          rowsLeft = rowsPerTurn;
        }
        const limit = rowsLeft;
        const rows = this.#page.all(number, after.time, after.sequence, query.to, limit) as Row[];
        for (const row of rows) gathering.take(row);
        rowsLeft -= rows.length + deviceRows;
        more = rows.length === limit;
        after = rows.at(-1) ?? after;
      }
    }
    return gathering.result();
  }
}

/** What a query has found so far. */
class Gathering {
  readonly #query: RangeQuery;
  readonly #metrics: ReadonlySet<string>;
  readonly #steps: Steps | null;
  readonly #dictionaries: Dictionaries;
  readonly #plans = new Map<number, Plan>();
  readonly #done: RowSeries[] = [];
  #device: DeviceId | null = null;
  #series = new Map<string, { readonly key: SeriesKey; readonly collector: Collector }>();
  #points = 0;

  constructor(query: RangeQuery, dictionaries: Dictionaries) {
    this.#query = query;
    this.#metrics = new Set(query.metrics);
    this.#steps = typeof query.step !== 'number' ? null : stepsOf(query.from, query.to, query.step);
    this.#dictionaries = dictionaries;
  }

  /** Devices come in ascending order. */
  begin(device: DeviceId): void {
    this.#finish();
    this.#device = device;
  }

  take(row: Row): void {
    let plan = this.#plans.get(row.dictionary);
    if (!plan) {
      plan = this.#plan(row.dictionary);
      this.#plans.set(row.dictionary, plan);
    }
    const { columns, series, values } = plan;
    if (columns.length === 0) return;
    readColumns(row.data, columns, plan.decimals, values);
    for (let place = 0; place < columns.length; place++) {
      const value = values[place] ?? Number.NaN;
      const key = series[place];
      if (Number.isNaN(value) || !key) continue;
      this.#collector(key).add(row.time, value);
      if (!this.#steps) this.#count(1);
    }
  }

  result(): RowSeries[] {
    this.#finish();
    return this.#done;
  }

  #finish(): void {
    const device = this.#device;
    if (device === null) return;
    const found = [...this.#series].toSorted(
      (
        [
          a,
          {
            key: { metric: one },
          },
        ],
        [
          b,
          {
            key: { metric: other },
          },
        ],
      ) => (one === other ? (a < b ? -1 : 1) : one < other ? -1 : 1),
    );
    for (const [, { key, collector }] of found) {
      this.#done.push({ device, metric: key.metric, attributes: key.attributes, points: collector.points() });
    }
    this.#series = new Map();
  }

  #collector(key: Plan['series'][number]): Collector {
    const known = this.#series.get(key.text);
    if (known) return known.collector;
    const steps = this.#steps;
    if (steps) this.#count(steps.count);
    const agg = (this.#query.agg ?? metricNamed(key.metric)?.rollup ?? 'avg') as Known;
    const collector = steps ? new FoldedSamples(steps, agg) : new RawSamples();
    this.#series.set(key.text, { key, collector });
    return collector;
  }

  #count(points: number): void {
    this.#points += points;
    if (this.#points > this.#query.maxPoints) throw new FettleError('query_too_large');
  }

  #plan(id: number): Plan {
    const dictionary = this.#dictionaries.get(id);
    const wanted = dictionary.series.flatMap(({ metric, attributes }, column) =>
      this.#metrics.has(metric) ? [{ column, metric, attributes, text: seriesText({ metric, attributes }) }] : [],
    );
    return {
      columns: Int32Array.from(wanted, ({ column }) => column),
      series: wanted,
      decimals: decimalsOf(dictionary),
      values: new Float64Array(wanted.length),
    };
  }
}
