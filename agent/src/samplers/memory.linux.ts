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
import type { Steps } from '../platform/wasm/steps.ts';
import type { SamplerFactory, Sink } from './sampler.ts';
import { placesByKey, ToldFile } from './told-file.ts';

/** Lines of /proc/meminfo, proc_meminfo(5), in kB, that are told as they are. */
const plain = [
  ['MemTotal', memoryLimit],
  ['MemAvailable', memoryAvailable],
  ['Shmem', memoryShared],
  ['SReclaimable', memorySlab, 'reclaimable'],
  ['SUnreclaim', memorySlab, 'unreclaimable'],
  ['Committed_AS', memoryCommitted],
  ['CommitLimit', memoryCommitLimit],
] as const;
const kinds: readonly (readonly [line: string, kind: (typeof memoryKinds)[number]])[] = [
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
  const file = new ToldFile(join(host.root, 'proc/meminfo'), (lines, steps, sink) => {
    const places = placesByKey(lines);
    const place = (line: string) => places.get(line);
    for (const [line, metric, ...attributes] of plain) {
      steps.gauge(place(line), () => sink.column(metric, ...attributes), kilo);
    }
    for (const [line, kind] of kinds) steps.gauge(place(line), () => sink.column(memoryKind, kind), kilo);
    planStates(place, steps, sink);
    planSwap(place, steps, sink);
    planHugePages(place, steps, sink);
  });
  if (!file.exists) return 'no /proc/meminfo';
  return {
    family: 'memory',
    lane: 'fast',
    sample: (sink, at) => void file.tell(sink, at.monotonic),
    close: () => file.close(),
  };
};

const kilo = 1_024;
type PlaceOf = (line: string) => number | undefined;

function planStates(place: PlaceOf, steps: Steps, sink: Sink): void {
  const [total, free, buffers] = [place('MemTotal'), place('MemFree'), place('Buffers')];
  const [cached, reclaimable, shared] = [place('Cached'), place('SReclaimable'), place('Shmem')];
  const usage = (state: (typeof memoryStates)[number]) => () => sink.column(memoryUsage, state);
  const factor = { factor: kilo };
  const inCache = (sign: 1 | -1) => {
    const other = sign === 1 ? -1 : 1;
    return [[cached, sign] as const, [reclaimable, sign] as const, [shared, other] as const];
  };
  steps.sum([[total, 1], [free, -1], [buffers, -1], ...inCache(-1)], usage('used'), factor);
  steps.gauge(buffers, usage('buffers'), kilo);
  steps.sum(inCache(1), usage('cached'), factor);
  steps.gauge(free, usage('free'), kilo);
  const available = place('MemAvailable');
  const share = () => sink.column(memoryUtilization);
  if (total === undefined) return;
  if (available !== undefined)
    steps.sum(
      [
        [total, 1],
        [available, -1],
      ],
      share,
      { per: total },
    );
  // Before Linux 3.14 the kernel made no estimate.
  else steps.sum([[total, 1], [free, -1], [buffers, -1], ...inCache(-1)], share, { per: total });
}

function planSwap(place: PlaceOf, steps: Steps, sink: Sink): void {
  const [total, free] = [place('SwapTotal'), place('SwapFree')];
  if (total === undefined) return;
  steps.unlessZero([total, total], () => {
    steps.sum(
      [
        [total, 1],
        [free, -1],
      ],
      () => sink.column(swapUsage, 'used'),
      { factor: kilo },
    );
    steps.gauge(free, () => sink.column(swapUsage, 'free'), kilo);
    steps.sum(
      [
        [total, 1],
        [free, -1],
      ],
      () => sink.column(swapUtilization),
      { per: total },
    );
  });
}

function planHugePages(place: PlaceOf, steps: Steps, sink: Sink): void {
  const [total, free] = [place('HugePages_Total'), place('HugePages_Free')];
  if (total === undefined) return;
  steps.unlessZero([total, total], () => {
    steps.gauge(free, () => sink.column(hugePages, 'free'));
    steps.sum(
      [
        [total, 1],
        [free, -1],
      ],
      () => sink.column(hugePages, 'used'),
    );
  });
}
