import { closeSync, fdatasync, ftruncate, openSync, rm, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Dictionary } from '@fettle/shared/protocol/frame';
import { createFrameEncoder, frameTypes } from '@fettle/shared/protocol/frame-encoder';
import { dictionaryMessages } from '../dictionary.ts';
import type { Encoded, Entry } from '../outbox.ts';
import { kinds, type Opening, RecordWriter } from './record.ts';
import { openName, seal, type Segment } from './segment.ts';

const toDisk = promisify(fdatasync);

/** Writes one segment; each call is one write to the file. It is of no use any more after it threw an ErrnoException. */
export class SegmentWriter {
  readonly segment: Segment;
  readonly #folder: string;
  readonly #opening: Opening;
  readonly #records = new RecordWriter();
  readonly #encoder = createFrameEncoder();
  readonly #file: number;
  #dictionary: Dictionary | undefined;
  #dictionaryId = 0;
  #decimals = new Uint8Array();
  /** Made anew with each key frame. */
  #chain: object = {};
  #dirty = false;
  #syncing: Promise<void> = Promise.resolve();

  /** @param first sequence of the first frame to be appended @throws ErrnoException */
  constructor(folder: string, first: number, opening: Opening) {
    const path = join(folder, openName(first));
    this.#folder = folder;
    this.#opening = opening;
    this.#file = openSync(path, 'w', 0o600);
    this.segment = { path, first, last: first - 1, bytes: 0, newest: 0, checked: 0 };
  }

  /** @param now monotonic @throws ErrnoException; FettleError when such a frame cannot be encoded, then nothing changed */
  append({ frame, dictionary, base }: Entry, now: number): Encoded {
    const { segment } = this;
    this.#records.clear();
    if (segment.bytes === 0) {
      this.#records.magic();
      this.#records.text(kinds.opening, this.#opening);
    }
    this.#name(dictionary);
    const bytes = this.#encoder.encode(frame, this.#dictionaryId, this.#decimals);
    this.#records.frame(base, bytes);
    this.#write();
    const isKey = bytes[0] === frameTypes.key;
    if (isKey) this.#chain = {};
    const encoded = { bytes, chain: this.#chain, after: isKey ? null : segment.last };
    segment.last = frame.sequence;
    segment.newest = now;
    return encoded;
  }

  /** @throws ErrnoException */
  acknowledged(sequence: number): void {
    if (this.segment.bytes === 0) return;
    this.#records.clear();
    this.#records.number(kinds.acknowledged, sequence);
    this.#write();
  }

  /** What was written survives a loss of power once this resolves. Rejects with an ErrnoException. */
  sync(): Promise<void> {
    if (this.#dirty) {
      this.#dirty = false;
      this.#syncing = this.#syncing.then(() => toDisk(this.#file));
    }
    return this.#syncing;
  }

  /** Ends it: from now on its name says how far it goes. Rejects as `sync`. @throws ErrnoException */
  async close(): Promise<void> {
    if (this.segment.last >= this.segment.first) seal(this.#folder, this.segment);
    try {
      await this.sync();
    } finally {
      closeSync(this.#file);
    }
  }

  /** Leaves a file whose disk failed. What was written whole stays, a file without frames goes. */
  abandon(): void {
    const { path, bytes } = this.segment;
    // A sync under way still needs the file. Where its end cannot be cut off now, the next start does it.
    const close = () => ftruncate(this.#file, bytes, () => closeSync(this.#file));
    this.#syncing.then(close, close);
    if (bytes === 0) rm(path, () => {});
  }

  #name(next: Dictionary): void {
    if (next === this.#dictionary) return;
    for (const message of dictionaryMessages(this.#dictionary, next, this.#dictionaryId + 1, 0)) {
      this.#records.text(kinds.dictionary, message);
      this.#dictionaryId = message.id;
    }
    this.#dictionary = next;
    this.#decimals = Uint8Array.from(next.series, ({ decimals }) => decimals);
  }

  #write(): void {
    const { bytes } = this.#records;
    // A disk that becomes full takes a part and says so only the next time.
    for (let done = 0; done < bytes.length;) {
      done += writeSync(this.#file, bytes, done, bytes.length - done, this.segment.bytes + done);
    }
    this.segment.bytes += bytes.length;
    this.#dirty = true;
  }
}
