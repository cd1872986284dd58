import type { Database, Statement } from 'better-sqlite3';
import { ByteSink, ByteSource } from '../block/bytes.ts';
import { compress, decompress } from '../block/compression.ts';
import { type Checked, checksum } from './checksum.ts';

/** One table at one time. */
export interface Moment {
  readonly time: number;
  readonly sequence: number;
  /** As in journal/table-rows.ts. */
  readonly rows: Uint8Array;
}

export interface StoredMoments extends Checked {
  readonly id: number;
  readonly device: number;
  readonly name: string;
  readonly first: number;
  readonly last: number;
}

/** Names of processes repeat at a distance that the quicker level does not look at. */
const compressTexts = (bytes: Uint8Array): Buffer => compress(bytes, 3);

/**
 * Moments in order of (time, sequence), at least one:
 *
 *     length of what follows, unpacked (varint) · packed (block/compression.ts):
 *     moments (varint) · each: time less the one before (varint, zigzag) · sequence less the one before (varint, zigzag) ·
 *     length of rows (varint) · then the rows of each
 */
export function encodeMoments(moments: readonly Moment[], pack = compressTexts): Buffer {
  const body = new ByteSink();
  body.varint(moments.length);
  let [time, sequence] = [0, 0];
  for (const moment of moments) {
    body.zigzag(moment.time - time);
    body.zigzag(moment.sequence - sequence);
    body.varint(moment.rows.length);
    ({ time, sequence } = moment);
  }
  for (const { rows } of moments) body.put(rows);
  const head = new ByteSink();
  head.varint(body.at);
  return Buffer.concat([head.written(), pack(body.written())]);
}

/** @throws Error if the data is damaged */
export function decodeMoments(data: Uint8Array): Moment[] {
  const head = new ByteSource(data);
  const length = head.varint();
  const body = new ByteSource(decompress(data.subarray(head.at), length));
  const heads: { time: number; sequence: number; length: number }[] = [];
  let [time, sequence] = [0, 0];
  for (let left = body.varint(); left > 0; left--) {
    time += body.zigzag();
    sequence += body.zigzag();
    heads.push({ time, sequence, length: body.varint() });
  }
  return heads.map((one) => ({ time: one.time, sequence: one.sequence, rows: body.take(one.length) }));
}

/** In the order in which they are kept, each (time, sequence) once: the first of several stays. */
export function sortMoments(moments: readonly Moment[]): Moment[] {
  const sorted = moments.toSorted((a, b) => a.time - b.time || a.sequence - b.sequence);
  return sorted.filter((one, i) => {
    const before = sorted[i - 1];
    return one.time !== before?.time || one.sequence !== before.sequence;
  });
}

/** The table `moment` of one file. What writes is called inside a transaction. */
export class Moments {
  readonly #insert: Statement;
  readonly #inSpan: Statement;
  readonly #remove: Statement;

  constructor(db: Database) {
    this.#insert = db.prepare('insert into moment (device, name, first, last, crc, data) values (?, ?, ?, ?, ?, ?)');
    this.#inSpan = db.prepare(`
      select id, device, name, first, last, crc, data from moment
      where device = +? and first >= +? and first < +? order by name, first, id`);
    this.#remove = db.prepare('delete from moment where id = ?');
  }

  /** @param moments as `sortMoments` gives them @param pack of block/compression.ts */
  add(device: number, name: string, moments: readonly Moment[], pack = compressTexts): void {
    const data = encodeMoments(moments, pack);
    this.#insert.run(device, name, moments[0]?.time, moments.at(-1)?.time, checksum(data), data);
  }

  /** Those of one device that begin in [from, to), by name and time. */
  inSpan(device: number, from: number, to: number): StoredMoments[] {
    return this.#inSpan.all(device, from, to) as StoredMoments[];
  }

  remove(id: number): void {
    this.#remove.run(id);
  }
}
