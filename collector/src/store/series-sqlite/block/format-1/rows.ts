/**
 * Rows of one device as they were written until format 2:
 *
 *     format (one byte, 1) · rows (varint) · time of the first row (varint, zigzag) · of the last less the first (varint, zigzag) ·
 *     columns a group at most (one byte) · series numbers (series-list.ts) · length of key columns (varint) ·
 *     key columns: times, sequences, shifts, offsets in one group (columns.ts) · the series' columns in groups (columns.ts)
 */
import type { ByteSource } from '../bytes.ts';
import { type FoundColumns, keys } from '../rows.ts';
import { readAll, readGroups } from './columns.ts';

/** Columns at `places`, ascending; the source stands behind the list of series. @throws Error if it is damaged */
export function readColumns1(
  source: ByteSource,
  columnsAGroup: number,
  all: number,
  count: number,
  places: Int32Array,
): FoundColumns {
  source.varint();
  const found: FoundColumns = { keys: readAll(source, keys, count), decimals: [], columns: [] };
  readGroups(source, all, columnsAGroup, places, (_, reader, wanted) => {
    if (!wanted) {
      reader.skip(count);
      return;
    }
    const column = reader.read(count);
    found.decimals.push(column.decimals);
    found.columns.push(column.values);
  });
  return found;
}
