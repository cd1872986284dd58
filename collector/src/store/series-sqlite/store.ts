import { join } from 'node:path';
import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import type { Held, Maintained, SeriesAbilities, SeriesSizes, SeriesStore } from '../../domain/series/store.ts';
import type {
  Appended,
  Latest,
  RangeQuery,
  RetentionPlan,
  SeriesForm,
  SeriesPoints,
  SeriesText,
  StoredFrame,
  StoredTable,
} from '../../domain/series/types.ts';
import { type CommitTiming, GroupCommit } from './commit.ts';
import type { Earlier } from './earlier.ts';
import { explain } from './files/failure.ts';
import { periodOf } from './files/periods.ts';
import type { DeviceFrames } from './journal/device-frames.ts';
import { Gather } from './journal/gather.ts';
import type { Journal, Names } from './journal/journal.ts';
import { setAside } from './journal/rebuild.ts';
import { Keeping } from './keeping.ts';
import { NewestValues } from './newest.ts';
import { Reading } from './reading.ts';
import { Sealing } from './sealing.ts';
import { sizesOf } from './sizes.ts';
import { Tables } from './tables.ts';

export interface StoreParts {
  readonly folder: string;
  readonly names: Names;
  readonly journal: Journal;
  /** What of the open frames is not in memory yet. */
  readonly earlier: Earlier;
  /** The highest block of each file that the journal has. */
  readonly confirmed: Map<string, number>;
  /** Devices whose rows are to be written again. */
  readonly changed: readonly DeviceFrames[];
  /** By file: its highest block, where that is above the one the journal has. */
  readonly blocks: ReadonlyMap<string, number>;
  /** What people should know of and nobody waits for. */
  readonly say: (error: Error) => void;
  readonly release: () => void;
  readonly timing?: CommitTiming;
}

/** Bytes of the write-ahead log at which an idle moment is used for moving it into the file, and at which any is. */
const checkpointBytes = { idle: 4 * 1024 * 1024, any: 128 * 1024 * 1024 };

/** Series as blocks in period files, behind a journal; docs/decisions/012 tells how. */
export class SqliteSeries implements SeriesStore {
  readonly can: SeriesAbilities = { exact: true, dedupe: true, rollups: true };
  readonly #parts: StoreParts;
  readonly #gather: Gather;
  readonly #commits: GroupCommit;
  readonly #tables = new Tables();
  readonly #newest: NewestValues;
  readonly #keeping: Keeping;
  readonly #sealing: Sealing;
  readonly #reading: Reading;
  /** Devices whose rows are to be written again. */
  #changed: DeviceFrames[];
  #checkpoint: NodeJS.Timeout | null = null;
  /** Somebody copies the files. */
  #held = false;
  #closed: Promise<void> | null = null;

  constructor(parts: StoreParts) {
    const { folder, names, journal, confirmed, blocks, say } = parts;
    const { devices, dictionaries, series } = names;
    this.#parts = parts;
    this.#changed = [...parts.changed];
    this.#gather = new Gather({ devices, dictionaries, tables: this.#tables });
    this.#commits = new GroupCommit(() => this.#commit(), parts.timing);
    this.#newest = new NewestValues(dictionaries, series);
    this.#keeping = new Keeping(folder, dictionaries, say);
    const { writes } = this.#keeping;
    this.#reading = new Reading({ folder, devices, dictionaries, series, say, writes });
    const wake = () => void this.#confirmSoon().catch(say);
    const isWhole = () => parts.earlier.isWhole;
    const keeper = this.#keeping;
    this.#sealing = new Sealing({ folder, devices, journal, keeper, confirmed, blocks, isWhole, wake, say });
    if (!isWhole()) void this.#load().catch(say);
  }

  async append(frames: readonly StoredFrame[], urgent = false): Promise<Appended[]> {
    this.#check();
    if (frames.length === 0) return [];
    try {
      const room = this.#sealing.room();
      if (room !== null) {
        await room;
        this.#check();
      }
      const before = this.#gather.size;
      const answers = this.#gather.take(frames);
      await this.#commits.add(this.#gather.size - before, urgent);
      return answers;
    } catch (error) {
      throw explain(error, this.#parts.folder);
    }
  }

  /**
   * The highest sequence number there is or was. Those missing below it are no longer asked for: an agent that had to
   * drop frames leaves gaps for good. If they come all the same, they are stored.
   */
  async resume(device: DeviceId): Promise<number> {
    this.#check();
    return this.#parts.names.devices.find(device)?.known.highest ?? 0;
  }

  async latest(
    devices: readonly DeviceId[],
    metrics?: readonly string[],
  ): Promise<ReadonlyMap<DeviceId, readonly Latest[]>> {
    this.#check();
    const wanted = metrics && new Set(metrics);
    const found = new Map<DeviceId, readonly Latest[]>();
    for (const id of devices) {
      const device = this.#parts.names.devices.find(id);
      const latest = device && this.#newest.latest(device, wanted);
      if (latest) found.set(id, latest);
    }
    return found;
  }

  async *scan(query: RangeQuery): AsyncGenerator<SeriesPoints> {
    await this.#loadedFor(query);
    yield* this.#reading.scan(query);
  }

  async *scanText(query: RangeQuery, form: SeriesForm): AsyncGenerator<readonly SeriesText[]> {
    await this.#loadedFor(query);
    yield* this.#reading.scanText(query, form);
  }

  async table(id: DeviceId, name: string, at?: number): Promise<StoredTable | null> {
    this.#check();
    const device = this.#parts.names.devices.find(id);
    if (!device) return null;
    if (device.isMissing()) await this.#loaded();
    return this.#tables.find(device, name, at, (until) => this.#reading.table(device, name, until));
  }

  async maintain(now: number, plan: RetentionPlan): Promise<Maintained> {
    this.#check();
    if (this.#held) return { removed: 0, more: false };
    await this.#loaded();
    try {
      await this.#sealing.sealOld(now, now - plan.raw);
      await this.#confirmSoon();
      const { confirmed } = this.#parts;
      const { removed, dropped, damaged, more } = await this.#keeping.maintain(
        now,
        plan,
        Object.fromEntries(confirmed),
      );
      this.#parts.journal.forgetFiles(dropped);
      for (const name of dropped) confirmed.delete(name);
      await this.#reading.release(dropped);
      for (const { file, what, device, from, to } of damaged) {
        const when = `${new Date(from).toISOString()} to ${new Date(to).toISOString()}`;
        this.#parts.say(new Error(`${file} is damaged: a ${what} of device ${device}, ${when}, was passed over.`));
      }
      await this.#forget(now - plan.raw);
      return { removed, more };
    } catch (error) {
      throw explain(error, this.#parts.folder);
    }
  }

  async sizes(id?: DeviceId): Promise<SeriesSizes> {
    this.#check();
    if (id === undefined) return sizesOf(this.#parts.folder);
    const device = this.#parts.names.devices.find(id);
    return device ? this.#reading.size(device) : { journal: 0, raw: 0, five: 0, hour: 0 };
  }

  async hold(): Promise<Held> {
    this.#check();
    this.#held = true;
    const release = async () => {
      this.#commits.goOn();
      this.#held = false;
      await this.#keeping.goOn();
      this.#sealing.goOn();
    };
    try {
      await this.#sealing.hold();
      await this.#keeping.hold();
    } catch (error) {
      await release();
      throw explain(error, this.#parts.folder);
    }
    this.#commits.hold();
    return { folder: this.#parts.folder, commit: () => this.#commits.goOn(), release };
  }

  /** Resolves when what was open before the start is in memory, as far as a question needs it. */
  async #loadedFor({ devices, from, to }: RangeQuery): Promise<void> {
    this.#check();
    if (this.#parts.earlier.isWhole) return;
    if (devices.some((id) => this.#parts.names.devices.find(id)?.isMissing(from, to))) await this.#loaded();
  }

  /** Resolves when the open frames of before the start are in memory. @throws FettleError `not_ready` closed meanwhile; `internal` they cannot be read */
  async #loaded(): Promise<void> {
    if (this.#parts.earlier.isWhole) return;
    await this.#parts.earlier.load().catch((error: unknown) => {
      this.#check();
      throw error;
    });
    this.#check();
  }

  async #load(): Promise<void> {
    const { earlier, folder, journal } = this.#parts;
    const closed = () => this.#closed !== null;
    try {
      await earlier.load();
    } catch (error) {
      if (closed()) return;
      // The next start reads all, and makes the journal anew if it must.
      journal.leaveToStart([]);
      throw error;
    }
    if (closed()) return;
    for (const one of earlier.damaged) this.#parts.say(setAside(one, join(folder, 'journal.db')));
    if (earlier.damaged.length > 0) journal.leaveToStart(earlier.damaged);
    this.#sealing.isWhole();
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    if (this.#checkpoint !== null) clearTimeout(this.#checkpoint);
    this.#commits.goOn();
    const { journal, release, say } = this.#parts;
    try {
      await this.#parts.earlier.close();
      await this.#sealing.close();
      // The keeper last: who closes a file last moves its log into it, and a reader may not.
      await this.#reading.close();
      await this.#keeping.close();
      this.#commit();
    } catch (error) {
      say(error as Error);
    } finally {
      journal.close();
      release();
    }
  }

  /** Everything gathered becomes durable, or nothing of it. */
  #commit(): void {
    const { journal } = this.#parts;
    const gather = this.#gather;
    const { frames, bytes } = gather;
    const confirmation = this.#sealing.confirmation(this.#changed);
    try {
      const batch = journal.commit(bytes, confirmation);
      this.#changed = [];
      this.#sealing.confirmed(confirmation);
      const now = performance.now();
      for (const frame of frames) {
        const { device, start, end, tables } = frame;
        if (tables.length > 0) this.#tables.take(device, frame, tables, device.known.highest === 0);
        device.join(bytes.subarray(start, end), frame, batch, now);
        this.#sealing.joined(device, end - start);
      }
    } catch (error) {
      for (const { device } of frames) this.#tables.notKept(device);
      throw error;
    } finally {
      gather.clear();
    }
    this.#moveLog();
  }

  /** Resolves once what the keeper sealed is in the journal as well. */
  async #confirmSoon(): Promise<void> {
    await this.#commits.add(0);
  }

  /** What lies in a period that the plan no longer keeps is no longer the newest. */
  async #forget(keptFrom: number): Promise<void> {
    let limit = Number.NEGATIVE_INFINITY;
    for (const device of this.#parts.names.devices.all) {
      const time = device.newest?.time;
      if (time === undefined || time >= keptFrom) continue;
      const { end } = periodOf('raw', time);
      if (end > keptFrom) continue;
      device.forgetNewest();
      this.#changed.push(device);
      limit = Math.max(limit, end);
    }
    if (this.#changed.length === 0) return;
    this.#tables.forget(limit);
    await this.#confirmSoon();
  }

  /** Moves the log into the file in an idle moment: right after a commit, when nothing waits yet. */
  #moveLog(): void {
    const { journal } = this.#parts;
    if (journal.walBytes < checkpointBytes.idle || this.#checkpoint !== null) return;
    this.#checkpoint = setTimeout(() => {
      this.#checkpoint = null;
      const isIdle = this.#gather.frames.length === 0;
      if (!isIdle && journal.walBytes < checkpointBytes.any) return;
      try {
        journal.checkpoint();
      } catch (error) {
        this.#parts.say(explain(error, this.#parts.folder));
      }
    }, 0);
  }

  #check(): void {
    if (this.#closed) throw new FettleError('not_ready', 'The series are closed.');
  }
}
