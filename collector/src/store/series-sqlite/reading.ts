import { metricNamed, stateWord } from '@fettle/shared/metrics/catalogue';
import { seriesText } from '@fettle/shared/metrics/metric';
import type { SeriesSizes } from '../../domain/series/store.ts';
import type { RangeQuery, SeriesForm, SeriesPoints, SeriesText } from '../../domain/series/types.ts';
import type { Writes } from './files/writes.ts';
import type { DeviceFrames } from './journal/device-frames.ts';
import { decodeTable } from './journal/table-rows.ts';
import type { Devices } from './names/devices.ts';
import type { Dictionaries } from './names/dictionaries.ts';
import type { SeriesNumbers } from './names/series-numbers.ts';
import { Reader } from './reader/client.ts';
import type { DamagedRow, FoundSeries } from './reader/messages.ts';
import { type OpenParts, packDevices } from './reader/open-records.ts';
import { partsOf } from './reader/written.ts';
import type { FoundTable } from './tables.ts';

export interface ReadingParts {
  readonly folder: string;
  readonly devices: Devices;
  readonly dictionaries: Dictionaries;
  readonly series: SeriesNumbers;
  readonly say: (error: Error) => void;
  /** What the keeper writes beside it. */
  readonly writes: Writes;
}

/** Questions in the words of the port, to the reader's thread; it is started when it is first needed. */
export class Reading {
  readonly #parts: ReadingParts;
  readonly #reader: Reader;
  /** The highest dictionary that it was told of. */
  #told = 0;

  constructor(parts: ReadingParts) {
    this.#parts = parts;
    const { folder, writes } = parts;
    this.#reader = new Reader({ folder, writes, onDamage: (rows) => this.#tellDamaged(rows) });
  }

  /** @throws FettleError `query_too_large`, `query_too_long` */
  async *scan(query: RangeQuery): AsyncGenerator<SeriesPoints> {
    const asked = this.#asked(query);
    if (asked === null) return;
    for await (const found of this.#reader.range(asked)) yield this.#points(found);
  }

  /** @throws FettleError `query_too_large`, `query_too_long` */
  async *scanText(query: RangeQuery, form: SeriesForm): AsyncGenerator<readonly SeriesText[]> {
    const asked = this.#asked(query);
    if (asked === null) return;
    for await (const written of this.#reader.written(asked, form)) {
      yield Array.from(partsOf(written), ({ device, series, state, text, goesOn }) => ({
        ...this.#named(device, series, state),
        text,
        goesOn,
      }));
    }
  }

  /** Null: there is nothing to be found. */
  #asked(query: RangeQuery) {
    const { from, to, step = null, maxPoints, budgetMs = Number.POSITIVE_INFINITY, agg } = query;
    const all = this.#seriesOf(query.metrics);
    // Only states have time in them.
    const series =
      step !== null && agg === 'time' ? all.filter((number) => this.#known(number)?.kind === 'state') : all;
    const asked = to > from && series.length > 0 ? this.#devicesOf(query) : [];
    if (asked.length === 0) return null;
    this.#tellDictionaries();
    const aggs = series.map((number) => agg ?? this.#known(number)?.rollup ?? 'avg');
    const devices = packDevices(asked);
    return { devices, series: Int32Array.from(series), aggs, from, to, step, maxPoints, budgetMs };
  }

  /** The newest table with this name at or before a time, of what is in blocks. */
  async table({ number }: DeviceFrames, name: string, at: number): Promise<FoundTable | null> {
    const found = await this.#reader.table({ device: number, name, at });
    return found && { time: found.time, sequence: found.sequence, table: decodeTable(name, found.content) };
  }

  /** Bytes of a device on disk. */
  async size({ number, bytes, sealing }: DeviceFrames): Promise<SeriesSizes> {
    const { raw, five, hour } = await this.#reader.size({ device: number });
    return { journal: bytes + (sealing?.records.length ?? 0), raw, five, hour };
  }

  /** Files that were removed: lets go of them. */
  async release(files: readonly string[]): Promise<void> {
    if (files.length > 0) await this.#reader.release(files);
  }

  close(): Promise<void> {
    return this.#reader.close();
  }

  #known(number: number) {
    return metricNamed(this.#parts.series.key(number).metric);
  }

  /** In the order of answers: by metric, then by attributes. */
  #seriesOf(metrics: readonly string[]): number[] {
    const { series } = this.#parts;
    const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
    return [...new Set(metrics)].toSorted(order).flatMap((metric) =>
      series
        .ofMetric(metric)
        .map((number) => ({ number, text: seriesText(series.key(number)) }))
        .toSorted((a, b) => order(a.text, b.text))
        .map(({ number }) => number),
    );
  }

  #devicesOf({ devices, from, to }: RangeQuery): OpenParts[] {
    const known = [...new Set(devices)].toSorted().flatMap((id) => this.#parts.devices.find(id) ?? []);
    return known.map((device) => {
      const { number, late, until, stored } = device;
      return { device: number, late, until, stored, parts: device.partsWithin(from, to) };
    });
  }

  #points({ device, series, state, times, values }: FoundSeries): SeriesPoints {
    return { ...this.#named(device, series, state), times, values };
  }

  #named(number: number, series: number, state: number | undefined) {
    const { metric, attributes } = this.#parts.series.key(series);
    const device = this.#parts.devices.numbered(number);
    if (!device) throw new Error(`Device ${number} has no name.`);
    const named = state === undefined ? attributes : { ...attributes, state: stateWord(metric, state) };
    return { device: device.id, metric, attributes: named };
  }

  #tellDictionaries(): void {
    const { byId, highest } = this.#parts.dictionaries;
    for (; this.#told < highest; this.#told++) {
      const stored = byId.get(this.#told + 1);
      if (stored) this.#reader.dictionary({ type: 'dictionary', ...stored });
    }
  }

  #tellDamaged(rows: readonly DamagedRow[]): void {
    for (const { file, what, id } of rows) {
      this.#parts.say(new Error(`${file} is damaged: ${what} ${id} was passed over. Restore it from a backup.`));
    }
  }
}
