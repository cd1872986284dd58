import { leave } from '../block/compression.ts';
import type { NewBlock } from '../files/blocks.ts';
import { isWhole } from '../files/checksum.ts';
import type { PeriodFiles, RollupFile, WeekFile } from '../files/files.ts';
import { type Moment, sortMoments } from '../files/moments.ts';
import { type Period, periodOf } from '../files/periods.ts';
import type { Columns, RecordTable } from '../journal/open-rows.ts';
import { decodeBuckets } from '../rollup/codec.ts';
import type { Segment } from './messages.ts';
import { blocksOf } from './seal-blocks.ts';
import type { SealedSpans } from './sealed-spans.ts';
import { spanOf } from './spans.ts';

/** What a segment leaves in one file. */
interface Part {
  readonly period: Period;
  readonly blocks: NewBlock[];
  readonly tables: { readonly name: string; readonly moments: readonly Moment[] }[];
  readonly device: number;
}

/**
 * Writes segments as blocks of level 0 and moments, not compressed since they are soon compacted; one transaction a file, in order of time. When it is done it is durable;
 * when it throws, `settle` must run before anything else is written.
 * @returns of each file written the highest block number
 * @throws FettleError `data_unwritable`; Error when a dictionary is missing
 */
export function seal(
  files: PeriodFiles,
  sealed: SealedSpans,
  segments: readonly Segment[],
  dictionaries: ReadonlyMap<number, Columns>,
): Record<string, number> {
  const target = targets(files);
  const parts = segments.flatMap((segment) => partsOf(segment, dictionaries, target));
  const periods = new Map(parts.map(({ period }) => [period.name, period]));
  const confirm: Record<string, number> = {};
  const unsettled: { period: Period; ids: number[] }[] = [];
  for (const period of [...periods.values()].toSorted((a, b) => a.start - b.start)) {
    const inFile = parts.filter((part) => part.period.name === period.name);
    const pending = files.write(period, () => writeParts(files.week(period), inFile));
    if (pending.length > 0) unsettled.push({ period, ids: pending });
    for (const { blocks } of inFile) for (const { first } of blocks) sealed.add(period, spanOf(first));
    confirm[period.name] = files.week(period).blocks.highest;
  }
  for (const { period, ids } of unsettled) {
    files.write(period, () => {
      for (const id of ids) files.week(period).blocks.settle(id);
    });
  }
  return confirm;
}

/** @returns the blocks that are not whole before a later file is written */
function writeParts({ blocks, moments }: WeekFile, parts: readonly Part[]): number[] {
  const pending: number[] = [];
  for (const part of parts) {
    for (const block of part.blocks) {
      const id = blocks.add(0, block);
      if (block.through < 0) pending.push(id);
    }
    for (const table of part.tables) moments.add(part.device, table.name, table.moments, leave);
  }
  return pending;
}

/** What a segment leaves in which files; in all but the last of them `through` is negative. */
function partsOf(
  { device, through, records }: Segment,
  dictionaries: ReadonlyMap<number, Columns>,
  target: (time: number) => Period,
): Part[] {
  const parts = new Map<string, Part>();
  const { blocks, tables } = blocksOf(records, dictionaries);
  const latest = blocks.at(-1);
  const lastFile = latest && target(latest.span).name;
  const tablesOf = tables.length > 0 ? Map.groupBy(tables, ({ time }) => spanOf(time)) : null;
  for (const { span, first, last, frames, data } of blocks) {
    const period = target(span);
    const part = parts.get(period.name) ?? { period, device, blocks: [], tables: [] };
    parts.set(period.name, part);
    part.blocks.push({ device, first, last, frames, through: period.name === lastFile ? through : -through, data });
    if (tablesOf) part.tables.push(...byName(tablesOf.get(span) ?? []));
  }
  return [...parts.values()];
}

function byName(tables: readonly RecordTable[]): { name: string; moments: Moment[] }[] {
  return [...Map.groupBy(tables, ({ name }) => name)].map(([name, moments]) => ({
    name,
    moments: sortMoments(moments),
  }));
}

/** The file for frames of a time: that of its week, or the late one where the week was given up and only roll-ups tell of it. */
function targets(files: PeriodFiles): (time: number) => Period {
  const known = new Map<number, Period>();
  let latest: Period | null = null;
  return (time) => {
    if (latest !== null && time >= latest.start && time < latest.end) return latest;
    const raw = periodOf('raw', time);
    latest = known.get(raw.start) ?? choose(files, raw, periodOf('late', time));
    known.set(raw.start, latest);
    return latest;
  };
}

function choose(files: PeriodFiles, raw: Period, late: Period): Period {
  if (files.has(raw)) return raw;
  if (files.has(late)) return late;
  const around = files.all('five', 'hour').filter((one) => one.start < raw.end && one.end > raw.start);
  return around.some((one) => tells(files.rollup(one), raw)) ? late : raw;
}

/** Whether a file of roll-ups has buckets of a week. A month of hours reaches over weeks in which nothing was measured. */
function tells({ pieces }: RollupFile, week: Period): boolean {
  if (pieces.anyInside(week.start, week.end)) return true;
  for (const piece of pieces.across(week.start, week.end)) {
    if (!isWhole(piece)) continue;
    const { starts } = decodeBuckets(piece.data, new Int32Array());
    if (starts.some((start) => start >= week.start && start < week.end)) return true;
  }
  return false;
}

/**
 * Ends what a seal left half done, if any: segments whose last part is durable are whole, of others every part is removed,
 * for the journal still has them.
 */
export function settle(files: PeriodFiles): void {
  const weeks = files.all('raw', 'late');
  weeks.forEach((period, place) => {
    const pending = files.week(period).blocks.pending();
    if (pending.length === 0) return;
    const whole = new Set(
      pending.filter(({ device, through }) =>
        weeks.slice(place + 1).some((later) => files.week(later).blocks.hasSealed(device, through)),
      ),
    );
    files.write(period, () => {
      const { blocks } = files.week(period);
      for (const one of pending) {
        if (whole.has(one)) blocks.settle(one.id);
        else blocks.remove(one.id);
      }
    });
  });
}
