import { BlockWriter, encodeRows } from '../block/codec.ts';
import { encodeColumn, encodeWhole } from '../block/column-encoder.ts';
import { spanMs } from '../files/schema.ts';
import { ByteCursor } from '../journal/bytes.ts';
import { type Columns, type RecordTable, rowsOf, tablesBehind, tablesOf } from '../journal/open-rows.ts';
import { ScaledFrames } from '../journal/scaled-frames.ts';
import { cutRows } from './cut.ts';
import { spanOf } from './spans.ts';

/** What a segment has in one span of two hours. */
export interface SpanBlock {
  readonly span: number;
  readonly first: number;
  readonly last: number;
  readonly frames: number;
  readonly data: Uint8Array;
}

export interface SealedSegment {
  /** Ascending. */
  readonly blocks: readonly SpanBlock[];
  readonly tables: readonly RecordTable[];
}

const frames = new ScaledFrames();
const writer = new BlockWriter();

/** The blocks of records of one device, one after the other in order of arrival. @throws Error when a dictionary is missing */
export function blocksOf(records: Uint8Array, dictionaries: ReadonlyMap<number, Columns>): SealedSegment {
  if (!frames.read(records, dictionaries)) return blocksOfAny(records, dictionaries);
  const order = orderOf(frames.dictionary);
  if (order === null) return blocksOfAny(records, dictionaries);
  const odd = oddColumns(records, dictionaries, order);
  const blocks: SpanBlock[] = [];
  for (let from = 0; from < frames.count;) {
    const span = spanOf(frames.times[from] as number);
    let to = from + 1;
    while (to < frames.count && (frames.times[to] as number) < span + spanMs) to++;
    blocks.push({ span, ...blockOf(from, to, order, odd) });
    from = to;
  }
  return { blocks, tables: tablesOfFrames(records) };
}

/** However they are: several dictionaries, out of order, twice. */
function blocksOfAny(records: Uint8Array, dictionaries: ReadonlyMap<number, Columns>): SealedSegment {
  const blocks = cutRows(rowsOf(records, dictionaries)).map(({ span, rows }) => ({
    span,
    first: rows.times[0] as number,
    last: rows.times[rows.count - 1] as number,
    frames: rows.count,
    data: encodeRows(rows),
  }));
  return { blocks, tables: tablesOf(records) };
}

/** Columns by the number of their series. */
interface Order {
  readonly places: Int32Array;
  readonly series: Int32Array;
}

const orders = new WeakMap<Columns, Order | { readonly places: null }>();

/** @returns null where a series is there twice */
function orderOf(dictionary: Columns): Order | null {
  let known = orders.get(dictionary);
  if (known === undefined) {
    const { series } = dictionary;
    const places = Int32Array.from(series.keys()).toSorted((a, b) => (series[a] as number) - (series[b] as number));
    const sorted = places.map((place) => series[place] as number);
    known = sorted.every((one, i) => one !== sorted[i - 1]) ? { places, series: sorted } : { places: null };
    orders.set(dictionary, known);
  }
  return known.places === null ? null : known;
}

/** Values of the columns that are not all scaled integers, by series. */
function oddColumns(
  records: Uint8Array,
  dictionaries: ReadonlyMap<number, Columns>,
  { places, series }: Order,
): ReadonlyMap<number, Float64Array> {
  const want = series.filter((_, i) => frames.odd[places[i] as number] === 1);
  if (want.length === 0) return none;
  const rows = rowsOf(records, dictionaries, want);
  return new Map(rows.columns.map((values, i) => [rows.series[i] as number, values]));
}

const none: ReadonlyMap<number, Float64Array> = new Map();

function blockOf(from: number, to: number, { places, series }: Order, odd: ReadonlyMap<number, Float64Array>) {
  const count = to - from;
  const { times, sequences, shifts, offsets, scaled, rows } = frames;
  const { decimals } = frames.dictionary;
  const [first, last] = [times[from] as number, times[to - 1] as number];
  writer.begin({ count, first, last, series });
  const put = (source: Float64Array, start: number, digits: number) => {
    encodeWhole(source, start, count, digits, writer.columns);
    writer.columnDone();
  };
  for (const key of [times, sequences, shifts, offsets]) put(key, from, 0);
  for (let i = 0; i < places.length; i++) {
    const place = places[i] as number;
    const values = odd.size > 0 ? odd.get(series[i] as number) : undefined;
    if (values === undefined) put(scaled, place * rows + from, decimals[place] as number);
    else {
      encodeColumn(values.subarray(from, to), decimals[place] as number, writer.columns);
      writer.columnDone();
    }
  }
  return { first, last, frames: count, data: writer.end() };
}

function tablesOfFrames(records: Uint8Array): RecordTable[] {
  const found: RecordTable[] = [];
  for (let row = 0; row < frames.count; row++) {
    const at = frames.tables[row] as number;
    if (records[at] === 0) continue;
    found.push(
      ...tablesBehind(new ByteCursor(records, at), frames.times[row] as number, frames.sequences[row] as number),
    );
  }
  return found;
}
