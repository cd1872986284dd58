import { FettleError } from '@fettle/shared/errors';
import { metricNamed, stateWord } from '@fettle/shared/metrics/catalogue';
import { seriesText } from '@fettle/shared/metrics/metric';
import type { SeriesSizes } from '../../domain/series/store.ts';
import type { RangeQuery, SeriesPoints } from '../../domain/series/types.ts';
import type { DeviceFrames } from './journal/device-frames.ts';
import { decodeTable } from './journal/table-rows.ts';
import type { Devices } from './names/devices.ts';
import type { Dictionaries } from './names/dictionaries.ts';
import type { SeriesNumbers } from './names/series-numbers.ts';
import type { AskedDevice, DamagedRow, FoundSeries, FromReader, RangeMessage, SizeMessage } from './reader/messages.ts';
import type { FoundTable } from './tables.ts';
import { Thread } from './threads.ts';

export interface ReadingParts {
  readonly folder: string;
  readonly devices: Devices;
  readonly dictionaries: Dictionaries;
  readonly series: SeriesNumbers;
  readonly say: (error: Error) => void;
}

/** Questions in the words of the port, to the reader's thread; it is started when it is first needed. */
export class Reading {
  readonly #parts: ReadingParts;
  readonly #thread: Thread<FromReader>;
  /** The highest dictionary that it was told of. */
  #told = 0;

  constructor(parts: ReadingParts) {
    this.#parts = parts;
    this.#thread = new Thread<FromReader>({
      name: 'reader',
      program: new URL('./reader/thread.ts', import.meta.url),
      data: { folder: parts.folder },
      died: (error) => {
        this.#told = 0;
        parts.say(error);
      },
    });
  }

  /** @throws FettleError `query_too_large`, `query_too_long` */
  async *scan(query: RangeQuery): AsyncGenerator<SeriesPoints> {
    const message = this.#messageOf(query);
    if (message === null) return;
    this.#tellDictionaries();
    const inbox = new Inbox();
    const { id, devices } = message;
    const open = devices.flatMap(({ open: records }) => (records === null ? [] : [records.buffer as ArrayBuffer]));
    this.#thread
      .ask(message, open, (part) => inbox.add(part))
      .then(
        (last) => {
          this.#tellDamaged(last);
          inbox.end(null);
        },
        (error: Error) => inbox.end(error),
      );
    try {
      for (let part = await inbox.next(); part !== null; part = await inbox.next()) {
        yield* part.map((one) => this.#points(one));
        this.#thread.tell({ type: 'more', id });
      }
    } finally {
      if (!inbox.ended) this.#thread.tell({ type: 'cancel', id });
    }
  }

  /** Bytes of one device; what the transposed roll-ups of all devices have of it is not counted. */
  async sizes({ number, bytes, sealing }: DeviceFrames): Promise<SeriesSizes> {
    const message: SizeMessage = { type: 'size', id: this.#thread.newId(), device: number };
    const answer = await this.#thread.ask(message);
    const { raw, five, hour } = answer as Extract<FromReader, { type: 'size' }>;
    return { journal: bytes + (sealing?.records.length ?? 0), raw, five, hour };
  }

  /** The newest table with this name at or before a time, of what is in blocks. */
  async table({ number }: DeviceFrames, name: string, at: number): Promise<FoundTable | null> {
    const answer = await this.#thread.ask({ type: 'table', id: this.#thread.newId(), device: number, name, at } as {
      readonly type: 'table';
      readonly id: number;
    });
    this.#tellDamaged(answer);
    if (answer.type !== 'table') return null;
    const { time, sequence, content } = answer;
    return { time, sequence, table: decodeTable(name, content) };
  }

  /** Files that were removed: lets go of them. */
  async release(files: readonly string[]): Promise<void> {
    if (files.length === 0 || !this.#thread.runs) return;
    const message = { type: 'release' as const, id: this.#thread.newId(), files };
    await this.#thread.ask(message);
  }

  close(): Promise<void> {
    return this.#thread.end(new FettleError('not_ready', 'The series are closed.'));
  }

  #messageOf(query: RangeQuery): RangeMessage | null {
    const { from, to, step = null, maxPoints, budgetMs = Number.POSITIVE_INFINITY, agg } = query;
    const series = this.#seriesOf(answerable(query));
    const devices = to > from && series.length > 0 ? this.#devicesOf(query) : [];
    if (devices.length === 0) return null;
    const usual = (number: number) => this.#known(number)?.rollup ?? 'avg';
    const aggs = series.map((number) => agg ?? usual(number));
    const id = this.#thread.newId();
    return { type: 'range', id, devices, series: Int32Array.from(series), aggs, from, to, step, maxPoints, budgetMs };
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

  #devicesOf({ devices, from, to }: RangeQuery): AskedDevice[] {
    return [...new Set(devices)].toSorted().flatMap((id): AskedDevice[] => {
      const device = this.#parts.devices.find(id);
      return device ? [{ device: device.number, open: device.recordsWithin(from, to) }] : [];
    });
  }

  #points({ device: number, series, state, times, values }: FoundSeries): SeriesPoints {
    const { metric, attributes } = this.#parts.series.key(series);
    const device = this.#parts.devices.numbered(number);
    if (!device) throw new Error(`Device ${number} has no name.`);
    const named = state === undefined ? attributes : { ...attributes, state: stateWord(metric, state) };
    return { device: device.id, metric, attributes: named, times, values };
  }

  #tellDictionaries(): void {
    this.#thread.start();
    const { byId, highest } = this.#parts.dictionaries;
    for (; this.#told < highest; this.#told++) {
      const stored = byId.get(this.#told + 1);
      if (stored) this.#thread.tell({ type: 'dictionary', ...stored });
    }
  }

  #tellDamaged(answer: FromReader): void {
    const damaged: readonly DamagedRow[] = answer.type === 'done' ? answer.damaged : [];
    for (const { file, what, id } of damaged) {
      this.#parts.say(new Error(`${file} is damaged: ${what} ${id} was passed over. Restore it from a backup.`));
    }
  }
}

/** What has come of an answer and was not read yet. */
class Inbox {
  readonly #parts: (readonly FoundSeries[])[] = [];
  #ended: Error | 'done' | null = null;
  #wake = () => {};

  get ended(): boolean {
    return this.#ended !== null;
  }

  add(part: FromReader): void {
    if (part.type === 'found') this.#parts.push(part.series);
    this.#wake();
  }

  end(error: Error | null): void {
    this.#ended = error ?? 'done';
    this.#wake();
  }

  /** Null at the end. */
  async next(): Promise<readonly FoundSeries[] | null> {
    while (this.#parts.length === 0 && this.#ended === null) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const part = this.#parts.shift();
    if (part) return part;
    if (this.#ended instanceof Error) throw this.#ended;
    return null;
  }
}

/** Metrics that have an answer: time in states is asked of states. */
function answerable({ metrics, agg, step }: RangeQuery): readonly string[] {
  if (agg !== 'time' || step === undefined) return metrics;
  return metrics.filter((metric) => metricNamed(metric)?.kind === 'state');
}
