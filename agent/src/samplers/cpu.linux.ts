import { join } from 'node:path';
import {
  contextSwitches,
  cpuBusy,
  cpuCore,
  cpuModes,
  cpuUtilization,
  interrupts,
  softInterruptKind,
  softInterruptKinds,
  softInterrupts,
} from '@fettle/shared/metrics/cpu';
import { threads } from '@fettle/shared/metrics/load';
import type { Metric } from '@fettle/shared/metrics/metric';
import { processCreated } from '@fettle/shared/metrics/process';
import { ProcFile } from '../platform/linux/proc-file.ts';
import { bytesOf, Reader } from '../platform/linux/reader.ts';
import { Column } from './column.ts';
import { Counters } from './counters.ts';
import { growth, rate, secondsBetween } from './rate.ts';
import type { Instant, Sampler, SamplerFactory, Sink } from './sampler.ts';

const space = 0x20;
const cpuPrefix = bytesOf('cpu');
/** The single figures below the processors' lines; read here, since making this file is dear for the kernel. */
const totals = [
  { prefix: bytesOf('intr '), metric: interrupts },
  { prefix: bytesOf('ctxt '), metric: contextSwitches },
  { prefix: bytesOf('processes '), metric: processCreated },
  { prefix: bytesOf('softirq '), metric: softInterrupts },
] as const;
const blockedPrefix = bytesOf('procs_blocked ');

/** Fields of a line of /proc/stat, proc_stat(5): user nice system idle iowait irq softirq steal; user includes guests. */
const fields = 8;
const [user, nice, system, idle, iowait, irq, softirq, steal] = [0, 1, 2, 3, 4, 5, 6, 7] as const;

/** All processors together, each by itself, and the counters that stand beside them in /proc/stat. */
export const cpu: SamplerFactory = (host) => {
  const file = new ProcFile(join(host.root, 'proc/stat'));
  return file.read(new Reader()) ? new CpuSampler(file) : 'no /proc/stat';
};

class CpuSampler implements Sampler {
  readonly family = 'cpu';
  readonly lane = 'fast';
  readonly #file: ProcFile;
  readonly #reader = new Reader();
  readonly #all = new Times();
  readonly #cores: (Core | undefined)[] = [];
  readonly #busy = new Column(cpuBusy);
  readonly #modes: readonly Mode[] = cpuModes.map((mode) => ({
    share: shareOf[mode],
    column: new Column(cpuUtilization, mode),
  }));
  readonly #totals: readonly Total[] = totals.map(({ prefix, metric }) => ({
    prefix,
    metric,
    column: new Column(metric),
    before: Number.NaN,
  }));
  readonly #blocked = new Column(threads, 'waiting');
  readonly #kinds = new Float64Array(softInterruptKinds.length).fill(Number.NaN);
  readonly #byKind = new Counters(
    this.#kinds,
    softInterruptKinds.map((kind) => new Column(softInterruptKind, kind)),
  );
  #lastAt = Number.NaN;

  constructor(file: ProcFile) {
    this.#file = file;
  }

  sample(sink: Sink, at: Instant): void {
    const reader = this.#reader;
    if (!this.#file.read(reader)) return;
    const seconds = secondsBetween(this.#lastAt, at.monotonic);
    this.#lastAt = at.monotonic;
    do {
      if (reader.sees(cpuPrefix)) this.#processor(sink);
      else this.#total(sink, seconds);
    } while (reader.nextLine());
  }

  close(): void {
    this.#file.close();
  }

  #processor(sink: Sink): void {
    const reader = this.#reader;
    reader.at += cpuPrefix.length;
    if (reader.buffer[reader.at] === space) {
      this.#all.read(reader);
      this.#busy.set(sink, this.#all.busy);
      for (let at = 0; at < this.#modes.length; at++) {
        const { share, column } = this.#modes[at] as Mode;
        column.set(sink, share(this.#all));
      }
      return;
    }
    const number = reader.integer();
    const core = (this.#cores[number] ??= {
      times: new Times(),
      column: new Column(cpuCore, String(number)),
    });
    core.times.read(reader);
    core.column.set(sink, core.times.busy);
  }

  #total(sink: Sink, seconds: number): void {
    const reader = this.#reader;
    if (reader.sees(blockedPrefix)) {
      this.#blocked.set(sink, reader.integer());
      return;
    }
    for (let at = 0; at < this.#totals.length; at++) {
      const total = this.#totals[at] as Total;
      if (!reader.sees(total.prefix)) continue;
      const value = reader.integer();
      total.column.set(sink, rate(total.before, value, seconds));
      total.before = value;
      if (total.metric === softInterrupts) this.#softInterrupts(sink, seconds);
      return;
    }
  }

  /** Those of each kind stand behind their sum. */
  #softInterrupts(sink: Sink, seconds: number): void {
    for (let kind = 0; kind < this.#kinds.length; kind++) this.#kinds[kind] = this.#reader.integer();
    this.#byKind.tell(sink, seconds);
  }
}

interface Mode {
  readonly share: (times: Times) => number;
  readonly column: Column;
}

interface Total {
  readonly prefix: Uint8Array;
  readonly metric: Metric;
  readonly column: Column;
  before: number;
}

interface Core {
  readonly times: Times;
  readonly column: Column;
}

/** The times of one line of /proc/stat, and what was added to them since the line before. */
class Times {
  readonly #before = new Float64Array(fields).fill(Number.NaN);
  /** In ticks; zero where the kernel took something back, as it does with idle and iowait. */
  readonly added = new Float64Array(fields);
  /** NaN for the first line. */
  total = Number.NaN;

  read(reader: Reader): void {
    let total = 0;
    let known = true;
    for (let field = 0; field < fields; field++) {
      const value = reader.integer();
      const before = this.#before[field] as number;
      // Before Linux 2.6.11 a line had fewer fields; NaN then counts as nothing.
      const added = growth(before, value);
      if (field === user && Number.isNaN(before)) known = false;
      this.added[field] = added > 0 ? added : 0;
      total += this.added[field] as number;
      this.#before[field] = value;
    }
    this.total = known && total > 0 ? total : Number.NaN;
  }

  get busy(): number {
    return 1 - this.share(idle) - this.share(iowait);
  }

  share(field: number): number {
    return (this.added[field] as number) / this.total;
  }
}

const shareOf: Readonly<Record<(typeof cpuModes)[number], (times: Times) => number>> = {
  user: (times) => times.share(user),
  nice: (times) => times.share(nice),
  system: (times) => times.share(system),
  iowait: (times) => times.share(iowait),
  interrupt: (times) => times.share(irq) + times.share(softirq),
  steal: (times) => times.share(steal),
  idle: (times) => times.share(idle),
};
