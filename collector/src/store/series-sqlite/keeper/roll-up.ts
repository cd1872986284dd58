import { mergeRows } from '../block/merge.ts';
import type { RollupFile } from '../files/files.ts';
import type { NewPiece } from '../files/pieces.ts';
import { dayMs, spanMs } from '../files/schema.ts';
import type { Buckets } from '../rollup/buckets.ts';
import { addBuckets, foldHours } from '../rollup/combine.ts';
import { foldRows } from '../rollup/fold.ts';
import type { DeviceSpan, Part } from './compact-span.ts';
import { cutBuckets } from './cut.ts';
import type { Known, Next, Rollups } from './rollups.ts';
import { dayOf } from './spans.ts';

/** The roll-up files of a span; null: the plan no longer keeps that period. */
export interface RollupFiles {
  readonly five: RollupFile | null;
  readonly hour: RollupFile | null;
}

export interface PieceWrite {
  readonly piece: NewPiece;
  /** Blocks to remember as being in it, for the case that the process ends before their file knows. */
  readonly added: readonly number[];
}

/** Pieces to write for a device's span; null: nothing to write. */
export interface RolledUp {
  readonly five: PieceWrite | null;
  readonly hour: PieceWrite | null;
}

const nothing: RolledUp = { five: null, hour: null };

/** Makes roll-ups of spans as they are compacted. */
export class RollUp {
  readonly #rollups: Rollups;
  readonly #files: RollupFiles;
  readonly #week: number;
  readonly #isState: (series: number) => boolean;

  /** @param week the beginning of the week whose blocks they are */
  constructor(rollups: Rollups, files: RollupFiles, week: number, isState: (series: number) => boolean) {
    this.#rollups = rollups;
    this.#files = files;
    this.#week = week;
    this.#isState = isState;
  }

  /**
   * What the roll-ups of a device become by one span. Where all raw samples of the span are there they are made anew, else what
   * is not in them yet is added. Once the day's pieces were merged, its hours follow; before, that merge will make them.
   */
  of(span: number, device: DeviceSpan): RolledUp {
    const day = dayOf(span);
    const { five, hour } = this.#files;
    if (five === null || this.#isFiveGone(device.device, day)) {
      if (hour === null) return nothing;
      const known = this.#rollups.find(hour, device.device, day, day + dayMs);
      return { five: null, hour: asWrite(...this.#add(hour, known, device, foldHours)) };
    }
    const known = this.#rollups.find(five, device.device, span, span + spanMs);
    const [next, added] = device.complete ? this.#replace(five, known, device) : this.#add(five, known, device);
    const hours = isLong(known) && hour ? this.#hours(five, hour, known, next, day) : null;
    return { five: asWrite(next, added), hour: hours && { piece: hours, added: [] } };
  }

  /** Whether the day's five-minute buckets of the device were given up, although the plan would keep them now: only its hours are known. */
  #isFiveGone(device: number, day: number): boolean {
    const { five, hour } = this.#files;
    if (hour === null || five?.pieces.has(device, day, day + dayMs)) return false;
    const { piece } = this.#rollups.find(hour, device, day, day + dayMs);
    const hours = piece && this.#rollups.open(hour.period.name, piece);
    return hours !== null && hours.starts.some((start) => start >= day && start < day + dayMs);
  }

  #replace(file: RollupFile, known: Known, of: DeviceSpan): [Next | null, number[]] {
    if (of.whole === null) return [null, []];
    const { buckets } = of.whole;
    return [this.#rollups.next(file, of.device, known, of.through, () => buckets), added(known, of.parts)];
  }

  /** @param shape five-minute buckets to those of the file */
  #add(
    file: RollupFile,
    known: Known,
    of: DeviceSpan,
    shape: (five: Buckets) => Buckets = (five) => five,
  ): [Next | null, number[]] {
    const missing = of.parts.filter(({ block }) => {
      if (block.level !== 0) return false;
      return isLong(known) ? !file.pieces.isAdded(this.#week, block.id) : block.through > known.absorbed;
    });
    if (missing.length === 0) return [null, []];
    const buckets = shape(foldRows(mergeRows(missing.map(({ rows }) => rows())), this.#isState));
    const change = (part: Buckets | null) => (part === null ? buckets : addBuckets(part, buckets));
    return [this.#rollups.next(file, of.device, known, of.through, change), added(known, missing)];
  }

  /** The day's hours, of five-minute buckets that were merged before. */
  #hours(five: RollupFile, hour: RollupFile, known: Known, next: Next | null, day: number): NewPiece | null {
    const { piece } = known;
    const buckets = next?.buckets ?? (piece && this.#rollups.open(five.period.name, piece));
    if (piece === null || buckets === null) return null;
    const { device } = piece;
    const hours = foldHours(cutBuckets(buckets, day, day + dayMs));
    const before = this.#rollups.find(hour, device, day, day + dayMs);
    return this.#rollups.next(hour, device, before, next?.piece.absorbed ?? known.absorbed, () => hours).piece;
  }
}

/** Whether it is about more than one span: then `absorbed` does not tell of each block. */
const isLong = ({ from, to, piece }: Known): boolean =>
  to - from > spanMs || (piece !== null && piece.finish - piece.start > spanMs);

const added = (known: Known, parts: readonly Part[]): number[] =>
  isLong(known) ? parts.filter(({ block }) => block.level === 0).map(({ block }) => block.id) : [];

const asWrite = (next: Next | null, blocks: readonly number[]): PieceWrite | null =>
  next && { piece: next.piece, added: blocks };
