/**
 * Roll-ups as they were written until format 2, behind what the formats have in common: groups (block/format-1/columns.ts) of folds (folds.ts).
 *
 *     a device's: format (one byte, 1) · length of a bucket (varint, ms) · buckets (varint) · series a group at most (one byte) ·
 *                 series numbers (block/series-list.ts) · starts: a group of one column · the series' folds in groups
 *     a fleet's:  format (one byte, 1) · buckets (varint) · start (varint, zigzag) · devices a group at most (one byte) ·
 *                 device numbers (block/series-list.ts) · the devices' folds in groups
 */
import type { ByteSource } from '../../block/bytes.ts';
import { readGroups } from '../../block/format-1/columns.ts';
import type { FoundFolds } from '../buckets.ts';
import { readFolds } from './folds.ts';

/** The folds at `places`, ascending, of `all`; each of `buckets`. @throws Error if they are damaged */
export function readFolds1(
  source: ByteSource,
  all: number,
  most: number,
  buckets: number,
  places: Int32Array,
): FoundFolds {
  const found: FoundFolds = { folds: [], decimals: [] };
  readGroups(source, all, most, places, (_, reader, wanted) => {
    const one = readFolds(reader, buckets, wanted);
    if (one === undefined) return;
    found.folds.push(one.folds);
    found.decimals.push(one.decimals);
  });
  return found;
}
