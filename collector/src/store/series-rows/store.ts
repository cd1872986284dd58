import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import type { Database, Statement } from 'better-sqlite3';
import type { SeriesAbilities, SeriesStore } from '../../domain/series/store.ts';
import type {
  Appended,
  Latest,
  RangeQuery,
  SeriesPoints,
  StoredFrame,
  StoredTable,
} from '../../domain/series/types.ts';
import { type CommitTiming, GroupCommit } from './commit.ts';
import { DeviceNumbers } from './devices.ts';
import { Dictionaries } from './dictionaries.ts';
import { explain } from './failure.ts';
import { NewestFrames } from './newest.ts';
import { prepare, type PreparedFrame } from './prepare.ts';
import { RangeReader } from './range.ts';
import { Retention } from './retain.ts';
import { Tables } from './tables.ts';
import { FrameWriter } from './write.ts';

/**
 * Series in one SQLite file, a row a frame. Calls of `append` that come close together share a commit; each resolves only
 * after the flush of that commit (WAL, synchronous=FULL: it survives power loss).
 */
export class SqliteSeries implements SeriesStore {
  readonly can: SeriesAbilities = { exact: true, dedupe: true, rollups: false };
  readonly #db: Database;
  readonly #file: string;
  readonly #devices: DeviceNumbers;
  readonly #newest: NewestFrames;
  readonly #tables: Tables;
  readonly #commits: GroupCommit<readonly PreparedFrame[], Appended[]>;
  readonly #reader: RangeReader;
  readonly #retention: Retention;
  readonly #resume: Statement;
  #closed = false;

  constructor(db: Database, file: string, timing?: CommitTiming) {
    this.#db = db;
    this.#file = file;
    const check = () => this.#check();
    const devices = new DeviceNumbers(db);
    const dictionaries = new Dictionaries(db);
    const newest = new NewestFrames(db, devices, dictionaries);
    const tables = new Tables(db, devices);
    const writer = new FrameWriter(db, { devices, dictionaries, newest, tables });
    this.#devices = devices;
    this.#newest = newest;
    this.#tables = tables;
    this.#commits = new GroupCommit((batch) => writer.write(batch), timing);
    this.#reader = new RangeReader(db, devices, dictionaries, check);
    this.#retention = new Retention(db, devices, check);
    this.#resume = db
      .prepare(
        `select max(resume, coalesce((select max(sequence) from frame where frame.device = device.id), 0))
         from device where id = ?`,
      )
      .pluck();
  }

  async append(frames: readonly StoredFrame[]): Promise<Appended[]> {
    this.#check();
    if (frames.length === 0) return [];
    const prepared = frames.map(prepare);
    const bytes = prepared.reduce((sum, { data }) => sum + data.length, 0);
    try {
      return await this.#commits.add(prepared, bytes);
    } catch (error) {
      throw explain(error, this.#file);
    }
  }

  /**
   * The highest sequence number there is or was. Those missing below it are no longer asked for: an agent that had to
   * drop frames leaves gaps for good. If they come all the same, they are stored.
   */
  async resume(device: DeviceId): Promise<number> {
    this.#check();
    return (this.#resume.get(this.#devices.find(device) ?? null) as number | undefined) ?? 0;
  }

  async latest(
    devices: readonly DeviceId[],
    metrics?: readonly string[],
  ): Promise<ReadonlyMap<DeviceId, readonly Latest[]>> {
    this.#check();
    const found = new Map<DeviceId, readonly Latest[]>();
    for (const device of devices) {
      const latest = this.#newest.latest(device);
      if (latest) found.set(device, metrics ? latest.filter(({ metric }) => metrics.includes(metric)) : latest);
    }
    return found;
  }

  async *scan(query: RangeQuery): AsyncGenerator<SeriesPoints> {
    this.#check();
    for (const { device, metric, attributes, points } of await this.#reader.read(query)) {
      const times = Float64Array.from(points, ([time]) => time);
      yield {
        device,
        metric,
        attributes,
        times,
        values: Float64Array.from(points, ([, value]) => value ?? Number.NaN),
      };
    }
  }

  async table(device: DeviceId, name: string, at?: number): Promise<StoredTable | null> {
    this.#check();
    return this.#tables.find(device, name, at);
  }

  async retain(before: number): Promise<number> {
    this.#check();
    try {
      return await this.#retention.run(before);
    } catch (error) {
      throw explain(error, this.#file);
    } finally {
      this.#newest.forget(before);
      this.#tables.forget(before);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#commits.flush();
    this.#db.close();
  }

  #check(): void {
    if (this.#closed) throw new FettleError('not_ready', 'The series are closed.');
  }
}
