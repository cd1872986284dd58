/** A made-up device of sixty series, the same for the same seed: what most devices have, moving as theirs do. */
import { agentCpu, agentResident, agentSeries } from '@fettle/shared/metrics/agent';
import { cpuBusy, cpuCore, cpuModes, cpuUtilization } from '@fettle/shared/metrics/cpu';
import { diskBusy, diskIo, diskOperations } from '@fettle/shared/metrics/disk';
import {
  filesystemLimit,
  filesystemStates,
  filesystemUsage,
  filesystemUtilization,
} from '@fettle/shared/metrics/filesystem';
import { load1, load15, load5 } from '@fettle/shared/metrics/load';
import { memoryLimit, memoryStates, memoryUsage, memoryUtilization } from '@fettle/shared/metrics/memory';
import type { Metric } from '@fettle/shared/metrics/metric';
import { networkErrors, networkIo, networkPackets } from '@fettle/shared/metrics/network';
import { pressureShare } from '@fettle/shared/metrics/pressure';
import { processCount } from '@fettle/shared/metrics/process';
import { temperature } from '@fettle/shared/metrics/sensor';
import { swapUsage } from '@fettle/shared/metrics/swap';
import { unitState } from '@fettle/shared/metrics/unit';
import { systemUptime } from '@fettle/shared/metrics/uptime';
import type { Dictionary, Frame } from '@fettle/shared/protocol/frame';
import { mulberry32 } from '../../support/machine.ts';

type Random = () => number;
/** The value before → the value now. `level`: the column's own, 0 to 1. */
type Behaviour = (random: Random, before: number, level: number) => number;
type Row = readonly [metric: Metric, behaviour: Behaviour, ...attributes: string[]];

const page = 4_096;
const gib = 2 ** 30;

/** Walks around its level: the share of something that is busy. */
const share: Behaviour = (random, before, level) => {
  const middle = 0.02 + 0.4 * level;
  return Math.min(1, Math.max(0, before + 0.2 * (middle - before) + 0.15 * middle * (random() - 0.5)));
};
const seldom: Behaviour = (random, before, level) =>
  random() < 0.1 ? (random() < 0.6 ? 0 : random() * 0.05 * level) : before;
const walkInPages: Behaviour = (random, before, level) => {
  const from = before === 0 ? Math.round((4 + 12 * level) * 65_536) * page : before;
  return random() < 0.8 ? Math.max(0, from + Math.round((random() - 0.5) * 600) * page) : from;
};
const filling: Behaviour = (random, before, level) => {
  const from = before === 0 ? Math.round((20 + 200 * level) * 65_536) * page * 4 : before;
  return random() < 0.15 ? from + Math.round((random() - 0.48) * 200) * page : from;
};
const constant =
  (value: number): Behaviour =>
  () =>
    value;
const rate =
  (scale: number, quiet: number): Behaviour =>
  (random, _before, level) =>
    random() < quiet ? 0 : random() * random() * scale * (0.1 + level);
const load: Behaviour = (random, before, level) =>
  Math.max(0, before + 0.15 * (8 * level - before) + 0.1 * (random() - 0.5));
const degrees: Behaviour = (random, before, level) => {
  const from = before === 0 ? 35 + 30 * level : before;
  return random() < 0.4 ? from + Math.round((random() - 0.5) * 2) : from;
};
const few =
  (most: number): Behaviour =>
  (random, before, level) => {
    const from = before === 0 ? Math.round(most * level) : before;
    return random() < 0.3 ? Math.max(0, from + Math.round((random() - 0.5) * 4)) : from;
  };
const state: Behaviour = (random, before) => (before === 0 ? 1 : random() < 0.0002 ? 3 - before : before);
const counting: Behaviour = (_random, before, level) => (before === 0 ? Math.round(4e6 * level) : before + 10);

const rows: readonly Row[] = [
  [systemUptime, counting],
  [cpuBusy, share],
  ...cpuModes.map((mode) => [cpuUtilization, mode === 'nice' || mode === 'steal' ? constant(0) : share, mode] as const),
  ...['0', '1', '2'].map((core) => [cpuCore, share, core] as const),
  [load1, load],
  [load5, load],
  [load15, load],
  ...(['cpu some', 'memory some', 'memory full', 'io some', 'io full'] as const).map(
    (of) => [pressureShare, seldom, ...of.split(' ')] as Row,
  ),
  [memoryUtilization, share],
  ...memoryStates.map((of) => [memoryUsage, walkInPages, of] as const),
  [memoryLimit, constant(16 * gib)],
  [swapUsage, constant(0), 'used'],
  [swapUsage, constant(4 * gib), 'free'],
  ...['/', '/var'].flatMap((mount): Row[] => [
    [filesystemUtilization, seldom, mount],
    ...filesystemStates.slice(0, 2).map((of): Row => [filesystemUsage, filling, mount, of]),
    [filesystemLimit, constant(256 * gib), mount],
  ]),
  ...['read', 'write'].flatMap((way): Row[] => [
    [diskIo, rate(4e6, way === 'read' ? 0.6 : 0.2), 'sda', way],
    [diskOperations, rate(300, 0.3), 'sda', way],
  ]),
  [diskBusy, share, 'sda'],
  ...['receive', 'transmit'].flatMap((way): Row[] => [
    [networkIo, rate(2e6, 0.02), 'eth0', way],
    [networkPackets, rate(2_000, 0.02), 'eth0', way],
    [networkErrors, constant(0), 'eth0', way],
    [networkIo, rate(2e4, 0.5), 'lo', way],
  ]),
  [temperature, degrees, 'cpu'],
  [temperature, degrees, 'disk'],
  ...['running', 'sleeping', 'waiting'].map((of) => [processCount, few(of === 'sleeping' ? 200 : 3), of] as const),
  [processCount, constant(0), 'defunct'],
  [unitState, state, 'ssh.service'],
  [unitState, state, 'cron.service'],
  [agentCpu, share],
  [agentResident, walkInPages],
  [agentSeries, constant(60)],
];

/** Shared by all devices. */
export const dictionary: Dictionary = {
  series: rows.map(([{ name, attributes, decimals }, , ...values]) => ({
    metric: name,
    attributes: Object.fromEntries(attributes.map((key, i) => [key, values[i] ?? ''])),
    decimals,
  })),
};
export const decimals = Uint8Array.from(dictionary.series, (one) => one.decimals);
const powers = Float64Array.from(decimals, (digits) => 10 ** digits);

export interface MadeDevice {
  /**
   * The next frame. Its values are used again by the next one.
   * @param time ms; default: the interval after the one before, give or take some milliseconds
   */
  next(time?: number): Frame;
}

export interface MadeDeviceOptions {
  readonly seed: number;
  /** Of the first frame, about. */
  readonly start: number;
  /** ms */
  readonly interval: number;
}

export function madeDevice({ seed, start, interval }: MadeDeviceOptions): MadeDevice {
  const random = mulberry32(seed * 7_919 + 1);
  const values = new Float64Array(rows.length);
  const levels = Float64Array.from(rows, () => random());
  const phase = Math.floor(random() * interval);
  let sequence = 0;
  return {
    next(time) {
      for (let i = 0; i < rows.length; i++) {
        const value = (rows[i] as Row)[1](random, values[i] as number, levels[i] as number);
        const power = powers[i] as number;
        values[i] = Math.round(value * power) / power + 0;
      }
      const late = Math.floor(random() * 8) + (random() < 0.02 ? Math.floor(random() * 150) : 0);
      const at = time ?? start + phase + sequence * interval + late;
      sequence++;
      return { sequence, time: at, offset: 0, values, tables: [] };
    },
  };
}
