/** Frames on disk until they are acknowledged; in memory while the disk fails. docs/outbox.md tells the format. */
import { rmSync } from 'node:fs';
import { FettleError } from '@fettle/shared/errors';
import type { Dictionary } from '@fettle/shared/protocol/frame';
import type { Clock } from '../../clock.ts';
import { syncFolder } from '../../platform/files.ts';
import type { Log } from '../../log.ts';
import { type Encoded, type Entry, memoryBounds, type Outbox } from '../outbox.ts';
import { madeOf } from './alike.ts';
import { openFolder } from './open-folder.ts';
import { Recent } from './recent.ts';
import { type DiskBounds, segmentBounds, tooMany } from './room.ts';
import { type Segment, unacknowledged } from './segment.ts';
import { SegmentReader } from './segment-reader.ts';
import { SegmentWriter } from './segment-writer.ts';

/** So often what was written is made to survive a loss of power, and a disk that failed is tried again. */
const minuteMs = 60_000;

export interface DiskOutboxNeeds {
  /** Made where there is none; nobody else may use it. */
  readonly folder: string;
  readonly bounds: DiskBounds;
  readonly clock: Clock;
  readonly log: Pick<Log, 'error' | 'warn' | 'info'>;
  /** Names this start of the machine: by it the monotonic clock of an earlier life is known to be the same. */
  readonly boot: string;
}

export class DiskOutbox implements Outbox {
  readonly #needs: DiskOutboxNeeds;
  readonly #recent = new Recent(memoryBounds);
  #segments: Segment[] = [];
  #writer: SegmentWriter | undefined;
  /** When the writer's first frame was taken. */
  #began = 0;
  #reader: SegmentReader | undefined;
  #dictionary: Dictionary | undefined;
  #acknowledged = 0;
  #newFile = false;
  #cancel: () => void;
  last = 0;
  dropped = 0;
  damaged = 0;
  problem: string | null = null;
  #opened = false;
  /** Nothing is written before the next minute; `problem` stays until something was. */
  #failed = false;

  constructor(needs: DiskOutboxNeeds) {
    this.#needs = needs;
    try {
      this.#open();
    } catch (error) {
      this.#fail(error);
    }
    this.#cancel = needs.clock.after(minuteMs, () => this.#minute());
  }

  get where(): 'disk' | 'memory' {
    return this.problem === null ? 'disk' : 'memory';
  }

  get frames(): number {
    const onDisk = this.#segments.reduce((sum, segment) => sum + unacknowledged(segment, this.#acknowledged), 0);
    return onDisk + this.#recent.unstored.length;
  }

  get bytes(): number {
    const waiting = this.#segments.filter((segment) => unacknowledged(segment, this.#acknowledged) > 0);
    return waiting.reduce((sum, segment) => sum + segment.bytes, this.#recent.unstoredBytes);
  }

  append(entry: Entry): void {
    this.last = entry.frame.sequence;
    this.#dictionary = entry.dictionary;
    try {
      const encoded = this.#failed ? null : this.#write(entry);
      this.dropped += this.#recent.add(encoded === null ? entry : { ...entry, encoded }, encoded !== null);
    } catch (error) {
      this.dropped++;
      this.#needs.log.error({ err: error, sequence: this.last }, 'a frame cannot be encoded and is left out');
    }
  }

  pending(after: number, limit: number): readonly Entry[] {
    const from = Math.max(after, this.#acknowledged);
    const read = this.#read(from, limit);
    if (read.length > 0) return read;
    this.#reader = undefined;
    return this.#recent.after(from, limit);
  }

  acknowledge(sequence: number): void {
    if (sequence <= this.#acknowledged) return;
    this.#acknowledged = sequence;
    this.#recent.acknowledge(sequence);
    while (this.#segments[0] !== this.#writer?.segment && (this.#segments[0]?.last ?? Infinity) <= sequence) {
      this.#remove(this.#segments.shift());
    }
    this.#attempt(() => this.#writer?.acknowledged(sequence));
  }

  async close(): Promise<void> {
    this.#cancel();
    this.#reader = undefined;
    const writer = this.#writer;
    this.#writer = undefined;
    try {
      await writer?.close();
      await this.#syncFolder();
    } catch (error) {
      this.#fail(error);
    }
  }

  #open(): void {
    const { folder, bounds, clock, log } = this.#needs;
    const { segments, acknowledged, torn } = openFolder(folder, clock);
    this.#segments = segments;
    this.#opened = true;
    this.last = Math.max(this.last, segments.at(-1)?.last ?? 0);
    this.#acknowledged = Math.max(this.#acknowledged, acknowledged);
    this.damaged += torn;
    if (torn > 0) log.warn({ torn, folder }, 'the outbox ended in the middle of a record, which was cut off');
    while ((this.#segments[0]?.last ?? Infinity) <= this.#acknowledged) this.#remove(this.#segments.shift());
    this.#makeRoom(bounds, clock.monotonic());
  }

  /** @returns what is on disk now; null: it is not. @throws FettleError when it cannot be encoded */
  #write(entry: Entry): Encoded | null {
    try {
      const now = this.#needs.clock.monotonic();
      this.#rotate(entry.frame.sequence, now);
      const writer = this.#writer ?? this.#begin(entry.frame.sequence, now);
      const encoded = writer.append(entry, now);
      if (this.#segments.at(-1) !== writer.segment) this.#segments.push(writer.segment);
      this.#written();
      return encoded;
    } catch (error) {
      if (error instanceof FettleError) throw error;
      this.#fail(error);
      return null;
    }
  }

  #begin(sequence: number, now: number): SegmentWriter {
    const { folder, boot } = this.#needs;
    this.#began = now;
    this.#newFile = true;
    this.#writer = new SegmentWriter(folder, sequence, { boot, acknowledged: this.#acknowledged });
    return this.#writer;
  }

  /** Ends a file that is large or old enough, or that this frame does not follow without a gap. */
  #rotate(sequence: number, now: number): void {
    const writer = this.#writer;
    if (writer === undefined) return;
    const most = segmentBounds(this.#needs.bounds);
    const { segment } = writer;
    if (segment.last + 1 === sequence && segment.bytes < most.bytes && now - this.#began < most.age) return;
    this.#writer = undefined;
    writer.close().catch((error: unknown) => this.#fail(error));
    if (segment.last <= this.#acknowledged) this.#remove(this.#segments.pop());
    this.#makeRoom(this.#needs.bounds, now);
  }

  #makeRoom(bounds: DiskBounds, now: number): void {
    const going = this.#segments.splice(0, tooMany(this.#segments, bounds, now));
    const frames = going.reduce((sum, segment) => sum + unacknowledged(segment, this.#acknowledged), 0);
    for (const segment of going) this.#remove(segment);
    if (frames === 0) return;
    this.dropped += frames;
    this.#needs.log.warn({ frames, dropped: this.dropped }, 'the outbox has no room: the oldest frames were dropped');
  }

  #remove(segment: Segment | undefined): void {
    if (segment === undefined) return;
    if (this.#reader?.segment === segment) this.#reader = undefined;
    try {
      // Also while nothing can be written: it makes room.
      rmSync(segment.path, { force: true });
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Frames after a sequence that are on disk and not in memory. */
  #read(after: number, limit: number): Entry[] {
    const found: Entry[] = [];
    let at = after;
    while (found.length < limit) {
      const segment = this.#segments.find(({ last }) => last > at);
      const next = Math.max(segment?.first ?? 0, at + 1);
      if (segment === undefined || next >= this.#recent.first) break;
      const entry = this.#next(segment, at);
      const sequence = Math.min(entry?.frame.sequence ?? segment.last + 1, this.#recent.first);
      this.#lost(segment, next, sequence - 1);
      if (entry !== undefined && sequence > at && sequence < this.#recent.first) found.push(entry);
      at = Math.max(at, entry === undefined ? segment.last : sequence);
    }
    return found;
  }

  #next(segment: Segment, after: number): Entry | undefined {
    try {
      if (this.#reader?.segment !== segment || this.#reader.last > after) {
        const { boot } = this.#needs;
        this.#reader = new SegmentReader(segment, boot, (read) => (this.#dictionary = madeOf(this.#dictionary, read)));
      }
      return this.#reader.next();
    } catch (error) {
      this.#needs.log.error({ err: error, file: segment.path }, 'a file of the outbox cannot be read');
      return undefined;
    }
  }

  /** The file should hold these and does not: told once, however often it is read. */
  #lost(segment: Segment, from: number, to: number): void {
    const lost = to - Math.max(from, segment.checked + 1) + 1;
    segment.checked = Math.max(segment.checked, to);
    if (lost <= 0) return;
    this.damaged += lost;
    this.#needs.log.error({ file: segment.path, from, to }, 'frames in the outbox are damaged and lost');
  }

  #attempt(work: () => void): void {
    try {
      if (!this.#failed) work();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#failed = true;
    this.#writer?.abandon();
    this.#writer = undefined;
    if (this.problem !== null) return;
    const { folder, log } = this.#needs;
    const why = error instanceof Error ? error.message : String(error);
    const most = memoryBounds.frames;
    this.problem = `${folder} cannot be written: ${why}. Up to ${most} frames are kept in memory. Check free space and the disk.`;
    log.error({ err: error, folder }, 'the outbox cannot be written: frames are kept in memory');
  }

  #written(): void {
    if (this.problem === null) return;
    this.problem = null;
    this.#needs.log.info({ folder: this.#needs.folder }, 'the outbox can be written again');
  }

  #minute(): void {
    this.#cancel = this.#needs.clock.after(minuteMs, () => this.#minute());
    if (this.#failed) return this.#tryAgain();
    this.#makeRoom(this.#needs.bounds, this.#needs.clock.monotonic());
    const synced = Promise.all([this.#writer?.sync(), this.#syncFolder()]);
    synced.catch((error: unknown) => this.#fail(error));
  }

  #tryAgain(): void {
    this.#failed = false;
    if (!this.#opened) this.#attempt(() => this.#open());
    for (const entry of this.#recent.unstored) {
      if (this.#failed || this.#write(entry) === null) return;
      this.#recent.store(entry.frame.sequence);
    }
  }

  /** So that a new file is still there after a loss of power. */
  async #syncFolder(): Promise<void> {
    if (!this.#newFile || process.platform === 'win32') return;
    this.#newFile = false;
    await syncFolder(this.#needs.folder);
  }
}
