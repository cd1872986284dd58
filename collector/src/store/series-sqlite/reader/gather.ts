import { FettleError } from '@fettle/shared/errors';
import { decodeRows } from '../block/codec.ts';
import { mergeRows, sliceRows } from '../block/merge.ts';
import type { Rows } from '../block/rows.ts';
import { isWhole } from '../files/checksum.ts';
import { type Columns, rowsOf } from '../journal/open-rows.ts';
import { bucketMs, type Buckets, type Folds } from '../rollup/buckets.ts';
import { decodeBuckets } from '../rollup/codec.ts';
import type { FleetRows } from '../rollup/fleet-codec.ts';
import { type FleetReading, fleetPiece } from './fleet-reading.ts';
import { foldFor } from './fold/choose.ts';
import type { Fold } from './fold/fold.ts';
import { heldOf } from './held.ts';
import type { Interval } from './intervals.ts';
import type { Lru } from './lru.ts';
import type { AskedDevice, DamagedRow, FoundSeries } from './messages.ts';
import type { PieceRow, StoredRow } from './period-file.ts';
import { planOf } from './plan.ts';
import type { Question } from './question.ts';
import type { Settled } from './settled.ts';
import type { View } from './view.ts';

/** What outlives a question. */
export interface Kept {
  readonly dictionaries: ReadonlyMap<number, Columns>;
  /** Decoded blocks and pieces, by file, row and the series that were wanted of them. */
  readonly rows: Lru<Rows>;
  readonly buckets: Lru<Buckets>;
  readonly fleet: Lru<FleetRows>;
  readonly settled: Lru<Settled>;
  readonly damaged: (row: DamagedRow) => void;
}

/** A stored row and how its bytes are read. */
interface Source {
  readonly file: string;
  readonly what: 'block' | 'piece';
  readonly row: StoredRow;
  readonly data: () => Uint8Array;
}

/** Reads one device's part of a question. */
export class DeviceGathering {
  readonly #question: Question;
  readonly #kept: Kept;
  readonly #viewNow: () => View;
  readonly #fleet: FleetReading | null;
  readonly #device: number;
  /** All that there is of it in the range is open: no file is looked at. */
  readonly #isOpen: boolean;
  readonly #open: Rows | null;
  readonly #folds = new Map<number, Fold>();
  /** Points that may still be given. */
  readonly #room: number;
  /** Whether a step with samples has the value NaN: the answer does not tell which have none. */
  unclear = false;

  constructor(
    { question, kept, fleet }: { question: Question; kept: Kept; fleet: FleetReading | null },
    view: () => View,
    { device, stored, open }: AskedDevice,
    room: number,
  ) {
    const { range, instead } = question.wanted;
    this.#fleet = fleet;
    this.#question = question;
    this.#kept = kept;
    this.#viewNow = view;
    this.#device = device;
    // A bucket that the range cuts may count with its first step.
    this.#isOpen = stored < (instead ?? range[0]);
    this.#room = room;
    this.#open = open && rowsOf(open, kept.dictionaries, question.want, range);
  }

  /** Yields after each piece of work. @throws FettleError `query_too_large` */
  *read(): Generator<void, FoundSeries[]> {
    if (!this.#isOpen) yield* this.#readFiles(this.#viewNow());
    else if (this.#open !== null) this.#addRows(this.#open);
    this.#checkRoom(0);
    yield;
    return this.#finish();
  }

  *#readFiles(view: View): Generator<void, void> {
    const { wanted } = this.#question;
    const parts = planOf(
      wanted,
      heldOf({ view, device: this.#device, open: this.#open, fleet: this.#fleet }, wanted.range),
    );
    yield;
    for (const part of parts) {
      if (part.from === 'rows') this.#addRows(this.#rowsOfSpan(view, part));
      else this.#addPiece(view, part);
      this.#checkRoom(0);
      yield;
    }
  }

  #addRows({ times, series, columns, count }: Rows): void {
    for (let place = 0; place < series.length; place++) {
      const values = columns[place] as Float64Array;
      let begin = 0;
      while (begin < count && Number.isNaN(values[begin])) begin++;
      if (begin < count) this.#fold(series[place] as number).rows(times, values, begin, count);
    }
  }

  #rowsOfSpan({ raw }: View, { span, within: [from, to] }: { readonly span: number; readonly within: Interval }): Rows {
    const parts: Rows[] = [];
    for (const viewed of raw) {
      const { name, start, end } = viewed.period;
      const file = span < start || span >= end ? null : viewed.file;
      if (file === null) continue;
      for (const row of file.blocks(this.#device, span, from, to)) {
        const source = { file: name, what: 'block', row, data: () => file.data(row.id) } as const;
        const rows = this.#decoded(this.#kept.rows, source, decodeRows, sizeOfRows);
        const within = rows && sliceRows(rows, from, to);
        if (within && within.count > 0) parts.push(within);
      }
    }
    if (this.#open) {
      const open = sliceRows(this.#open, from, to);
      if (open.count > 0) parts.push(open);
    }
    return mergeRows(parts);
  }

  #addPiece(view: View, { piece, within: [from, to] }: { readonly piece: PieceRow; readonly within: Interval }): void {
    const { file: name, id, crc, rollup, start } = piece;
    if (id === fleetPiece) {
      for (const { series, starts, folds } of this.#fleet?.foldsOf(view, this.#device, start) ?? []) {
        this.#addFolds(series, { starts, length: bucketMs.five }, folds, placeOf(starts, from), placeOf(starts, to));
      }
      return;
    }
    const file = view[rollup].find(({ period }) => period.name === name)?.file;
    if (!file) return;
    const source = { file: name, what: 'piece', row: { id, crc }, data: () => file.data(id) } as const;
    const buckets = this.#decoded(this.#kept.buckets, source, decodeBuckets, sizeOfBuckets);
    if (!buckets) return;
    const { starts, series, folds } = buckets;
    const [begin, end] = [placeOf(starts, from), placeOf(starts, to)];
    for (let place = 0; place < series.length; place++) {
      this.#addFolds(series[place] as number, buckets, folds[place] as Folds, begin, end);
    }
  }

  #addFolds(
    series: number,
    buckets: Pick<Buckets, 'starts' | 'length'>,
    folds: Folds,
    begin: number,
    end: number,
  ): void {
    let first = begin;
    while (first < end && folds.count[first] === 0) first++;
    if (first < end) this.#fold(series).buckets(buckets, folds, first, end);
  }

  #decoded<Value>(
    cache: Lru<Value>,
    { file, what, row, data }: Source,
    decode: (data: Uint8Array, want: Int32Array) => Value,
    sizeOf: (value: Value) => number,
  ): Value | null {
    // A number may be given to another row once the first is gone.
    const key = `${file}/${what}/${row.id}/${row.crc}/${this.#question.wantText}`;
    const known = cache.get(key);
    if (known) return known;
    const bytes = data();
    if (!isWhole({ crc: row.crc, data: bytes })) {
      this.#kept.damaged({ file, what, id: row.id });
      return null;
    }
    const value = decode(bytes, this.#question.want);
    cache.set(key, value, 2 * key.length + sizeOf(value));
    return value;
  }

  #fold(series: number): Fold {
    let fold = this.#folds.get(series);
    if (!fold) {
      const { steps } = this.#question;
      // Before room is made for so many.
      this.#checkRoom(steps?.count ?? 0);
      fold = foldFor(this.#question.aggOf(series), steps);
      this.#folds.set(series, fold);
    }
    return fold;
  }

  /** @throws FettleError `query_too_large` */
  #checkRoom(more: number): void {
    let points = more;
    for (const fold of this.#folds.values()) points += fold.size;
    if (points > this.#room) throw new FettleError('query_too_large');
  }

  #finish(): FoundSeries[] {
    const found: FoundSeries[] = [];
    for (const series of this.#question.message.series) {
      for (const folded of this.#folds.get(series)?.finish() ?? []) {
        const { times = this.#question.times, values, state, unclear = false } = folded;
        this.unclear ||= unclear;
        found.push({ device: this.#device, series, times, values, ...(state !== undefined && { state }) });
      }
    }
    this.#checkRoom(0);
    return found;
  }
}

/** The first place whose time is not before. */
function placeOf(times: Float64Array, time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

const sizeOfRows = ({ count, columns }: Rows) => 8 * count * (columns.length + 4);
const sizeOfBuckets = ({ starts, folds }: Buckets) => 8 * starts.length * (5 * folds.length + 1);
