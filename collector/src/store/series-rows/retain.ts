import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database, Statement } from 'better-sqlite3';
import type { DeviceNumbers } from './devices.ts';

/** Rows removed in one transaction; a device without any counts as some. */
const rowsPerTurn = 1_000;
const deviceRows = 4;

/** Removes old frames and tables, a bounded number a turn. */
export class Retention {
  readonly #devices: DeviceNumbers;
  readonly #remember: Statement;
  readonly #frames: Statement;
  readonly #tables: Statement;
  readonly #turn: (devices: number[], before: number) => number;
  readonly #check: () => void;

  constructor(db: Database, devices: DeviceNumbers, check: () => void) {
    this.#devices = devices;
    this.#check = check;
    this.#remember = db.prepare(`
      update device
      set resume = max(resume, coalesce((select max(sequence) from frame where frame.device = device.id), 0))
      where id = ?`);
    this.#frames = db.prepare(`
      delete from frame where id in
        (select id from frame where device = ? and time < ? order by time, sequence limit ?)`);
    this.#tables = db.prepare('delete from frame_table where device = ? and time < ?');
    this.#turn = db.transaction((waiting: number[], before: number) => this.#remove(waiting, before));
  }

  /** @returns the number of frames removed */
  async run(before: number): Promise<number> {
    const waiting = this.#devices.all();
    let removed = 0;
    while (waiting.length > 0) {
      this.#check();
      removed += this.#turn(waiting, before);
      await nextTurn();
    }
    return removed;
  }

  /** Works off the last devices of the list; one whose frames are not all gone stays in it. */
  #remove(waiting: number[], before: number): number {
    let removed = 0;
    for (let left = rowsPerTurn; left > 0 && waiting.length > 0; left -= deviceRows) {
      const device = waiting.at(-1);
      this.#remember.run(device);
      const { changes } = this.#frames.run(device, before, left);
      removed += changes;
      if (changes === left) break;
      left -= changes;
      this.#tables.run(device, before);
      waiting.pop();
    }
    return removed;
  }
}
