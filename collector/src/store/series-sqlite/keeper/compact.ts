import type { RetentionPlan } from '../../../domain/series/types.ts';
import type { NewBlock } from '../files/blocks.ts';
import type { PeriodFiles, RollupFile } from '../files/files.ts';
import { shardOf } from '../files/fleet.ts';
import { type Period, periodOf, type PeriodKind } from '../files/periods.ts';
import { spanMs } from '../files/schema.ts';
import { type DeviceSpan, markAbsorbed, mergedBlock, readSpan, replaceSpan } from './compact-span.ts';
import type { Damage } from './messages.ts';
import { type PieceWrite, type RolledUp, RollUp, type RollupFiles } from './roll-up.ts';
import { Rollups } from './rollups.ts';
import type { SealedSpans } from './sealed-spans.ts';
import { isGivenUp, openSince } from './spans.ts';
import { transpose } from './transpose.ts';

/** Devices that are compacted in one transaction at most, and the time after which no further one joins them, ms. */
const groupDevices = 128;
const groupMs = 80;

/** What compacting needs to know. */
export interface Surroundings {
  readonly files: PeriodFiles;
  readonly sealed: SealedSpans;
  readonly isState: (series: number) => boolean;
  readonly tell: (damage: Damage) => void;
  readonly now: number;
  readonly plan: RetentionPlan;
}

/**
 * Compacts every span that is over and has blocks of level 0, the oldest first: its roll-ups, then its blocks. Gives way after each group
 * of devices that is durable, and then blocks may be sealed, but nothing else may be written. It may be left there for good: what is on
 * disk tells what is left to do.
 */
export function* compact(around: Surroundings): Generator<void> {
  const { files, sealed, now } = around;
  for (const period of files.all('raw', 'late')) {
    const due = sealed.of(period).filter((span) => span + spanMs <= openSince(now) || period.kind === 'late');
    for (const span of due) yield* compactSpan(around, period, span);
  }
}

function* compactSpan(around: Surroundings, period: Period, span: number): Generator<void> {
  const { files, sealed, tell } = around;
  for (;;) {
    const devices = files.week(period).blocks.devicesSealed(span, span + spanMs, -1, groupDevices);
    if (devices.length === 0) break;
    for (const device of compactGroup(around, period, span, devices)) sealed.touch(period, span, shardOf(device));
    yield;
  }
  sealed.done(period, span);
  const five = rollupFile(around, 'five', span)?.period;
  const rollups = new Rollups(tell);
  for (;;) {
    const shard = sealed.takeShard(period, span);
    if (shard === undefined) return;
    if (five !== undefined) yield* transpose(files, five, rollups, span, shard);
  }
}

/** Compacts the first of some devices, all if time allows. @returns those */
function compactGroup(around: Surroundings, period: Period, span: number, devices: readonly number[]): number[] {
  const { files, isState, tell } = around;
  const week = files.week(period);
  const rollupFiles = { five: rollupFile(around, 'five', span), hour: rollupFile(around, 'hour', span) };
  const rollUp = new RollUp(new Rollups(tell), rollupFiles, period.start, isState);
  const until = performance.now() + groupMs;
  const done: { of: DeviceSpan; rolled: RolledUp; merged: NewBlock | null }[] = [];
  for (const device of devices) {
    const of = readSpan(week, device, span, isState, tell);
    const rolled = rollUp.of(span, of);
    done.push({ of: withoutRows(of), rolled, merged: period.kind === 'raw' ? mergedBlock(of) : null });
    if (performance.now() > until) break;
  }
  writePieces(
    files,
    rollupFiles,
    period.start,
    span,
    done.map(({ rolled }) => rolled),
  );
  files.write(period, () => {
    for (const { of, merged } of done) {
      if (period.kind === 'raw') replaceSpan(week, of, merged);
      else markAbsorbed(week, of);
    }
  });
  return done.map(({ of }) => of.device);
}

/** What was read is no longer needed and should not fill the memory. */
function withoutRows(of: DeviceSpan): DeviceSpan {
  const none = () => {
    throw new Error('These rows were let go of.');
  };
  return {
    ...of,
    whole: null,
    parts: of.parts.map(({ block }) => ({ block: { ...block, data: undefined }, rows: none })),
  };
}

/** Five-minute pieces first: hours follow from them. */
function writePieces(
  files: PeriodFiles,
  { five, hour }: RollupFiles,
  week: number,
  span: number,
  rolled: readonly RolledUp[],
): void {
  for (const [file, of] of [
    [five, 'five'],
    [hour, 'hour'],
  ] as const) {
    const writes = rolled.map((one) => one[of]).filter((one): one is PieceWrite => one !== null);
    if (file === null || writes.length === 0) continue;
    files.write(file.period, () => {
      for (const { piece, added } of writes) {
        file.pieces.put(piece);
        file.pieces.tellAdded(week, added);
        file.fleet?.tellNewer(span, piece.device);
      }
    });
  }
}

/** The roll-up file of a span; null: it was given up. One that is about to go is still right, and its hours are made of it. */
function rollupFile({ files, now, plan }: Surroundings, kind: PeriodKind, span: number): RollupFile | null {
  const period = periodOf(kind, span);
  return isGivenUp(period, now, plan) && !files.has(period) ? null : files.rollup(period);
}
