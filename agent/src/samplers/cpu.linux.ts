import { join } from 'node:path';
import {
  contextSwitches,
  cpuBusy,
  cpuCore,
  type cpuModes,
  cpuUtilization,
  interrupts,
  softInterruptKind,
  softInterruptKinds,
  softInterrupts,
} from '@fettle/shared/metrics/cpu';
import { threads } from '@fettle/shared/metrics/load';
import { processCreated } from '@fettle/shared/metrics/process';
import type { LearnedLine } from '../platform/linux/learned-lines.ts';
import type { Steps } from '../platform/wasm/steps.ts';
import type { SamplerFactory, Sink } from './sampler.ts';
import { placesByKey, ToldFile } from './told-file.ts';

/** The single figures below the processors' lines; read here, since making this file is dear for the kernel. */
const totals = [
  ['intr', interrupts],
  ['ctxt', contextSwitches],
  ['processes', processCreated],
  ['softirq', softInterrupts],
] as const;

/** Fields of a line of /proc/stat, proc_stat(5); user includes guests. */
const [user, nice, system, idle, iowait, irq, softirq, steal] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const fields = 8;
const modes: readonly (readonly [mode: (typeof cpuModes)[number], ...fields: number[]])[] = [
  ['user', user],
  ['nice', nice],
  ['system', system],
  ['iowait', iowait],
  ['interrupt', irq, softirq],
  ['steal', steal],
  ['idle', idle],
];
const notBusy = [idle, iowait];

/** All processors together, each by itself, and the counters that stand beside them in /proc/stat. */
export const cpu: SamplerFactory = (host) => {
  const file = new ToldFile(
    join(host.root, 'proc/stat'),
    (lines, steps, sink) => {
      for (const line of lines) if (line.key.startsWith('cpu')) planProcessor(line, steps, sink);
      planTotals(lines, steps, sink);
    },
    'whole',
  );
  if (!file.exists) return 'no /proc/stat';
  return {
    family: 'cpu',
    lane: 'fast',
    sample: (sink, at) => void file.tell(sink, at.monotonic),
    close: () => file.close(),
  };
};

function planProcessor({ key, first, count }: LearnedLine, steps: Steps, sink: Sink): void {
  steps.times(key, first, Math.min(count, fields));
  const number = key.slice('cpu'.length);
  const busy = () => (number === '' ? sink.column(cpuBusy) : sink.column(cpuCore, number));
  steps.shares(key, notBusy, busy, { rest: true });
  if (number !== '') return;
  for (const [mode, ...parts] of modes) steps.shares(key, parts, () => sink.column(cpuUtilization, mode));
}

function planTotals(lines: readonly LearnedLine[], steps: Steps, sink: Sink): void {
  const places = placesByKey(lines);
  for (const [key, metric] of totals) steps.rate(places.get(key), () => sink.column(metric));
  steps.gauge(places.get('procs_blocked'), () => sink.column(threads, 'waiting'));
  // Those of each kind stand behind their sum.
  const line = lines.find(({ key }) => key === 'softirq');
  for (const [at, kind] of softInterruptKinds.entries()) {
    const place = line !== undefined && at + 1 < line.count ? line.first + at + 1 : undefined;
    steps.rate(place, () => sink.column(softInterruptKind, kind));
  }
}
