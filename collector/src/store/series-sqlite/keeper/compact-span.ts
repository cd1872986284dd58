import { decodeRows, encodeRows } from '../block/codec.ts';
import { mergeRows } from '../block/merge.ts';
import type { Rows } from '../block/rows.ts';
import type { NewBlock, StoredBlock } from '../files/blocks.ts';
import { isWhole } from '../files/checksum.ts';
import type { WeekFile } from '../files/files.ts';
import { decodeMoments, type Moment, sortMoments } from '../files/moments.ts';
import { spanMs } from '../files/schema.ts';
import type { Damage } from './messages.ts';

export interface Part {
  readonly block: Omit<StoredBlock, 'data'>;
  readonly rows: Rows;
}

/** What one device has in one span, and what becomes of it in its file. */
export interface DeviceSpan {
  readonly device: number;
  /** Blocks that could be read: the compacted one first, then in the order in which they came. */
  readonly parts: readonly Part[];
  /** All of them together. Null: there is none. */
  readonly rows: Rows | null;
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
  tell: (damage: Damage) => void,
): DeviceSpan {
  const end = span + spanMs;
  const parts: Part[] = [];
  const damaged: number[] = [];
  for (const block of [...blocks.compacted(device, span, end), ...blocks.sealed(device, span, end)]) {
    const rows = isWhole(block) ? decodeRows(block.data) : null;
    if (rows !== null) parts.push({ block, rows });
    else {
      damaged.push(block.id);
      tell({ file: period.name, what: 'block', device, from: block.first, to: block.last });
    }
  }
  return {
    device,
    parts,
    rows: parts.length > 0 ? mergeRows(parts.map(({ rows }) => rows)) : null,
    through: Math.max(-1, ...parts.map(({ block }) => block.through)),
    complete: period.kind === 'raw' && damaged.length === 0 && !blocks.hasAside(device, span, end),
    damaged,
    moments: readMoments(period.name, moments.inSpan(device, span, end), tell),
  };
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
export function mergedBlock({ device, parts, rows, through }: DeviceSpan): NewBlock | null {
  if (rows === null || (parts.length === 1 && parts[0]?.block.level === 1)) return null;
  const { count, times } = rows;
  const [first, last] = [times[0] as number, times[count - 1] as number];
  return { device, first, last, frames: count, through, data: encodeRows(rows) };
}

/** Makes a span's blocks one, and its moments. Inside a transaction of its file. */
export function replaceSpan({ blocks, moments }: WeekFile, span: DeviceSpan, merged: NewBlock | null): void {
  for (const id of span.damaged) blocks.setLevel(id, 2);
  if (merged !== null) {
    blocks.add(1, merged);
    for (const { block } of span.parts) blocks.remove(block.id);
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
