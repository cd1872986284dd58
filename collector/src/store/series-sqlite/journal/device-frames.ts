import type { DeviceId } from '@fettle/shared/ids';
import { GrowingBytes } from './bytes.ts';
import { readHead } from './frame-record.ts';
import type { DeviceMark, OpenFrames } from './mark-record.ts';
import { type NewestFrame, NewestRecord } from './newest-record.ts';
import { Sequences } from './sequences.ts';

/** Frames that are with the keeper. */
export interface SealingFrames {
  readonly records: Uint8Array;
  readonly count: number;
  /** The batches they are in: the first and the last. */
  readonly first: number;
  readonly through: number;
  readonly minTime: number;
  readonly maxTime: number;
  /** Intervals of their sequence numbers. */
  readonly sequences: readonly number[];
  /** The keeper said so; the journal does not know yet. */
  inBlocks: boolean;
}

/** Open frames of before a start: first only what a mark says of them, then their records, too. */
interface EarlierFrames {
  readonly minTime: number;
  readonly maxTime: number;
  readonly bytes: number;
  records: Uint8Array | null;
}

const never = Number.POSITIVE_INFINITY;

/** What memory holds of one device: its open frames as bytes, its newest frame, the sequence numbers that it knows. */
export class DeviceFrames {
  readonly number: number;
  readonly id: DeviceId;
  /** Every durable one: open, in blocks or removed. */
  readonly known: Sequences;
  /** Those of them that are in blocks or removed. */
  readonly inBlocks: Sequences;
  /** Sequence numbers that wait for the commit that is being gathered: the first (0: none) and the others, rarely any. */
  #pending = 0;
  #pendingToo: number[] | null = null;
  /** Frames of batches up to this are in blocks. */
  sealed: number;
  /** Its open frames wait for the keeper. */
  due = false;
  sealing: SealingFrames | null = null;
  /** They come before those in `#open`. */
  #earlier: EarlierFrames | null = null;
  readonly #open = new GrowingBytes(0, 1_024);
  #count = 0;
  #first = never;
  #last = 0;
  #minTime = never;
  #maxTime = -never;
  #since = 0;
  readonly #newest = new NewestRecord(this.#open);
  #until = -never;
  #stored: number;
  #late = 0;

  constructor(number: number, id: DeviceId, sealed = 0, sequences = new Sequences()) {
    this.number = number;
    this.id = id;
    this.sealed = sealed;
    this.inBlocks = sequences;
    // The journal does not say of what time: the newest may have been given up, and its roll-ups be there.
    this.#stored = sealed > 0 || sequences.intervals.length > 0 ? never : -never;
    this.known = new Sequences(sequences.intervals);
  }

  /** Frames that the keeper does not have yet: how many, how many bytes. */
  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#open.length + (this.#earlier?.bytes ?? 0);
  }

  /** When the oldest of them came: ms of monotonic time. */
  get since(): number {
    return this.#since;
  }

  get minTime(): number {
    return this.#minTime;
  }

  /** The first batch that is needed for its frames; Infinity: none. */
  get neededFrom(): number {
    return this.sealing && !this.sealing.inBlocks ? this.sealing.first : this.#first;
  }

  get newest(): NewestFrame | null {
    return this.#newest.frame;
  }

  /** The highest time of a frame since the start, and of those found then; -Infinity: none. */
  get until(): number {
    return this.#until;
  }

  /** Frames since the start that came with no later time than one before. */
  get late(): number {
    return this.#late;
  }

  /** No later time than this is in files, or with the keeper; -Infinity: nothing is, Infinity: nobody knows. */
  get stored(): number {
    return this.sealing === null ? this.#stored : Math.max(this.#stored, this.sealing.maxTime);
  }

  isKnown(sequence: number): boolean {
    if (this.#pending === sequence || this.#pendingToo?.includes(sequence)) return true;
    return this.known.has(sequence);
  }

  isPending(sequence: number): void {
    if (this.#pending === 0) this.#pending = sequence;
    else if (this.#pendingToo === null) this.#pendingToo = [sequence];
    else this.#pendingToo.push(sequence);
  }

  nothingPending(): void {
    this.#pending = 0;
    this.#pendingToo = null;
  }

  /** A frame that is durable now, in a batch; `now`: ms of monotonic time. */
  join(record: Uint8Array, frame: { time: number; sequence: number }, batch: number, now: number): void {
    const { time, sequence } = frame;
    if (this.#count === 0) this.#since = now;
    this.#count++;
    this.#open.add(record);
    this.#first = Math.min(this.#first, batch);
    this.#last = Math.max(this.#last, batch);
    if (time < this.#minTime) this.#minTime = time;
    if (time > this.#maxTime) this.#maxTime = time;
    if (time > this.#until) this.#until = time;
    else this.#late++;
    this.known.add(sequence);
    this.#newest.added(record.length, time, sequence);
  }

  /** A frame that a block has, which the journal did not know. */
  wasSealed(record: Uint8Array, { time, sequence }: { time: number; sequence: number }): void {
    this.known.add(sequence);
    this.inBlocks.add(sequence);
    this.take(record, time, sequence);
  }

  /** Open frames that a mark tells of; their records come later, by `attach`. Once at most. */
  recover({ count, bytes, first, last, minTime, maxTime, sequences }: OpenFrames, now: number): void {
    this.#earlier = { minTime, maxTime, bytes, records: null };
    this.#since = now;
    this.#count = count;
    this.#first = first;
    this.#last = last;
    this.#minTime = minTime;
    this.#maxTime = maxTime;
    this.known.addAll(sequences);
    this.#until = Math.max(this.#until, maxTime);
  }

  /** Frames that a mark tells of, which are in blocks though the journal did not know. */
  recoverSealed({ sequences, maxTime }: Pick<OpenFrames, 'sequences' | 'maxTime'>): void {
    this.known.addAll(sequences);
    this.inBlocks.addAll(sequences);
    this.#stored = Math.max(this.#stored, maxTime);
  }

  /** The records of what was recovered, so many frames: fewer where a batch is damaged. */
  attach(records: Uint8Array, lost: number): void {
    if (this.#earlier === null) return;
    this.#earlier = { ...this.#earlier, bytes: records.length, records };
    this.#count -= lost;
  }

  /** Whether frames that may be in [from, to) are not in memory yet. */
  isMissing(from = -never, to = never): boolean {
    const earlier = this.#earlier;
    return earlier !== null && earlier.records === null && earlier.minTime < to && earlier.maxTime >= from;
  }

  /** What a start is to know of its open frames; null: there are none. */
  get mark(): DeviceMark | null {
    const { sealing } = this;
    if (sealing === null && this.#count === 0) return null;
    const parts: OpenFrames[] = [];
    if (sealing !== null) {
      const { records, through: last, count, first, minTime, maxTime, sequences } = sealing;
      parts.push({ count, bytes: records.length, first, last, minTime, maxTime, sequences });
    }
    if (this.#count > 0) {
      const { bytes } = this;
      const sequences = this.known.without(this.inBlocks.intervals, sealing?.sequences ?? []);
      const [first, last, minTime, maxTime] = [this.#first, this.#last, this.#minTime, this.#maxTime];
      parts.push({ count: this.#count, bytes, first, last, minTime, maxTime, sequences });
    }
    return { device: this.number, parts, newest: this.newest?.record ?? null };
  }

  /** Looks whether a frame that is not open is the newest. */
  take(record: Uint8Array, time = readHead(record, 0).time, sequence = readHead(record, 0).sequence): void {
    this.#stored = Math.max(this.#stored, time);
    this.#until = Math.max(this.#until, time);
    this.#newest.offer(record, time, sequence);
  }

  forgetNewest(): void {
    this.#newest.forget();
  }

  /** All open frames go to the keeper; nothing must be with it. */
  beginSealing(): SealingFrames {
    this.#newest.leave();
    const earlier = this.#earlierRecords();
    const open = this.#open.detach();
    const sealing: SealingFrames = {
      records: earlier === null ? open : joined([earlier, open]),
      count: this.#count,
      sequences: this.known.without(this.inBlocks.intervals),
      first: this.#first,
      through: this.#last,
      minTime: this.#minTime,
      maxTime: this.#maxTime,
      inBlocks: false,
    };
    this.sealing = sealing;
    this.#earlier = null;
    this.#count = 0;
    this.#first = never;
    this.#last = 0;
    this.#minTime = never;
    this.#maxTime = -never;
    return sealing;
  }

  /** What was with the keeper is in blocks, and the journal says so. */
  sealedNow(): void {
    if (this.sealing === null) return;
    this.sealed = this.sealing.through;
    this.#stored = this.stored;
    this.sealing = null;
  }

  /** The sequence numbers that are in blocks once the keeper has what is with it. */
  sequencesOnceSealed(): Sequences {
    if (this.sealing) this.inBlocks.addAll(this.sealing.sequences);
    return this.inBlocks;
  }

  /** A copy of all records, those with the keeper first, if any may be in [from, to); of those, nothing must be missing. */
  recordsWithin(from: number, to: number): Uint8Array<ArrayBuffer> | null {
    const parts = this.partsWithin(from, to);
    return parts.length === 0 ? null : joined(parts);
  }

  /** The same without a copy, none if none may be in [from, to): good until the next frame comes. */
  partsWithin(from: number, to: number): readonly Uint8Array[] {
    const sealing = this.sealing;
    const first = sealing && sealing.minTime < to && sealing.maxTime >= from ? sealing.records : null;
    const isOpen = this.#count > 0 && this.#minTime < to && this.#maxTime >= from;
    const earlier = isOpen ? this.#earlierRecords(from, to) : null;
    return [first, earlier, isOpen ? this.#open.content : null].filter((part) => part !== null);
  }

  #earlierRecords(from?: number, to?: number): Uint8Array | null {
    if (this.isMissing(from, to)) throw new Error(`Open frames of device ${this.number} are not in memory yet.`);
    return this.#earlier?.records ?? null;
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
