// pure
import { processTable } from '@fettle/shared/metrics/process';
import type { Table, TableRow } from '@fettle/shared/protocol/frame';
import type { Device } from './fleet.ts';
import { chance } from './noise.ts';
import { bootOf } from './power.ts';
import type { Signals } from './signals.ts';

const page = 4_096;

/** The table of top processes: their shares add up to what the device does, and a runaway or a leak stands on top. */
export function processesAt(device: Device, signals: Signals): Table {
  const { role, seed, cores, memory } = device;
  const { time, cpu, read, written, effects } = signals;
  const boot = bootOf(device, time);
  const usual = Math.max(0, cpu - effects.cpu) * cores;
  const rows: TableRow[] = role.programs.map((program, place) => {
    const uneven = 0.8 + 0.4 * chance(seed, 120 + place, Math.floor(time / 10_000));
    const leak = place === 0 ? effects.leaked : 0;
    const resident = Math.round((program.memory * 0.5 * signals.memory * memory) / page) * page;
    return {
      id: 300 + place * 97 + (seed % 61),
      start: boot + 4_000 + place * 700,
      name: program.name,
      values: [
        rounded(program.cpu * usual * uneven),
        resident + Math.floor(leak / page) * page,
        Math.round(program.io * (read + written) * uneven),
      ],
    };
  });
  return { name: processTable.name, rows: [...rows, ...runaway(device, signals)] };
}

function runaway({ cores, memory }: Device, { effects, cpu }: Signals): TableRow[] {
  const truth = effects.runaway;
  if (truth === null) return [];
  const { share = 0, pid = 0 } = truth.figures;
  const used = rounded(Math.min(share, cpu) * cores);
  return [{ id: pid, start: truth.from, name: 'find', values: [used, Math.round((0.01 * memory) / page) * page, 0] }];
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
