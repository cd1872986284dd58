// pure
import { absent, zeros } from '../block/doubles.ts';
import type { Rows } from '../block/rows.ts';
import { placesOf } from '../block/series-list.ts';
import { ByteCursor } from './bytes.ts';
import { type FrameHead, headsOf } from './frame-record.ts';
import { readValues } from './frame-values.ts';

/** The columns of a stored dictionary: catalogue numbers and digits after the point, in the order of a frame's values. */
export interface Columns {
  readonly series: Int32Array;
  readonly decimals: Uint8Array;
}

export interface RecordTable {
  readonly name: string;
  readonly time: number;
  readonly sequence: number;
  /** As in table-rows.ts. */
  readonly rows: Uint8Array;
}

/**
 * Records of one device, one after the other in order of arrival, as rows: sorted, of all series that their dictionaries
 * have. Of a sequence number that comes twice the first stays. A series that a dictionary has twice is the first of its
 * columns that has a value.
 * @param want series numbers, ascending; those that are not there are left out. Absent: all.
 * @param within only records of times from the first up to the second, exclusive
 * @throws Error when a dictionary is missing
 */
export function rowsOf(
  records: Uint8Array,
  dictionaries: ReadonlyMap<number, Columns>,
  want?: Int32Array,
  within?: readonly [from: number, to: number],
): Rows {
  const all = sortedOnce(headsOf(records));
  const heads = within ? all.filter(({ time }) => time >= within[0] && time < within[1]) : all;
  const used = new Map<number, Columns>();
  for (const { dictionary } of heads) if (!used.has(dictionary)) used.set(dictionary, named(dictionaries, dictionary));
  const { series, decimals, places } = want === undefined ? unionOf(used) : partOf(used, want);
  const count = heads.length;
  const columns = Array.from(series, () => absent(count));
  const cursor = new ByteCursor(records);
  const values = new Float64Array(Math.max(0, ...[...used.values()].map((each) => each.series.length)));
  heads.forEach((head, row) => {
    const dictionary = used.get(head.dictionary) as Columns;
    cursor.at = head.values.start;
    const { place, isOnce } = places.get(head.dictionary) as Places;
    const length = readValues(cursor, dictionary.decimals, values, place.length);
    for (let i = 0; i < length; i++) {
      const column = columns[place[i] as number];
      if (column !== undefined && (isOnce || Number.isNaN(column[row]))) column[row] = values[i] as number;
    }
  });
  return {
    count,
    times: ofEach(heads, ({ time }) => time),
    sequences: ofEach(heads, ({ sequence }) => sequence),
    shifts: ofEach(heads, ({ shift }) => shift),
    offsets: ofEach(heads, ({ offset }) => offset),
    series,
    decimals,
    columns,
  };
}

function ofEach(heads: readonly FrameHead[], of: (head: FrameHead) => number): Float64Array {
  const values = zeros(heads.length);
  for (let i = 0; i < heads.length; i++) values[i] = of(heads[i] as FrameHead);
  return values;
}

/** The tables that are in records, in their order. */
export function tablesOf(records: Uint8Array): RecordTable[] {
  return headsOf(records).flatMap((head) => tablesAt(records, head));
}

/** The tables of one record. */
export function tablesAt(records: Uint8Array, { time, sequence, tables }: FrameHead): RecordTable[] {
  return tablesBehind(new ByteCursor(records, tables), time, sequence);
}

/** The same, where a cursor stands at their number. */
export function tablesBehind(cursor: ByteCursor, time: number, sequence: number): RecordTable[] {
  const found: RecordTable[] = [];
  for (let left = cursor.varint(); left > 0; left--) {
    const name = cursor.text();
    const length = cursor.varint();
    found.push({ name, time, sequence, rows: cursor.bytes.subarray(cursor.at, cursor.at + length) });
    cursor.at += length;
  }
  return found;
}

function sortedOnce(heads: FrameHead[]): FrameHead[] {
  const seen = new Set<number>();
  const once = heads.filter(({ sequence }) => seen.size < seen.add(sequence).size);
  const before = (a: FrameHead, b: FrameHead) => a.time - b.time || a.sequence - b.sequence;
  return once.every((head, i) => i === 0 || before(once[i - 1] as FrameHead, head) < 0) ? once : once.toSorted(before);
}

function named(dictionaries: ReadonlyMap<number, Columns>, id: number): Columns {
  const columns = dictionaries.get(id);
  if (!columns) throw new Error(`Dictionary ${id} of the series is missing.`);
  return columns;
}

interface Places {
  /** Of each column of a dictionary its place among the series; -1: none. Columns behind the last that has one are left out. */
  readonly place: Int32Array;
  /** No series is there twice. */
  readonly isOnce: boolean;
}

interface Union {
  readonly series: Int32Array;
  readonly decimals: Uint8Array;
  readonly places: ReadonlyMap<number, Places>;
}

/** Those of a single dictionary, which nearly all devices have. */
const single = new WeakMap<Columns, Union>();

/** All series of some dictionaries. */
function unionOf(dictionaries: ReadonlyMap<number, Columns>): Union {
  const [only] = dictionaries.values();
  const known = only && dictionaries.size === 1 ? single.get(only) : undefined;
  if (known) return known;
  const decimalsOf = new Map<number, number>();
  for (const { series, decimals } of dictionaries.values()) {
    series.forEach((number, i) => decimalsOf.set(number, Math.max(decimals[i] ?? 0, decimalsOf.get(number) ?? 0)));
  }
  const series = Int32Array.from(decimalsOf.keys()).toSorted();
  const placeOf = new Map(Array.from(series, (number, place) => [number, place]));
  const places = new Map<number, Places>();
  for (const [id, columns] of dictionaries) {
    const place = columns.series.map((number) => placeOf.get(number) ?? 0);
    places.set(id, { place, isOnce: new Set(place).size === place.length });
  }
  const union = { series, decimals: Uint8Array.from(series, (number) => decimalsOf.get(number) ?? 0), places };
  if (only && dictionaries.size === 1) single.set(only, union);
  return union;
}

/** Those series of some dictionaries that are wanted. */
function partOf(dictionaries: ReadonlyMap<number, Columns>, want: Int32Array): Union {
  const all = unionOf(dictionaries);
  const kept = placesOf(all.series, want);
  const placeOf = new Int32Array(all.series.length).fill(-1);
  kept.forEach((place, at) => (placeOf[place] = at));
  const places = new Map<number, Places>();
  for (const [id, { place, isOnce }] of all.places) {
    const some = place.map((one) => placeOf[one] as number);
    places.set(id, { place: some.subarray(0, some.findLastIndex((one) => one >= 0) + 1), isOnce });
  }
  const decimals = Uint8Array.from(kept, (place) => all.decimals[place] as number);
  return { series: kept.map((place) => all.series[place] as number), decimals, places };
}
