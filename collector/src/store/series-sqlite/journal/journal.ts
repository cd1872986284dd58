import { crc32 } from 'node:zlib';
import type { Database, Statement } from 'better-sqlite3';
import type { Devices } from '../names/devices.ts';
import type { Dictionaries } from '../names/dictionaries.ts';
import type { SeriesNumbers } from '../names/series-numbers.ts';
import type { DamagedBatch } from './batches.ts';
import type { DeviceFrames } from './device-frames.ts';
import { Marks } from './marks.ts';
import { encodeSequences } from './sequences.ts';

export interface Names {
  readonly devices: Devices;
  readonly series: SeriesNumbers;
  readonly dictionaries: Dictionaries;
}

/** What else becomes durable with a commit. */
export interface Confirmation {
  /** Devices whose frames with the keeper are in blocks. */
  readonly sealed: readonly DeviceFrames[];
  /** Devices of which only the row is to be written again. */
  readonly changed: readonly DeviceFrames[];
  /** The highest block id of raw files. */
  readonly files: ReadonlyMap<string, number>;
  /** Batches below this are in blocks; null: none is removed. */
  readonly neededFrom: number | null;
}

const blob = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The journal's file: one transaction a commit, checkpoints when asked for. */
export class Journal {
  readonly #db: Database;
  readonly #names: Names;
  readonly #marks: Marks;
  readonly #addBatch: Statement;
  readonly #removeBatches: Statement;
  readonly #confirmFile: Statement;
  readonly #transaction: (batch: number, data: Uint8Array, confirmation: Confirmation) => void;
  #next: number;
  /** The newest commit that names were written in is in the WAL only. */
  #namesUnsafe = false;
  #walPages = 0;
  /** Batches from this on are kept. */
  #keptFrom = Number.POSITIVE_INFINITY;

  /**
   * @param next the number of the next batch: above all that were ever given
   * @param markEvery bytes of frames after which all devices have been marked anew
   */
  constructor(db: Database, names: Names, next: number, markEvery: number) {
    this.#db = db;
    this.#names = names;
    this.#marks = new Marks(db, names.devices, markEvery);
    this.#next = next;
    this.#addBatch = db.prepare('insert into batch (id, crc, data) values (?, ?, ?)');
    this.#removeBatches = db.prepare('delete from batch where id < ?');
    this.#confirmFile = db.prepare(
      'insert into file (name, confirmed) values (?, ?) on conflict (name) do update set confirmed = excluded.confirmed',
    );
    this.#transaction = db.transaction((batch: number, data: Uint8Array, confirmation: Confirmation) =>
      this.#write(batch, data, confirmation),
    );
  }

  get next(): number {
    return this.#next;
  }

  /** Bytes of the WAL that no checkpoint moved yet, about. */
  get walBytes(): number {
    return this.#walPages * 8_192;
  }

  /** @returns the batch's number. On an error nothing is written, and the names stay to be written. */
  commit(data: Uint8Array, confirmation: Confirmation): number {
    const { devices, series, dictionaries } = this.#names;
    const batch = this.#next;
    const hasNames = devices.unwritten + series.unwritten + dictionaries.unwritten > 0;
    this.#transaction(batch, data, confirmation);
    devices.written();
    series.written();
    dictionaries.written();
    this.#marks.written();
    if (hasNames) this.#namesUnsafe = true;
    if (data.length > 0) this.#next++;
    this.#walPages += 2 + Math.ceil(data.length / 8_192) + confirmation.sealed.length;
    return batch;
  }

  /**
   * Moves the WAL into the file as far as it can at once. @returns whether that was all of it
   */
  checkpoint(): boolean {
    const [row] = this.#db.pragma('wal_checkpoint(PASSIVE)') as { busy: number; log: number; checkpointed: number }[];
    const whole = row !== undefined && row.busy === 0 && row.checkpointed === row.log;
    if (whole) this.#namesUnsafe = false;
    this.#walPages = whole ? 0 : (row?.log ?? 0) - (row?.checkpointed ?? 0);
    return whole;
  }

  /**
   * Whether all names are in the file itself. Blocks must not use others: were the WAL deleted, a number would be given
   * a second time.
   */
  namesAreSafe(): boolean {
    return !this.#namesUnsafe || this.checkpoint();
  }

  /** Files of blocks that are no more. */
  forgetFiles(names: readonly string[]): void {
    const forget = this.#db.prepare('delete from file where name = ?');
    for (const name of names) forget.run(name);
  }

  /** The next start is to read all batches, and to make the journal anew without the damaged ones: those that cannot be read cannot be removed either. */
  leaveToStart(damaged: readonly DamagedBatch[]): void {
    for (const { batch, data } of damaged) if (data === null) this.#keptFrom = Math.min(this.#keptFrom, batch);
    this.#marks.forget();
  }

  close(): void {
    this.#db.close();
  }

  #write(batch: number, data: Uint8Array, { sealed, changed, files, neededFrom }: Confirmation): void {
    const { devices, series, dictionaries } = this.#names;
    devices.write();
    series.write();
    dictionaries.write();
    this.#marks.write(batch - 1, data.length);
    if (data.length > 0) this.#addBatch.run(batch, crc32(data), blob(data));
    for (const device of sealed) {
      const sequences = device.sequencesOnceSealed();
      devices.confirm(device, device.sealing?.through ?? device.sealed, blob(encodeSequences(sequences)));
    }
    for (const device of changed) devices.confirm(device, device.sealed, blob(encodeSequences(device.inBlocks)));
    for (const [name, confirmed] of files) this.#confirmFile.run(name, confirmed);
    if (neededFrom !== null) this.#removeBatches.run(Math.min(neededFrom, batch, this.#keptFrom));
  }
}
