import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  fileHandles,
  fileHandleShare,
  processCount,
  processStates,
  processTable,
} from '@fettle/shared/metrics/process';
import type { TableRow } from '@fettle/shared/protocol/frame';
import { kernelUnits } from '../platform/linux/auxv.ts';
import { ProcFile } from '../platform/linux/proc-file.ts';
import { Reader } from '../platform/linux/reader.ts';
import { Column } from './column.ts';
import { Processes } from './processes.ts';
import type { Instant, Sampler, SamplerFactory, Sink } from './sampler.ts';

/** Some systems set the limit of open files to the largest number there is. */
const boundless = 2 ** 40;

/** Counts and the table of top processes. How many are created a second stands in /proc/stat: see cpu.linux.ts. */
export const processes: SamplerFactory = (host) =>
  existsSync(join(host.root, 'proc/loadavg')) ? new ProcessSampler(host.root) : 'no /proc';

export class ProcessSampler implements Sampler {
  readonly family = 'process';
  readonly lane = 'fast';
  /** What is known of every process, for tests to look at. */
  readonly processes: Processes;
  readonly #ticksPerSecond: number;
  readonly #bootMs: number;
  readonly #counts = new Float64Array(processStates.length);
  readonly #columns = processStates.map((state) => new Column(processCount, state));
  readonly #handles: ProcFile;
  readonly #handleCount = new Column(fileHandles);
  readonly #handleShare = new Column(fileHandleShare);
  readonly #reader = new Reader();

  constructor(root: string) {
    const units = kernelUnits(root);
    this.processes = new Processes(root, units);
    this.#ticksPerSecond = units.ticksPerSecond;
    this.#bootMs = bootMs(root);
    this.#handles = new ProcFile(join(root, 'proc/sys/fs/file-nr'));
  }

  sample(sink: Sink, at: Instant): void {
    this.processes.scan(at.monotonic);
    this.processes.countStates(this.#counts);
    for (let state = 0; state < this.#columns.length; state++) {
      this.#columns[state]?.set(sink, this.#counts[state] as number);
    }
    this.#tell(sink);
    this.#tellHandles(sink);
  }

  close(): void {
    this.processes.close();
    this.#handles.close();
  }

  /** `/proc/sys/fs/file-nr`: allocated, always 0, most. */
  #tellHandles(sink: Sink): void {
    if (!this.#handles.read(this.#reader)) return;
    const open = this.#reader.integer();
    this.#reader.skip(1);
    const most = this.#reader.integer();
    this.#handleCount.set(sink, open);
    this.#handleShare.set(sink, most < boundless ? open / most : Number.NaN);
  }

  #tell(sink: Sink): void {
    const rows: TableRow[] = [];
    this.processes.top.forEach((process) => {
      const { pid, start, cpu, memory, io } = process;
      rows.push({
        id: pid,
        start: this.#bootMs + Math.round((start * 1_000) / this.#ticksPerSecond),
        name: this.processes.title(process),
        values: [cpu, memory, io],
      });
    });
    sink.table(processTable, rows);
  }
}

/** When the system started, ms since 1970: taken once, since the kernel's answer moves with the clock. */
function bootMs(root: string): number {
  const line = /^btime (\d+)$/m.exec(readFileSync(join(root, 'proc/stat'), 'utf8'));
  return Number(line?.[1] ?? 0) * 1_000;
}
