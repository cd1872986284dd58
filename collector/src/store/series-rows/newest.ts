import type { DeviceId } from '@fettle/shared/ids';
import type { Dictionary } from '@fettle/shared/protocol/frame';
import type { Database, Statement } from 'better-sqlite3';
import type { Latest } from '../../domain/series/types.ts';
import { columnsIn, readColumns } from './blob.ts';
import type { DeviceNumbers } from './devices.ts';
import { decimalsOf, type Dictionaries } from './dictionaries.ts';
import type { PreparedFrame } from './prepare.ts';

interface Newest {
  time: number;
  sequence: number;
  dictionary: Dictionary;
  values: Float64Array;
}

interface Row {
  readonly time: number;
  readonly sequence: number;
  readonly dictionary: number;
  readonly data: Buffer;
}

/** The newest durable frame of every device, in memory; read from the file when a device is first asked for. */
export class NewestFrames {
  readonly #byDevice = new Map<DeviceId, Newest>();
  readonly #read: Statement;
  readonly #devices: DeviceNumbers;
  readonly #dictionaries: Dictionaries;

  constructor(db: Database, devices: DeviceNumbers, dictionaries: Dictionaries) {
    this.#devices = devices;
    this.#dictionaries = dictionaries;
    this.#read = db.prepare(
      'select time, sequence, dictionary, data from frame where device = ? order by time desc, sequence desc limit 1',
    );
  }

  /** The values of the newest frame, in the order of its columns; undefined when the device has no frame. */
  latest(device: DeviceId): Latest[] | undefined {
    const newest = this.#newest(device);
    if (!newest) return undefined;
    const { time, values } = newest;
    return newest.dictionary.series.flatMap(({ metric, attributes }, column) => {
      const value = values[column];
      return value === undefined || Number.isNaN(value) ? [] : [{ metric, attributes, value, time }];
    });
  }

  /** A frame that is durable now. */
  take({ device, time, sequence, dictionary, values }: PreparedFrame): void {
    const newest = this.#newest(device);
    if (!newest) this.#byDevice.set(device, { time, sequence, dictionary, values });
    else if (time > newest.time || (time === newest.time && sequence > newest.sequence)) {
      Object.assign(newest, { time, sequence, dictionary, values });
    }
  }

  /** What was older is no longer in the file. */
  forget(before: number): void {
    for (const [device, { time }] of this.#byDevice) if (time < before) this.#byDevice.delete(device);
  }

  #newest(device: DeviceId): Newest | undefined {
    const known = this.#byDevice.get(device);
    if (known) return known;
    const row = this.#read.get(this.#devices.find(device) ?? null) as Row | undefined;
    if (!row) return undefined;
    const dictionary = this.#dictionaries.get(row.dictionary);
    const values = new Float64Array(columnsIn(row.data));
    readColumns(row.data, Int32Array.from(values.keys()), decimalsOf(dictionary), values);
    const newest = { time: row.time, sequence: row.sequence, dictionary, values };
    this.#byDevice.set(device, newest);
    return newest;
  }
}
