import { FettleError } from '@fettle/shared/errors';
import type { Appended, StoredFrame } from '../../../domain/series/types.ts';
import type { Devices } from '../names/devices.ts';
import type { Dictionaries } from '../names/dictionaries.ts';
import type { Tables } from '../tables.ts';
import { GrowingBytes } from './bytes.ts';
import type { DeviceFrames } from './device-frames.ts';
import { encodeRecord } from './frame-record.ts';

/** A frame that waits for its commit: its record lies at [start, end) of the gathered bytes. */
export interface GatheredFrame {
  readonly device: DeviceFrames;
  readonly time: number;
  readonly sequence: number;
  readonly dictionary: number;
  readonly start: number;
  readonly end: number;
  readonly tables: StoredFrame['frame']['tables'];
}

export interface GatherParts {
  readonly devices: Devices;
  readonly dictionaries: Dictionaries;
  readonly tables: Tables;
}

/** A buffer that grew beyond this for one commit is not kept for the next. */
const keptBytes = 8 * 1024 * 1024;

/** The frames of the next commit, as the bytes of its batch: entries `device (varint) · record`. */
export class Gather {
  readonly #parts: GatherParts;
  #out = new GrowingBytes(64 * 1024);
  #frames: GatheredFrame[] = [];

  constructor(parts: GatherParts) {
    this.#parts = parts;
  }

  get bytes(): Uint8Array {
    return this.#out.content;
  }

  get size(): number {
    return this.#out.length;
  }

  get frames(): readonly GatheredFrame[] {
    return this.#frames;
  }

  /**
   * Takes frames of one call, all or none; what it answers holds once the commit is durable. Of the caller's arrays nothing is kept.
   * @throws FettleError `frame_malformed` for what no record could hold
   */
  take(frames: readonly StoredFrame[]): Appended[] {
    for (const frame of frames) check(frame);
    const answers: Appended[] = [];
    for (const frame of frames) answers.push(this.#take(frame));
    return answers;
  }

  /** After a commit, also one that failed: what waited is no longer waiting. */
  clear(): void {
    for (const { device } of this.#frames) device.nothingPending();
    this.#frames = [];
    this.#out.length = 0;
    if (this.#out.bytes.length > keptBytes) this.#out = new GrowingBytes(64 * 1024);
  }

  #take(stored: StoredFrame): Appended {
    const { frame, time } = stored;
    const { sequence, offset, values, tables } = frame;
    const { devices, dictionaries, tables: kept } = this.#parts;
    const device = devices.device(stored.device);
    if (device.isKnown(sequence)) return 'duplicate';
    const { id: dictionary, decimals } = dictionaries.stored(stored.dictionary);
    const out = this.#out;
    out.varint(device.number);
    const start = out.length;
    encodeRecord(out, {
      sequence,
      time,
      shift: frame.time - time,
      offset,
      dictionary,
      decimals,
      values,
      tables: tables.length === 0 ? none : kept.toKeep(device, frame, time),
    });
    device.isPending(sequence);
    this.#frames.push({ device, time, sequence, dictionary, start, end: out.length, tables });
    return 'stored';
  }
}

const none: [] = [];

function check({ frame, time }: StoredFrame): void {
  const { sequence, offset } = frame;
  if (
    Number.isSafeInteger(sequence) &&
    sequence >= 1 &&
    Number.isSafeInteger(time) &&
    Number.isSafeInteger(frame.time) &&
    Number.isSafeInteger(offset) &&
    Number.isSafeInteger(frame.time - time)
  ) {
    return;
  }
  throw new FettleError('frame_malformed', 'A frame’s sequence number, time and offset must be whole numbers.');
}
