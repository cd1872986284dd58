import { spanMs } from './files/schema.ts';
import type { DeviceFrames } from './journal/device-frames.ts';
import type { Confirmation, Journal } from './journal/journal.ts';
import { sealedInBlocks } from './journal/sealed-blocks.ts';
import type { Keeping } from './keeping.ts';
import type { Devices } from './names/devices.ts';

/** A device's frames are sealed at the latest after so long, ms. */
const oldestMs = 15 * 60_000;
/** Frames of a span that has just ended are sealed so long after its end, before the keeper compacts it. */
const afterSpanMs = 2 * 60_000;
const deviceBytes = 256 * 1024;
/** Few large messages write much less than many small ones: what is due waits for company. */
const companyMs = 30_000;
const messageBytes = 8 * 1024 * 1024;
/** Frames that are due and not yet known to be in blocks; beyond it nothing more is taken. */
const mostBytes = 64 * 1024 * 1024;
const retryMs = { first: 1_000, most: 30_000 };

/** Spread by device, so that not all that began together are sealed together. */
const framesOf = (device: DeviceFrames) => 60 + ((device.number * 7) % 16);
const isFull = (device: DeviceFrames) => device.count >= framesOf(device) || device.bytes >= deviceBytes;

export interface SealingParts {
  readonly folder: string;
  readonly devices: Devices;
  readonly journal: Journal;
  readonly keeper: Keeping;
  /** The highest block of each file that the journal has durably. */
  readonly confirmed: Map<string, number>;
  /** And what the next commit is to say of them, together with the devices that changed since. */
  readonly blocks: ReadonlyMap<string, number>;
  /** Whether the open frames of before the start are all in memory: before that nothing is sealed. */
  readonly isWhole: () => boolean;
  /** Asks for a commit soon. */
  readonly wake: () => void;
  readonly say: (error: Error) => void;
}

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Brings open frames to the keeper and tells the journal what is in blocks. One message is under way at a time. When it
 * fails, or the keeper dies, the files themselves say what is in them; the rest is sent again.
 */
export class Sealing {
  readonly #parts: SealingParts;
  #due: DeviceFrames[] = [];
  #underWay: DeviceFrames[] = [];
  #again: DeviceFrames[] = [];
  #sealed: DeviceFrames[] = [];
  readonly #files: Map<string, number>;
  #bytes = 0;
  /** Bytes that may wait: what was there at the start comes on top, and goes with the first that are sealed. */
  #most = mostBytes;
  #timer: NodeJS.Timeout | null = null;
  #busy = false;
  #held = false;
  #closed = false;
  #failure: Error | null = null;
  #retryMs = retryMs.first;
  /** When spans that had ended were looked for last; not yet: Infinity. */
  #looked = Number.POSITIVE_INFINITY;
  #idle: Waiter[] = [];
  #room: Waiter[] = [];

  constructor(parts: SealingParts) {
    this.#parts = parts;
    this.#files = new Map(parts.blocks);
    for (const device of parts.devices.all) this.#most += device.bytes;
  }

  /** A frame of so many bytes was added to a device's open ones. */
  joined(device: DeviceFrames, bytes: number): void {
    if (device.due) this.#bytes += bytes;
    else if (isFull(device)) this.#makeDue(device);
  }

  /** Resolves when there is room for more frames; null: there is. @throws Error why there will be none */
  room(): Promise<void> | null {
    if (this.#bytes <= this.#most) return null;
    if (this.#failure) throw this.#failure;
    return new Promise((resolve, reject) => this.#room.push({ resolve, reject }));
  }

  /**
   * Seals what is old, by monotonic time or because it lies before `keptFrom`, and what lies in a span that has just ended,
   * or since this was asked before. What comes later than that is no reason by itself: a backlog comes frame by frame.
   * Resolves when nothing that is due is left. @throws Error when the keeper fails
   */
  async sealOld(now: number, keptFrom: number): Promise<void> {
    const clock = performance.now();
    const justEnded = { from: Math.min(now - oldestMs, this.#looked - afterSpanMs), to: now - afterSpanMs };
    this.#looked = now;
    for (const device of this.#parts.devices.all) {
      if (device.count === 0 || device.due) continue;
      const end = (Math.floor(device.minTime / spanMs) + 1) * spanMs;
      const spanOver = end > justEnded.from && end <= justEnded.to;
      const isOld = device.minTime < keptFrom || clock - device.since >= oldestMs;
      if (spanOver || isOld || isFull(device)) this.#makeDue(device);
    }
    await this.#drain();
  }

  /** Nothing more is sent until `goOn`; what is under way is done then. */
  async hold(): Promise<void> {
    this.#held = true;
    if (this.#busy) await new Promise<void>((resolve) => this.#idle.push({ resolve, reject: () => resolve() }));
  }

  goOn(): void {
    this.#held = false;
    this.#send();
  }

  /** What waited for the frames of before the start is sent. */
  isWhole(): void {
    this.#send();
  }

  /** What the next commit is to say. @param changed devices whose row changed otherwise */
  confirmation(changed: readonly DeviceFrames[] = []): Confirmation {
    const sealed = this.#sealed;
    if (sealed.length === 0) return { sealed, changed, files: this.#files, neededFrom: null };
    let neededFrom = Number.POSITIVE_INFINITY;
    for (const device of this.#parts.devices.all) neededFrom = Math.min(neededFrom, device.neededFrom);
    return { sealed, changed, files: this.#files, neededFrom };
  }

  /** That commit is durable. */
  confirmed({ sealed, files }: Confirmation): void {
    for (const [name, block] of files) this.#parts.confirmed.set(name, block);
    this.#files.clear();
    for (const device of sealed) {
      const bytes = device.sealing?.records.length ?? 0;
      this.#bytes -= bytes;
      this.#most = Math.max(mostBytes, this.#most - bytes);
      device.sealedNow();
    }
    this.#sealed = [];
    if (this.#bytes <= this.#most) this.#tell('room');
    if (sealed.length > 0) this.#send();
  }

  /** Ends; what the keeper has under way is waited for. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const error = new Error('The series are closed.');
    for (const { reject } of this.#room) reject(error);
    this.#room = [];
    if (this.#busy) await new Promise<void>((resolve) => this.#idle.push({ resolve, reject: () => resolve() }));
  }

  #makeDue(device: DeviceFrames): void {
    device.due = true;
    this.#bytes += device.bytes;
    this.#due.push(device);
    // Not at once: other frames of the same commit are yet to join, and what is sealed counts for all frames of its batches.
    if (this.#bytes >= messageBytes) queueMicrotask(() => this.#send());
    else this.#later(companyMs);
  }

  async #drain(): Promise<void> {
    while (this.#busy || this.#sendable()) {
      const idle = new Promise<void>((resolve, reject) => this.#idle.push({ resolve, reject }));
      this.#send();
      await idle;
    }
  }

  #sendable(): boolean {
    if (this.#held || !this.#parts.isWhole()) return false;
    return this.#again.length > 0 || this.#due.some(({ sealing }) => sealing === null);
  }

  #later(ms: number): void {
    if (this.#timer !== null || this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#send();
    }, ms);
    this.#timer.unref();
  }

  #send(): void {
    if (this.#busy || this.#closed || !this.#sendable()) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (!this.#parts.journal.namesAreSafe()) {
      this.#later(retryMs.first);
      return;
    }
    this.#busy = true;
    this.#seal().then(
      () => this.#settled(null),
      (error: Error) => this.#settled(error),
    );
  }

  async #seal(): Promise<void> {
    const { keeper, wake } = this.#parts;
    if (this.#failure) this.#reconcile();
    this.#underWay = this.#again.length > 0 ? this.#again : this.#take();
    this.#again = [];
    if (this.#underWay.length > 0) {
      const confirm = await keeper.seal(this.#underWay);
      for (const [name, block] of Object.entries(confirm)) this.#files.set(name, block);
      for (const device of this.#underWay) this.#inBlocks(device);
      this.#underWay = [];
    }
    wake();
  }

  #settled(error: Error | null): void {
    this.#busy = false;
    this.#failure = error;
    if (error === null) {
      this.#retryMs = retryMs.first;
      this.#tell('idle');
      if (this.#bytes >= messageBytes) this.#send();
      else if (this.#due.length > 0) this.#later(companyMs);
      return;
    }
    this.#again = [...this.#underWay, ...this.#again];
    this.#underWay = [];
    if (!this.#closed) this.#parts.say(error);
    this.#tell('idle', error);
    this.#tell('room', error);
    this.#later(this.#retryMs);
    this.#retryMs = Math.min(2 * this.#retryMs, retryMs.most);
  }

  /** After a failure: what of that which was sent is in the files all the same. */
  #reconcile(): void {
    const { folder, confirmed } = this.#parts;
    if (this.#again.length === 0) return;
    const sealed = sealedInBlocks(folder, confirmed);
    for (const [name, block] of sealed.highest) this.#files.set(name, block);
    this.#again = this.#again.filter((device) => {
      const isSealed = (sealed.through.get(device.number) ?? 0) >= (device.sealing?.through ?? 0);
      if (isSealed) this.#inBlocks(device);
      return !isSealed;
    });
  }

  #inBlocks(device: DeviceFrames): void {
    if (device.sealing) device.sealing.inBlocks = true;
    this.#sealed.push(device);
  }

  /** Begins to seal devices that are due, as many as fit one message. */
  #take(): DeviceFrames[] {
    const taken: DeviceFrames[] = [];
    const left: DeviceFrames[] = [];
    let bytes = 0;
    for (const device of this.#due) {
      if (device.sealing !== null || bytes >= messageBytes) {
        left.push(device);
        continue;
      }
      device.due = false;
      bytes += device.beginSealing().records.length;
      taken.push(device);
    }
    this.#due = left;
    return taken;
  }

  #tell(whom: 'idle' | 'room', error: Error | null = null): void {
    const waiting = whom === 'idle' ? this.#idle : this.#room;
    if (whom === 'idle') this.#idle = [];
    else this.#room = [];
    for (const { resolve, reject } of waiting)
      if (error) reject(error);
      else resolve();
  }
}
