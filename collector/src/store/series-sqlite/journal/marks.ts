import type { Database, Statement } from 'better-sqlite3';
import { checksum, isWhole } from '../files/checksum.ts';
import type { Devices } from '../names/devices.ts';
import { type DeviceMark, decodeMark, encodeMark, type Mark } from './mark-record.ts';

/** Devices that share a mark. */
const groupSize = 256;

export const groupOf = (device: number): number => Math.floor(device / groupSize);

/**
 * Marks tell what the open frames were at some batch, so that a start reads only what came after it. A group of devices is marked at a
 * time and then the next, by the bytes that were written, so that no commit has many to write.
 */
export class Marks {
  readonly #devices: Devices;
  readonly #every: number;
  readonly #put: Statement;
  readonly #remove: Statement;
  /** Groups that have one. */
  #groups: number;
  /** Which is next, and the bytes of frames since the last. */
  #next = 0;
  #bytes = 0;
  /** What the commit that is being written comes to. */
  #coming = { groups: 0, next: 0, bytes: 0 };
  #areForgotten = false;

  /** @param every bytes of frames after which all devices have been marked anew: a start reads about as many */
  constructor(db: Database, devices: Devices, every: number) {
    this.#devices = devices;
    this.#every = every;
    this.#put = db.prepare('insert or replace into mark (id, crc, data) values (?, ?, ?)');
    this.#remove = db.prepare('delete from mark');
    this.#groups = db.prepare('select count(*) from mark').pluck().get() as number;
  }

  /** Inside the transaction of a commit of so many bytes; `written` after it. @param through the last batch before it */
  write(through: number, bytes: number): void {
    const groups = groupOf(this.#devices.highest) + 1;
    this.#coming = { groups, next: this.#next, bytes: this.#bytes + bytes };
    if (this.#areForgotten) return;
    // A group without one would have no end of what is to be read for it.
    for (let group = this.#groups; group < groups; group++) this.#mark(group, through);
    const step = this.#every / groups;
    const due = Math.min(groups, Math.floor(this.#coming.bytes / step));
    this.#coming.bytes -= due * step;
    for (let n = 0; n < due; n++, this.#coming.next++) this.#mark(this.#coming.next % groups, through);
  }

  written(): void {
    const { groups, next, bytes } = this.#coming;
    this.#groups = groups;
    this.#next = next % groups;
    this.#bytes = bytes;
  }

  /** There are none from now on: the next start reads everything. */
  forget(): void {
    this.#areForgotten = true;
    this.#remove.run();
  }

  #mark(group: number, through: number): void {
    const devices: DeviceMark[] = [];
    for (let number = group * groupSize; number < (group + 1) * groupSize; number++) {
      const mark = this.#devices.numbered(number)?.mark;
      if (mark) devices.push(mark);
    }
    const data = encodeMark({ through, devices });
    this.#put.run(group, checksum(data), data);
  }
}

/** By group; null: there are none for some of the devices, or one is damaged. */
export function readMarks(db: Database, highestDevice: number): Mark[] | null {
  const marks: Mark[] = [];
  const rows = db.prepare('select id, crc, data from mark order by id').all() as {
    id: number;
    crc: number;
    data: Buffer;
  }[];
  for (const row of rows) {
    if (row.id !== marks.length || !isWhole(row)) return null;
    marks.push(decodeMark(row.data));
  }
  return marks.length > groupOf(highestDevice) ? marks : null;
}
