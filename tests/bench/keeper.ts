/**
 * What the keeper costs by itself: sealing segments, compacting them with their roll-ups and fleet rows, merging the pieces of a
 * day; CPU time, bytes on disk by kind, bytes written. Made devices of sixty series over a UTC day, a table a minute.
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PeriodFiles } from '@fettle/collector/store/series-sqlite/files/files';
import { openForReading } from '@fettle/collector/store/series-sqlite/files/open-file';
import { GrowingBytes } from '@fettle/collector/store/series-sqlite/journal/bytes';
import { encodeRecord } from '@fettle/collector/store/series-sqlite/journal/frame-record';
import { encodeTableRows } from '@fettle/collector/store/series-sqlite/journal/table-rows';
import { Keeper } from '@fettle/collector/store/series-sqlite/keeper/keeper';
import type { Segment } from '@fettle/collector/store/series-sqlite/keeper/messages';
import { decimals, dictionary, madeDevice } from './data/device.ts';
import type { Emit } from './figure.ts';

const interval = 10_000;
const hour = 3_600_000;
/** A Wednesday. */
const start = Date.UTC(2026, 8, 9);
const plan = { raw: 14 * 24 * hour, five: 90 * 24 * hour, hour: 5 * 365 * 24 * hour };
const series = Int32Array.from(dictionary.series.keys());
const states = Uint8Array.from(dictionary.series, ({ metric }) => (metric.endsWith('.state') ? 1 : 0));
/** Seals come in messages of as many segments as a thousand devices have in half a minute. */
const messageMs = 240_000;

export function run(emit: Emit, { quick = false }: { quick?: boolean }): Promise<void> {
  for (const tables of [false, true]) measure(emit, quick ? 40 : 128, quick ? 6 : 24, tables);
  return Promise.resolve();
}

interface Cost {
  seconds: number;
  written: number;
}

function measure(emit: Emit, devices: number, hours: number, tables: boolean): void {
  const folder = mkdtempSync(join(tmpdir(), 'fettle-bench-'));
  try {
    const keeper = new Keeper(new PeriodFiles(folder));
    keeper.learn({ id: 1, series, decimals, states });
    const sources = Array.from({ length: devices }, (_, seed) => new Source(seed, tables));
    const [sealing, compacting]: [Cost, Cost] = [
      { seconds: 0, written: 0 },
      { seconds: 0, written: 0 },
    ];
    const maintain = (now: number) => {
      while (keeper.maintain({ now, plan, confirmed: {} }).more);
    };
    const end = start + hours * hour;
    for (let now = start, batch = 1; now < end; now += messageMs, batch++) {
      const segments = sources.flatMap((source) => source.due(now, batch));
      if (segments.length > 0) spend(sealing, () => keeper.seal(segments));
      if ((now - start) % (2 * hour) === 4 * messageMs) spend(compacting, () => maintain(now));
    }
    spend(sealing, () => keeper.seal(sources.flatMap((source) => source.rest(1e6))));
    spend(compacting, () => maintain(end + 11 * 60_000));
    spend(compacting, () => keeper.checkpoint());
    keeper.close();
    const samples = sources.reduce((sum, { frames }) => sum + frames, 0) * series.length;
    const conditions = { devices, hours, columns: series.length, interval_ms: interval, tables };
    const tell = (name: string, { seconds, written }: Cost) => {
      emit(`${name}_samples_per_cpu_second`, Math.round(samples / seconds), '1/s', conditions);
      emit(`${name}_ns_per_sample`, (seconds / samples) * 1e9, 'ns', conditions);
      emit(`${name}_written_bytes_per_sample`, written / samples, 'By', conditions);
    };
    tell('seal', sealing);
    tell('compact', compacting);
    tell('all', { seconds: sealing.seconds + compacting.seconds, written: sealing.written + compacting.written });
    sizes(emit, folder, samples, conditions);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One device, and its frames that are not sealed yet. */
class Source {
  frames = 0;
  readonly #device: number;
  readonly #made;
  readonly #out = new GrowingBytes(1 << 16);
  readonly #most: number;
  readonly #tables: boolean;
  #open = 0;
  #next = start;

  constructor(device: number, tables: boolean) {
    this.#device = device;
    this.#made = madeDevice({ seed: device, start, interval });
    this.#most = 60 + ((device * 7) % 16);
    this.#tables = tables;
    this.#open = (device * 31) % 60;
  }

  /** Takes frames up to a time; a segment when there are enough of them. */
  due(now: number, through: number): Segment[] {
    for (; this.#next <= now; this.#next += interval) this.#take();
    return this.#open < this.#most ? [] : this.rest(through);
  }

  /** All that is not sealed yet. */
  rest(through: number): Segment[] {
    if (this.#out.length === 0) return [];
    this.#open = 0;
    const records = this.#out.content.slice();
    this.#out.length = 0;
    return [{ device: this.#device, through, records }];
  }

  #take(): void {
    const { sequence, time, offset, values } = this.#made.next();
    const tables = this.#tables && sequence % 6 === 0 ? [{ name: 'processes', rows: topRows(sequence) }] : [];
    encodeRecord(this.#out, { sequence, time, shift: 0, offset, dictionary: 1, decimals, values, tables });
    this.#open++;
    this.frames++;
  }
}

const topRows = (sequence: number) =>
  encodeTableRows(
    Array.from({ length: 10 }, (_, i) => ({
      id: 1_000 + i * 17,
      start: start - i * 1_000,
      name: `process-${i}`,
      values: [((sequence * (i + 3)) % 97) / 10, 4_096 * (10_000 + ((sequence * 7 + i) % 300)), 0, (sequence + i) % 5],
    })),
  );

function spend(cost: Cost, work: () => unknown): void {
  const before = { cpu: process.cpuUsage(), written: writtenBytes() };
  work();
  const { user, system } = process.cpuUsage(before.cpu);
  cost.seconds += (user + system) / 1e6;
  cost.written += writtenBytes() - before.written;
}

const writtenBytes = (): number => Number(/wchar: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]);

function sizes(emit: Emit, folder: string, samples: number, conditions: object): void {
  const per = (name: string, bytes: number) => emit(`${name}_bytes_per_sample`, bytes / samples, 'By', conditions);
  let all = 0;
  for (const [name, ...tables] of [
    ['raw-2026-09-07.db', 'block', 'moment'],
    ['five-2026-09.db', 'piece', 'fleet'],
    ['hour-2026.db', 'piece'],
  ] as const) {
    const path = join(folder, name);
    const db = openForReading(path);
    if (db === null) continue;
    for (const table of tables) {
      const bytes = db.prepare(`select coalesce(sum(length(data)), 0) from ${table}`).pluck().get() as number;
      per(`${name.split('-')[0]}_${table}`, bytes);
    }
    db.close();
    per(`${name.split('-')[0]}_file`, statSync(path).size);
    all += statSync(path).size;
  }
  per('all_files', all);
}
