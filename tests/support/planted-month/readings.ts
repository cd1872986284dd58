// pure
import type { Dictionary, Frame } from '@fettle/shared/protocol/frame';
import { begin, filling, hour, leak, type Machine, type Trouble } from './truths.ts';

/** What is broken on a machine now. */
export type Readings = Record<Trouble, boolean>;
export const usual = (): Readings => ({ unit: false, backup: false, var: false, disk: false, cpu: false });

const unit = (name: string) => ({
  metric: 'systemd.unit.state',
  attributes: { 'systemd.unit.name': name },
  decimals: 0,
});
const mount = (metric: string, mountpoint: string, state?: string, decimals = 0) => ({
  metric,
  attributes: {
    'system.filesystem.mountpoint': mountpoint,
    ...(state === undefined ? {} : { 'system.filesystem.state': state }),
  },
  decimals,
});

export const dictionary: Dictionary = {
  series: [
    unit('main.service'),
    unit('backup.service'),
    mount('system.filesystem.utilization', '/var', undefined, 4),
    mount('system.filesystem.utilization', '/data', undefined, 4),
    mount('system.filesystem.usage', '/data', 'used'),
    mount('system.filesystem.usage', '/data', 'free'),
    mount('system.filesystem.limit', '/data'),
    {
      metric: 'system.disk.operation.duration',
      attributes: { 'system.device': 'sda', 'disk.io.direction': 'read' },
      decimals: 3,
    },
    { metric: 'system.cpu.busy', attributes: {}, decimals: 4 },
    { metric: 'system.memory.utilization', attributes: {}, decimals: 4 },
    { metric: 'system.memory.usage', attributes: { 'system.memory.state': 'used' }, decimals: 0 },
    { metric: 'system.memory.limit', attributes: {}, decimals: 0 },
  ],
};

const active = 1;
const failed = 2;

/** A frame in which everything is a function of the time and of what is broken. */
export function frameOf(machine: Machine, broken: Readings, time: number, sequence: number): Frame {
  const hours = (time - begin) / hour;
  const disk = machine === filling.machine ? filling.base + Math.round(hours * filling.perHour) : filling.base;
  const memory = machine === leak.machine ? leak.base + Math.round(hours * leak.perHour) : leak.base;
  const values = Float64Array.of(
    broken.unit ? failed : active,
    broken.backup ? failed : active,
    broken.var ? 0.96 : 0.42,
    disk / filling.limit,
    disk,
    filling.limit - disk,
    filling.limit,
    broken.disk ? 450 : 4,
    broken.cpu ? 0.97 : 0.12,
    memory / leak.limit,
    memory,
    leak.limit,
  );
  return { sequence, time, offset: 0, values, tables: [] };
}
