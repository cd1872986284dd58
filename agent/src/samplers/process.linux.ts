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
import { type KernelUnits, kernelUnits } from '../platform/linux/auxv.ts';
import { ProcFile } from '../platform/linux/proc-file.ts';
import { Reader } from '../platform/linux/reader.ts';
import { Column } from './column.ts';
import { type Process, shareUnits, unknown } from './process-reader.ts';
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
  readonly #units: KernelUnits;
  readonly #bootMs: number;
  readonly #counts = new Int32Array(processStates.length);
  readonly #columns = processStates.map((state) => new Column(processCount, state));
  readonly #handles: ProcFile;
  readonly #handleCount = new Column(fileHandles);
  readonly #handleShare = new Column(fileHandleShare);
  readonly #reader = new Reader();

  constructor(root: string) {
    const units = kernelUnits(root);
    this.processes = new Processes(root, units);
    this.#units = units;
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
    const { top } = this.processes;
    const rows: TableRow[] = [];
    for (let at = 0; at < top.length; at++) rows.push(this.#row(top[at] as Process));
    sink.table(processTable, rows);
  }

  /** The same object as last time where nothing changed. */
  #row(process: Process): TableRow {
    const { row, busy, pages, traffic } = process;
    if (
      row !== undefined &&
      process.toldBusy === busy &&
      process.toldPages === pages &&
      process.toldTraffic === traffic
    ) {
      return row;
    }
    process.toldBusy = busy;
    process.toldPages = pages;
    process.toldTraffic = traffic;
    const { pageSize, ticksPerSecond } = this.#units;
    process.row = {
      id: process.pid,
      start: this.#bootMs + Math.round((process.start * 1_000) / ticksPerSecond),
      name: this.processes.title(process),
      values: [known(busy) / shareUnits, pages * pageSize, known(traffic)],
    };
    return process.row;
  }
}

const known = (figure: number) => (figure === unknown ? Number.NaN : figure);

/** When the system started, ms since 1970: taken once, since the kernel's answer moves with the clock. */
function bootMs(root: string): number {
  const line = /^btime (\d+)$/m.exec(readFileSync(join(root, 'proc/stat'), 'utf8'));
  return Number(line?.[1] ?? 0) * 1_000;
}
