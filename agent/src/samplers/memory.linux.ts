import { join } from 'node:path';
import {
  hugePages,
  memoryAvailable,
  memoryCommitLimit,
  memoryCommitted,
  memoryKind,
  type memoryKinds,
  memoryLimit,
  memoryShared,
  memorySlab,
  type memoryStates,
  memoryUsage,
  memoryUtilization,
} from '@fettle/shared/metrics/memory';
import { swapUsage, swapUtilization } from '@fettle/shared/metrics/swap';
import { KeyedLines } from '../platform/linux/keyed-lines.ts';
import { ProcFile } from '../platform/linux/proc-file.ts';
import { Reader } from '../platform/linux/reader.ts';
import { Column } from './column.ts';
import type { Sampler, SamplerFactory, Sink } from './sampler.ts';

/** Lines of /proc/meminfo, proc_meminfo(5), in kB but for the counts of huge pages. */
const lines = [
  'MemTotal',
  'MemFree',
  'MemAvailable',
  'Buffers',
  'Cached',
  'SReclaimable',
  'SUnreclaim',
  'Shmem',
  'SwapTotal',
  'SwapFree',
  'Committed_AS',
  'AnonPages',
  'Mapped',
  'Active',
  'Inactive',
  'Unevictable',
  'Dirty',
  'Writeback',
  'PageTables',
  'KernelStack',
  'Percpu',
  'VmallocUsed',
  'AnonHugePages',
  'SwapCached',
  'Active(anon)',
  'Inactive(anon)',
  'Active(file)',
  'Inactive(file)',
  'Mlocked',
  'KReclaimable',
  'SecPageTables',
  'ShmemHugePages',
  'FileHugePages',
  'Hugetlb',
  'Zswap',
  'Zswapped',
  'WritebackTmp',
  'Bounce',
  'HardwareCorrupted',
  'DirectMap4k',
  'DirectMap2M',
  'DirectMap1G',
  'CommitLimit',
  'HugePages_Total',
  'HugePages_Free',
] as const;
type Line = (typeof lines)[number];
const place = Object.fromEntries(lines.map((line, at) => [line, at])) as Record<Line, number>;

/** Lines that are told as they are. */
const plain = [
  ['MemTotal', memoryLimit],
  ['MemAvailable', memoryAvailable],
  ['Shmem', memoryShared],
  ['SReclaimable', memorySlab, 'reclaimable'],
  ['SUnreclaim', memorySlab, 'unreclaimable'],
  ['Committed_AS', memoryCommitted],
  ['CommitLimit', memoryCommitLimit],
] as const;
const kinds: readonly (readonly [Line, (typeof memoryKinds)[number]])[] = [
  ['AnonPages', 'anonymous'],
  ['Mapped', 'mapped'],
  ['Active', 'active'],
  ['Inactive', 'inactive'],
  ['Unevictable', 'unevictable'],
  ['Dirty', 'dirty'],
  ['Writeback', 'writeback'],
  ['PageTables', 'page_tables'],
  ['KernelStack', 'kernel_stack'],
  ['Percpu', 'per_cpu'],
  ['VmallocUsed', 'virtual'],
  ['AnonHugePages', 'huge_anonymous'],
  ['SwapCached', 'swap_cached'],
  ['Active(anon)', 'active_anonymous'],
  ['Inactive(anon)', 'inactive_anonymous'],
  ['Active(file)', 'active_file'],
  ['Inactive(file)', 'inactive_file'],
  ['Mlocked', 'locked'],
  ['KReclaimable', 'reclaimable_by_kernel'],
  ['SecPageTables', 'page_tables_of_guests'],
  ['ShmemHugePages', 'huge_shared'],
  ['FileHugePages', 'huge_file'],
  ['Hugetlb', 'huge_reserved'],
  ['Zswap', 'compressed'],
  ['Zswapped', 'compressed_content'],
  ['WritebackTmp', 'writeback_temporary'],
  ['Bounce', 'bounce'],
  ['HardwareCorrupted', 'damaged'],
  ['DirectMap4k', 'mapped_by_4k'],
  ['DirectMap2M', 'mapped_by_2m'],
  ['DirectMap1G', 'mapped_by_1g'],
];

/** Memory and, since the same file tells it, how full the swap is. */
export const memory: SamplerFactory = (host) => {
  const file = new ProcFile(join(host.root, 'proc/meminfo'));
  return file.read(new Reader()) ? new MemorySampler(file) : 'no /proc/meminfo';
};

interface Plain {
  readonly line: Line;
  readonly column: Column;
}

class MemorySampler implements Sampler {
  readonly family = 'memory';
  readonly lane = 'fast';
  readonly #file: ProcFile;
  readonly #reader = new Reader();
  readonly #lines = new KeyedLines(lines);
  readonly #plain: readonly Plain[] = [
    ...plain.map(([line, metric, ...attributes]) => ({ line, column: new Column(metric, ...attributes) })),
    ...kinds.map(([line, kind]) => ({ line, column: new Column(memoryKind, kind) })),
  ];
  readonly #utilization = new Column(memoryUtilization);
  readonly #usage = usageColumns();
  readonly #huge = { used: new Column(hugePages, 'used'), free: new Column(hugePages, 'free') };
  readonly #swap = {
    used: new Column(swapUsage, 'used'),
    free: new Column(swapUsage, 'free'),
    share: new Column(swapUtilization),
  };

  constructor(file: ProcFile) {
    this.#file = file;
  }

  sample(sink: Sink): void {
    if (!this.#file.read(this.#reader)) return;
    this.#lines.parse(this.#reader);
    for (let at = 0; at < this.#plain.length; at++) {
      const { line, column } = this.#plain[at] as Plain;
      column.set(sink, this.#bytes(line));
    }
    this.#states(sink);
    if (this.#bytes('SwapTotal') > 0) this.#swapped(sink);
    if (this.#bytes('HugePages_Total') > 0) this.#hugePages(sink);
  }

  close(): void {
    this.#file.close();
  }

  #states(sink: Sink): void {
    const total = this.#bytes('MemTotal');
    const free = this.#bytes('MemFree');
    const buffers = this.#bytes('Buffers');
    const cached = this.#bytes('Cached') + this.#bytes('SReclaimable') - this.#bytes('Shmem');
    this.#usage.used.set(sink, total - free - buffers - cached);
    this.#usage.buffers.set(sink, buffers);
    this.#usage.cached.set(sink, cached);
    this.#usage.free.set(sink, free);
    const available = this.#bytes('MemAvailable');
    // Before Linux 3.14 the kernel made no estimate.
    this.#utilization.set(sink, 1 - (Number.isNaN(available) ? free + buffers + cached : available) / total);
  }

  #swapped(sink: Sink): void {
    const total = this.#bytes('SwapTotal');
    const free = this.#bytes('SwapFree');
    this.#swap.used.set(sink, total - free);
    this.#swap.free.set(sink, free);
    this.#swap.share.set(sink, (total - free) / total);
  }

  #hugePages(sink: Sink): void {
    const { values } = this.#lines;
    const free = values[place.HugePages_Free] as number;
    this.#huge.free.set(sink, free);
    this.#huge.used.set(sink, (values[place.HugePages_Total] as number) - free);
  }

  #bytes(line: Line): number {
    return (this.#lines.values[place[line]] as number) * 1_024;
  }
}

function usageColumns(): Readonly<Record<(typeof memoryStates)[number], Column>> {
  return {
    used: new Column(memoryUsage, 'used'),
    buffers: new Column(memoryUsage, 'buffers'),
    cached: new Column(memoryUsage, 'cached'),
    free: new Column(memoryUsage, 'free'),
  };
}
