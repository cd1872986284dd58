import type { DeviceId } from '@fettle/shared/ids';
import type { Database, Statement } from 'better-sqlite3';
import { DeviceFrames } from '../journal/device-frames.ts';
import { decodeSequences } from '../journal/sequences.ts';

interface Row {
  readonly id: number;
  readonly name: DeviceId;
  readonly sealed: number;
  readonly sequences: Buffer | null;
  readonly newest: Buffer | null;
}

/** Every device that ever sent a frame, by id and by number. */
export class Devices {
  readonly #add: Statement;
  readonly #update: Statement;
  readonly #byId = new Map<DeviceId, DeviceFrames>();
  readonly #byNumber: (DeviceFrames | undefined)[] = [];
  #unwritten: DeviceFrames[] = [];

  constructor(db: Database) {
    this.#add = db.prepare('insert into device (id, name) values (?, ?)');
    this.#update = db.prepare('update device set sealed = ?, sequences = ?, newest = ? where id = ?');
    for (const row of db.prepare('select * from device').iterate() as Iterable<Row>) {
      const device = new DeviceFrames(row.id, row.name, row.sealed, decodeSequences(row.sequences));
      if (row.newest !== null) device.take(row.newest);
      this.#remember(device);
    }
  }

  get all(): Iterable<DeviceFrames> {
    return this.#byId.values();
  }

  /** The highest number that was given; 0: none. */
  get highest(): number {
    return Math.max(0, this.#byNumber.length - 1);
  }

  get unwritten(): number {
    return this.#unwritten.length;
  }

  find(id: DeviceId): DeviceFrames | undefined {
    return this.#byId.get(id);
  }

  numbered(number: number): DeviceFrames | undefined {
    return this.#byNumber[number];
  }

  /** The device; a new one gets its number. */
  device(id: DeviceId): DeviceFrames {
    const known = this.#byId.get(id);
    if (known) return known;
    const device = new DeviceFrames(Math.max(1, this.#byNumber.length), id);
    this.#remember(device);
    this.#unwritten.push(device);
    return device;
  }

  /** Inside the transaction of a commit; `written` after it. */
  write(): void {
    for (const { number, id } of this.#unwritten) this.#add.run(number, id);
  }

  written(): void {
    this.#unwritten = [];
  }

  /** Writes what is sealed of a device; inside the transaction of a commit. */
  confirm({ number, newest }: DeviceFrames, sealed: number, sequences: Uint8Array): void {
    this.#update.run(sealed, sequences, newest === null ? null : Buffer.from(newest.record), number);
  }

  #remember(device: DeviceFrames): void {
    this.#byId.set(device.id, device);
    this.#byNumber[device.number] = device;
  }
}
