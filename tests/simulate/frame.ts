// pure
import type { Frame } from '@fettle/shared/protocol/frame';
import { measure } from './columns.ts';
import type { Device } from './fleet.ts';
import { processesAt } from './processes.ts';
import { signalsAt } from './signals.ts';

/** Counts the seconds of the simulation, so that a time has the same number in every run over the same data. */
export function sequenceAt(time: number, begin: number): number {
  return Math.floor((time - begin) / 1_000) + 1;
}

/** What a device sends of a moment. Its own clock may be wrong; the offset says by how much. */
export function frameAt(device: Device, time: number, begin: number, withTable: boolean): Frame {
  const signals = signalsAt(device, time);
  const { offset } = signals.effects;
  return {
    sequence: sequenceAt(time, begin),
    time: time - offset,
    offset,
    values: measure(device, signals),
    tables: withTable ? [processesAt(device, signals)] : [],
  };
}
