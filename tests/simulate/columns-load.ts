// pure
/** Processors, memory, load, pressure: what follows from how much there is to do. */
import { cpuBusy, cpuCore, cpuModes, cpuUtilization } from '@fettle/shared/metrics/cpu';
import { load1, load15, load5 } from '@fettle/shared/metrics/load';
import { memoryLimit, memoryUsage, memoryUtilization } from '@fettle/shared/metrics/memory';
import { pressureShare } from '@fettle/shared/metrics/pressure';
import { swapUsage, swapUtilization } from '@fettle/shared/metrics/swap';
import type { Group } from './columns.ts';
import { chance, drift } from './noise.ts';

/** So many cores are told one by one. */
const shownCores = (cores: number) => Math.min(4, cores);

export const cpuGroup: Group = {
  columns: ({ cores }) => [
    [cpuBusy],
    ...cpuModes.map((mode) => [cpuUtilization, mode] as const),
    ...Array.from({ length: shownCores(cores) }, (_, core) => [cpuCore, String(core)] as const),
  ],
  put(sheet, { seed, cores }, { cpu, waiting, activity, time }) {
    const system = 0.22 * cpu;
    const interrupt = 0.03 * cpu * activity;
    const steal = 0;
    const nice = 0.01 * cpu;
    sheet.put(cpu);
    sheet.put(cpu - system - interrupt - nice - steal);
    sheet.put(nice);
    sheet.put(system);
    sheet.put(waiting);
    sheet.put(interrupt);
    sheet.put(steal);
    sheet.put(1 - cpu - waiting);
    // The share is spread unevenly over the cores, and in the mean it is the share again.
    const uneven = Math.min(cpu, 1 - cpu);
    const moment = Math.floor(time / 1_000);
    let left = 0;
    const shown = shownCores(cores);
    for (let core = 0; core < shown; core++) {
      const first = core % 2 === 0;
      if (first) left = uneven * (2 * chance(seed, 100 + core, moment) - 1);
      sheet.put(core === shown - 1 && first ? cpu : cpu + (first ? left : -left));
    }
  },
};

export const memoryGroup: Group = {
  columns: () => [
    [memoryUtilization],
    [memoryUsage, 'used'],
    [memoryUsage, 'buffers'],
    [memoryUsage, 'cached'],
    [memoryUsage, 'free'],
    [memoryLimit],
  ],
  put(sheet, { memory: limit, seed }, { memory, time }) {
    const used = Math.round(limit * memory);
    const buffers = Math.round((limit - used) * 0.03);
    const cached = Math.round((limit - used) * (0.7 + 0.1 * drift(seed, 60, time, 7_200_000)));
    sheet.put(used / limit);
    sheet.put(used);
    sheet.put(buffers);
    sheet.put(cached);
    sheet.put(limit - used - buffers - cached);
    sheet.put(limit);
  },
};

const gib = 2 ** 30;

export const swapGroup: Group = {
  columns: ({ role }) => (role.kind === 'router' ? [] : [[swapUtilization], [swapUsage, 'used'], [swapUsage, 'free']]),
  put(sheet, { role }, { swap }) {
    if (role.kind === 'router') return;
    const limit = 4 * gib;
    const used = Math.round(limit * swap);
    sheet.put(used / limit);
    sheet.put(used);
    sheet.put(limit - used);
  },
};

export const loadGroup: Group = {
  columns: ({ system }) => (system.family === 'windows' ? [] : [[load1], [load5], [load15]]),
  put(sheet, { system, cores, role }, { cpu, steadily, activity, waiting, effects }) {
    if (system.family === 'windows') return;
    const waits = 2 * waiting;
    sheet.put(cores * (0.95 * cpu + waits));
    sheet.put(cores * (0.95 * steadily + waits));
    sheet.put(cores * (0.95 * Math.min(1, role.idle + role.span * activity + effects.cpu) + waits));
  },
};

export const pressureGroup: Group = {
  columns: ({ system }) =>
    system.family === 'linux'
      ? [
          [pressureShare, 'cpu', 'some'],
          [pressureShare, 'memory', 'some'],
          [pressureShare, 'memory', 'full'],
          [pressureShare, 'io', 'some'],
          [pressureShare, 'io', 'full'],
        ]
      : [],
  put(sheet, { system }, { cpu, memory, waiting }) {
    if (system.family !== 'linux') return;
    const short = Math.max(0, memory - 0.9) * 4;
    sheet.put(Math.max(0, cpu - 0.5) ** 2);
    sheet.put(short);
    sheet.put(short * 0.6);
    sheet.put(waiting * 1.5);
    sheet.put(waiting);
  },
};
