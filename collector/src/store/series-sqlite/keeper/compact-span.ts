import { decodeRows, encodeRows } from '../block/codec.ts';
import { joinBlocks } from '../block/join-blocks.ts';
import { mergeRows } from '../block/merge.ts';
import type { Rows } from '../block/rows.ts';
import type { NewBlock, StoredBlock } from '../files/blocks.ts';
import { isWhole } from '../files/checksum.ts';
import type { WeekFile } from '../files/files.ts';
import { decodeMoments, type Moment, sortMoments } from '../files/moments.ts';
import { spanMs } from '../files/schema.ts';
import type { Buckets } from '../rollup/buckets.ts';
import { Folding, foldRows } from '../rollup/fold.ts';
import type { Damage } from './messages.ts';

export interface Part {
  readonly block: Omit<StoredBlock, 'data'>;
  readonly rows: () => Rows;
}

/** All rows of a span together: as a block, and its roll-ups. */
export interface Whole {
  readonly count: number;
  readonly first: number;
  readonly last: number;
  readonly data: Uint8Array;
  readonly buckets: Buckets;
}

/** What one device has in one span, and what becomes of it in its file. */
export interface DeviceSpan {
  readonly device: number;
  /** Blocks that could be read: the compacted one first, then in the order in which they came. */
  readonly parts: readonly Part[];
  /** Null: there is none. */
  readonly whole: Whole | null;
  /** The highest journal batch in it. */
  readonly through: number;
  /** Nothing that was ever sealed is missing in it. */
  readonly complete: boolean;
  /** Numbers of blocks that are damaged. */
  readonly damaged: readonly number[];
  readonly moments: readonly MergedMoments[];
}

interface MergedMoments {
  readonly name: string;
  readonly moments: readonly Moment[];
  /** Rows of `moment` that it takes the place of. */
  readonly ids: readonly number[];
}

/** Reads what a device has in a span. Damaged rows are passed over and told of. */
export function readSpan(
  { period, blocks, moments }: WeekFile,
  device: number,
  span: number,
  isState: (series: number) => boolean,
  tell: (damage: Damage) => void,
): DeviceSpan {
  const end = span + spanMs;
  const found: StoredBlock[] = [];
  const damaged: number[] = [];
  for (const block of [...blocks.compacted(device, span, end), ...blocks.sealed(device, span, end)]) {
    if (isWhole(block)) found.push(block);
    else {
      damaged.push(block.id);
      tell({ file: period.name, what: 'block', device, from: block.first, to: block.last });
    }
  }
  return {
    device,
    parts: found.map((block) => ({ block, rows: () => decodeRows(block.data) })),
    whole: found.length > 0 ? together(found, isState) : null,
    through: Math.max(-1, ...found.map(({ through }) => through)),
    complete: period.kind === 'raw' && damaged.length === 0 && !blocks.hasAside(device, span, end),
    damaged,
    moments: readMoments(period.name, moments.inSpan(device, span, end), tell),
  };
}

function together(blocks: readonly StoredBlock[], isState: (series: number) => boolean): Whole {
  let folding: Folding | undefined;
  const joined = joinBlocks(
    blocks.map(({ data }) => data),
    (times) => {
      const fold = new Folding(times);
      folding = fold;
      return (series, decimals, column, isScaled) => {
        if (isScaled) fold.addScaled(series, decimals, column, isState(series));
        else fold.add(series, decimals, column, isState(series));
      };
    },
  );
  if (joined !== null && folding !== undefined) return { ...joined, buckets: folding.end() };
  const rows = mergeRows(blocks.map(({ data }) => decodeRows(data)));
  const { count, times } = rows;
  const [first, last] = [times[0] as number, times[count - 1] as number];
  return { count, first, last, data: encodeRows(rows), buckets: foldRows(rows, isState) };
}

function readMoments(
  file: string,
  stored: ReturnType<WeekFile['moments']['inSpan']>,
  tell: (damage: Damage) => void,
): MergedMoments[] {
  const whole = stored.filter((row) => {
    if (isWhole(row)) return true;
    tell({ file, what: 'moment', device: row.device, from: row.first, to: row.last });
    return false;
  });
  return [...Map.groupBy(whole, ({ name }) => name)]
    .filter(([, rows]) => rows.length > 1)
    .map(([name, rows]) => ({
      name,
      moments: sortMoments(rows.flatMap(({ data }) => decodeMoments(data))),
      ids: rows.map(({ id }) => id),
    }));
}

/** The block that takes the place of all others of the span; null where one is already it. */
export function mergedBlock({ device, parts, whole, through }: DeviceSpan): NewBlock | null {
  if (whole === null || (parts.length === 1 && parts[0]?.block.level === 1)) return null;
  const { first, last, count, data } = whole;
  return { device, first, last, frames: count, through, data };
}

/** Makes a span's blocks one, and its moments. Inside a transaction of its file. */
export function replaceSpan({ blocks, moments }: WeekFile, span: DeviceSpan, merged: NewBlock | null): void {
  for (const id of span.damaged) blocks.setLevel(id, 2);
  if (merged !== null) {
    blocks.replace(
      span.parts.map(({ block }) => block),
      merged,
    );
  }
  for (const one of span.moments) {
    for (const id of one.ids) moments.remove(id);
    moments.add(span.device, one.name, one.moments);
  }
}

/** Blocks of a late file are in the roll-ups now; they stay until the file goes. Inside a transaction of it. */
export function markAbsorbed({ blocks }: WeekFile, span: DeviceSpan): void {
  for (const id of span.damaged) blocks.setLevel(id, 2);
  for (const { block } of span.parts) if (block.level === 0) blocks.setLevel(block.id, 1);
}
