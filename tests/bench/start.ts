/** How long the store of series needs to open after it was ended by force with a long journal: all its frames are in memory again then. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Tables } from '@fettle/collector/store/series-sqlite/tables';
import { openSqliteSeries } from '@fettle/collector/store/series-sqlite/open';
import { Gather } from '@fettle/collector/store/series-sqlite/journal/gather';
import { Journal } from '@fettle/collector/store/series-sqlite/journal/journal';
import { openJournal } from '@fettle/collector/store/series-sqlite/journal/open-journal';
import { Devices } from '@fettle/collector/store/series-sqlite/names/devices';
import { Dictionaries } from '@fettle/collector/store/series-sqlite/names/dictionaries';
import { SeriesNumbers } from '@fettle/collector/store/series-sqlite/names/series-numbers';
import type { SeriesStore } from '@fettle/collector/domain/series/store';
import type { DeviceId } from '@fettle/shared/ids';
import { machine } from '../support/machine.ts';
import { type Emit, median } from './figure.ts';

const devices = 10_000;
const values = 60;
const interval = 10_000;
const start = 1_790_000_000_000;
/** Made-up machines; devices share their values. */
const kinds = 50;
/** A commit a hundred ms. */
const framesABatch = devices / 100;

export async function run(emit: Emit, { quick = false }: { quick?: boolean }): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'fettle-bench-'));
  const frames = quick ? 36 : 360;
  try {
    fill(folder, frames);
    const bytes = statSync(join(folder, 'journal.db')).size;
    const conditions = { devices, values, frames: devices * frames, journal_bytes: bytes, interval_ms: interval };
    const measured: number[] = [];
    const worked: number[] = [];
    const answered: number[] = [];
    let rss = 0;
    for (let n = 0; n < 3; n++) {
      const began = performance.now();
      const cpu = process.cpuUsage();
      const store = await openSqliteSeries(folder);
      measured.push(performance.now() - began);
      const { user, system } = process.cpuUsage(cpu);
      worked.push((user + system) / 1_000);
      if ((await samplesOf(store, deviceOf(n))) !== frames) throw new Error('Samples are missing after the start.');
      answered.push(performance.now() - began);
      rss = process.memoryUsage.rss();
      if ((await store.resume(deviceOf(devices - 1))) !== frames)
        throw new Error('Frames are missing after the start.');
      await store.close();
    }
    emit('open_ms', median(measured), 'ms', conditions);
    emit('open_cpu_ms', median(worked), 'ms', conditions);
    emit('first_answer_ms', median(answered), 'ms', conditions);
    emit('rss_mb', rss / 1e6, 'MBy', conditions);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How many the shortest series of a metric has over the whole hour, which needs what lies in the journal. */
async function samplesOf(store: SeriesStore, device: DeviceId): Promise<number> {
  const metrics = ['system.memory.usage'];
  const whole = { from: 0, to: Number.MAX_SAFE_INTEGER, maxPoints: 1e6 };
  const counts: number[] = [];
  for await (const { values: found } of store.scan({ devices: [device], metrics, ...whole })) counts.push(found.length);
  return Math.min(...counts);
}

const deviceOf = (number: number) => `d${String(number).padStart(26, '0')}` as DeviceId;

/** Writes the journal as the store does, but never seals. */
function fill(folder: string, frames: number): void {
  const db = openJournal(join(folder, 'journal.db'), 'normal');
  const series = new SeriesNumbers(db);
  const dictionaries = new Dictionaries(db, series);
  const names = { devices: new Devices(db), series, dictionaries };
  const journal = new Journal(db, names, 1, 32 * 1024 * 1024);
  const gather = new Gather({ ...names, tables: new Tables() });
  const machines = Array.from({ length: kinds }, (_, seed) =>
    machine({ seed, values, interval, busy: seed % 4 === 0, time: start }),
  );
  const ids = Array.from({ length: devices }, (_, number) => deviceOf(number));
  for (let n = 1; n <= frames; n++) {
    const taken = machines.map((one) => one.next());
    ids.forEach((device, number) => {
      const made = taken[number % kinds];
      const dictionary = machines[number % kinds]?.dictionary;
      if (!made || !dictionary) return;
      gather.take([{ device, time: made.time, dictionary, frame: { ...made, sequence: n, tables: [] } }]);
      if ((number + 1) % framesABatch !== 0) return;
      const batch = journal.commit(gather.bytes, { sealed: [], changed: [], files: new Map(), neededFrom: null });
      for (const { device: of, start: from, end, ...frame } of gather.frames)
        of.join(gather.bytes.subarray(from, end), frame, batch, 0);
      gather.clear();
    });
    if (journal.walBytes > 64 * 1024 * 1024) journal.checkpoint();
  }
  journal.close();
}
