import { Worker } from 'node:worker_threads';
import { FettleError } from '@fettle/shared/errors';
import type { Database } from 'better-sqlite3';
import type { DamagedBatch } from './journal/batches.ts';
import { type EarlierDevices, type EarlierRecords, earlierRecords } from './journal/earlier-records.ts';
import type { Devices } from './names/devices.ts';

export interface EarlierParts {
  /** The journal. */
  readonly file: string;
  readonly devices: Devices;
  /** Those whose records are missing. */
  readonly missing: EarlierDevices;
}

/**
 * The records of open frames of before a start: they come into memory by a thread of their own, for there may be hundreds of
 * megabytes. Until then nothing is sealed, and who asks for such a time waits.
 */
export class Earlier {
  readonly #parts: EarlierParts;
  #worker: Worker | null = null;
  #loading: Promise<void> | null = null;
  #state: 'missing' | 'whole' | 'failed' = 'missing';
  #damaged: readonly DamagedBatch[] = [];

  constructor(parts: EarlierParts) {
    this.#parts = parts;
    if (parts.missing.numbers.length === 0) this.#state = 'whole';
  }

  get isWhole(): boolean {
    return this.#state === 'whole';
  }

  /** What did not fit its checksum. */
  get damaged(): readonly DamagedBatch[] {
    return this.#damaged;
  }

  /** At once, where little is missing. */
  loadHere(db: Database): void {
    if (!this.isWhole) this.#take(earlierRecords(db, this.#parts.missing));
  }

  /** Resolves when nothing is missing; begins, if nobody did. @throws FettleError `internal`: it could not be read, and never will be */
  load(): Promise<void> {
    if (this.isWhole) return Promise.resolve();
    this.#loading ??= this.#load();
    return this.#loading;
  }

  /** Ends what is under way; who waits for it is refused. */
  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  async #load(): Promise<void> {
    const { file, missing } = this.#parts;
    const { promise, resolve, reject } = Promise.withResolvers<EarlierRecords>();
    const worker = new Worker(new URL('journal/earlier-thread.ts', import.meta.url), {
      workerData: { file, devices: missing },
      name: 'earlier frames',
    });
    this.#worker = worker;
    worker.on('message', resolve);
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('its thread ended')));
    try {
      this.#take(await promise);
    } catch (error) {
      this.#state = 'failed';
      const why = (error as Error).message;
      const text = `Frames that came before the start could not be read: ${why}. Nothing is sealed until the collector is started again.`;
      const failed = new FettleError('internal', text);
      failed.cause = error;
      throw failed;
    } finally {
      this.#worker = null;
    }
  }

  #take({ buffers, buffer, starts, ends, lost, damaged }: EarlierRecords): void {
    const { devices, missing } = this.#parts;
    missing.numbers.forEach((number, at) => {
      const whole = buffers[buffer[at] as number] as ArrayBuffer;
      const start = starts[at] as number;
      devices.numbered(number)?.attach(new Uint8Array(whole, start, (ends[at] as number) - start), lost[at] as number);
    });
    this.#damaged = damaged;
    this.#state = 'whole';
  }
}
