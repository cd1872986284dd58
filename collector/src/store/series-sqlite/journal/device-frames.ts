import type { DeviceId } from '@fettle/shared/ids';
import { GrowingBytes } from './bytes.ts';
import { headsOf, readHead } from './frame-record.ts';
import { Sequences } from './sequences.ts';

/** Frames that are with the keeper. */
export interface SealingFrames {
  readonly records: Uint8Array;
  /** The batches they are in: the first and the last. */
  readonly first: number;
  readonly through: number;
  readonly minTime: number;
  readonly maxTime: number;
  /** The keeper said so; the journal does not know yet. */
  inBlocks: boolean;
}

export interface NewestFrame {
  readonly time: number;
  readonly sequence: number;
  readonly record: Uint8Array;
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
  readonly #open = new GrowingBytes(0, 1_024);
  #count = 0;
  #first = never;
  #last = 0;
  #minTime = never;
  #maxTime = -never;
  #since = 0;
  /** Its record while it is not among the open ones; there it lies at [start, end), and start is -1 else. */
  readonly #newest = new GrowingBytes();
  #newestStart = -1;
  #newestEnd = -1;
  #newestTime = -never;
  #newestSequence = 0;

  constructor(number: number, id: DeviceId, sealed = 0, sequences = new Sequences()) {
    this.number = number;
    this.id = id;
    this.sealed = sealed;
    this.inBlocks = sequences;
    this.known = new Sequences(sequences.intervals);
  }

  /** Frames that the keeper does not have yet: how many, how many bytes. */
  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#open.length;
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
    const isOpen = this.#newestStart >= 0;
    if (!isOpen && this.#newest.length === 0) return null;
    const record = isOpen ? this.#open.content.subarray(this.#newestStart, this.#newestEnd) : this.#newest.content;
    return { time: this.#newestTime, sequence: this.#newestSequence, record };
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
    this.known.add(sequence);
    if (!this.#isNewer(time, sequence)) return;
    this.#newestTime = time;
    this.#newestSequence = sequence;
    this.#newestEnd = this.#open.length;
    this.#newestStart = this.#newestEnd - record.length;
  }

  /** A frame that a block has, which the journal did not know. */
  wasSealed(record: Uint8Array, { time, sequence }: { time: number; sequence: number }): void {
    this.known.add(sequence);
    this.inBlocks.add(sequence);
    this.take(record, time, sequence);
  }

  /** Looks whether a frame that is not open is the newest. */
  take(record: Uint8Array, time = readHead(record, 0).time, sequence = readHead(record, 0).sequence): void {
    if (!this.#isNewer(time, sequence)) return;
    this.#newestTime = time;
    this.#newestSequence = sequence;
    this.#copyNewest(record);
  }

  #isNewer(time: number, sequence: number): boolean {
    return time > this.#newestTime || (time === this.#newestTime && sequence > this.#newestSequence);
  }

  #copyNewest(record: Uint8Array): void {
    this.#newestStart = -1;
    this.#newest.length = 0;
    this.#newest.add(record);
  }

  forgetNewest(): void {
    this.#newestStart = -1;
    this.#newest.length = 0;
    this.#newestTime = -never;
    this.#newestSequence = 0;
  }

  /** All open frames go to the keeper; nothing must be with it. */
  beginSealing(): SealingFrames {
    if (this.#newestStart >= 0) this.#copyNewest(this.#open.content.subarray(this.#newestStart, this.#newestEnd));
    const sealing: SealingFrames = {
      records: this.#open.detach(),
      first: this.#first,
      through: this.#last,
      minTime: this.#minTime,
      maxTime: this.#maxTime,
      inBlocks: false,
    };
    this.sealing = sealing;
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
    this.sealing = null;
  }

  /** The sequence numbers that are in blocks once the keeper has what is with it. */
  sequencesOnceSealed(): Sequences {
    if (this.sealing) for (const { sequence } of headsOf(this.sealing.records)) this.inBlocks.add(sequence);
    return this.inBlocks;
  }

  /** A copy of all records that lie in memory, those with the keeper first, if any may be in [from, to). */
  recordsWithin(from: number, to: number): Uint8Array<ArrayBuffer> | null {
    const sealing = this.sealing;
    const first = sealing && sealing.minTime < to && sealing.maxTime >= from ? sealing.records : null;
    const second = this.#count > 0 && this.#minTime < to && this.#maxTime >= from ? this.#open.content : null;
    if (!first && !second) return null;
    const records = new Uint8Array((first?.length ?? 0) + (second?.length ?? 0));
    if (first) records.set(first);
    if (second) records.set(second, first?.length ?? 0);
    return records;
  }
}
