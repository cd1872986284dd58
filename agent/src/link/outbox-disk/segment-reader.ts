import { closeSync, openSync, readSync } from 'node:fs';
import { FettleError } from '@fettle/shared/errors';
import type { Dictionary, Frame } from '@fettle/shared/protocol/frame';
import { createFrameDecoder } from '@fettle/shared/protocol/frame-decoder';
import type { DictionaryMessage } from '@fettle/shared/protocol/messages';
import type { Entry } from '../outbox.ts';
import { kinds, magic, type Opening, readRecord } from './record.ts';
import type { Segment } from './segment.ts';

/** Reads one segment from its beginning; what is damaged is passed over, and all that needs it. */
export class SegmentReader {
  readonly segment: Segment;
  readonly #boot: string;
  readonly #alike: (dictionary: Dictionary) => Dictionary;
  readonly #decoder = createFrameDecoder();
  #bytes: Buffer;
  #at = 0;
  #dictionary: Dictionary | undefined;
  #opening: Opening | undefined;
  /** Sequence of the last frame read. */
  last = 0;
  /** The last acknowledged sequence that was noted so far. */
  acknowledged = 0;

  /**
   * @param boot the start of the machine in which we live: bases of another one are null
   * @param alike gives a dictionary that is already known in place of one that says the same
   * @throws ErrnoException
   */
  constructor(segment: Segment, boot: string, alike: (dictionary: Dictionary) => Dictionary) {
    this.segment = segment;
    this.#boot = boot;
    this.#alike = alike;
    this.#bytes = readFile(segment.path, segment.bytes);
    if (this.#bytes.subarray(0, magic.length).equals(magic)) this.#at = magic.length;
  }

  /** Bytes up to the end of the last record that could be one. */
  get position(): number {
    return this.#at;
  }

  /** The next frame; undefined at the end. @throws ErrnoException */
  next(): Entry | undefined {
    if (this.segment.bytes > this.#bytes.length) this.#bytes = readFile(this.segment.path, this.segment.bytes);
    while (this.#at > 0) {
      const found = readRecord(this.#bytes, this.#at, this.#bytes.length);
      if (found.is === 'end') return undefined;
      this.#at = found.next;
      // After something that is missing a difference would be applied to something else.
      if (found.is === 'damaged') this.#decoder.forget();
      const entry = found.is === 'whole' ? this.#take(found.kind, found.content) : undefined;
      if (entry !== undefined) return entry;
    }
    return undefined;
  }

  #take(kind: number, content: Buffer): Entry | undefined {
    if (kind === kinds.opening) {
      this.#opening = JSON.parse(content.toString('utf8')) as Opening;
      this.acknowledged = Math.max(this.acknowledged, this.#opening.acknowledged);
    } else if (kind === kinds.dictionary) {
      this.#name(JSON.parse(content.toString('utf8')) as DictionaryMessage);
    } else if (kind === kinds.acknowledged) {
      this.acknowledged = Math.max(this.acknowledged, content.readDoubleLE(0));
    } else if (kind === kinds.frame) {
      return this.#frame(content);
    }
    return undefined;
  }

  #name(message: DictionaryMessage): void {
    const read = this.#decoded(() => this.#decoder.dictionary(message));
    this.#dictionary = read && this.#alike(read);
  }

  #frame(content: Buffer): Entry | undefined {
    const frame: Frame | undefined = this.#decoded(() => this.#decoder.decode(content.subarray(8)));
    if (frame === undefined || this.#dictionary === undefined) return undefined;
    this.last = frame.sequence;
    const base = content.readDoubleLE(0);
    const counts = this.#opening?.boot === this.#boot && !Number.isNaN(base);
    return { frame, dictionary: this.#dictionary, base: counts ? base : null };
  }

  /** Undefined for what needs something that was damaged: the protocol’s codec notices. */
  #decoded<Result>(decode: () => Result): Result | undefined {
    try {
      return decode();
    } catch (error) {
      if (error instanceof FettleError) return undefined;
      throw error;
    }
  }
}

function readFile(path: string, size: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(size);
  const file = openSync(path, 'r');
  try {
    let done = 0;
    while (done < size) {
      const read = readSync(file, bytes, done, size - done, done);
      if (read === 0) break;
      done += read;
    }
    return bytes.subarray(0, done);
  } finally {
    closeSync(file);
  }
}
