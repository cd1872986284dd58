/** What a data folder holds of a simulation, so that it can be gone on with: `simulation.json` and `truths.json`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fleet, FleetOptions } from './fleet.ts';
import { coarseMs } from './history.ts';
import type { Options } from './options.ts';
import { day } from './time.ts';

export interface Simulation {
  readonly fleet: FleetOptions;
  /** Up to this time the past is there. */
  readonly done: number;
  /** Of the administrator; the collector keeps only its hash. */
  readonly login: { readonly name: string; readonly password: string } | null;
}

const file = (data: string) => join(data, 'simulation.json');

/** The simulation of a folder, or a new one that meets the present now. @throws Error when the folder has another fleet */
export function beginOrResume(data: string, { devices, days, seed }: Options, now: number): Simulation {
  if (existsSync(file(data))) {
    const found = JSON.parse(readFileSync(file(data), 'utf8')) as Simulation;
    if (found.fleet.devices !== devices || found.fleet.seed !== seed) {
      throw new Error(
        `${data} holds a fleet of ${found.fleet.devices} devices of seed ${found.fleet.seed}. Ask for that one, or choose another folder.`,
      );
    }
    return found;
  }
  if (existsSync(join(data, 'records.db'))) {
    throw new Error(`${data} is the folder of a real collector. Choose another.`);
  }
  const end = Math.floor(now / coarseMs) * coarseMs;
  const begin = end - days * day;
  return { fleet: { seed, devices, begin, end }, done: begin, login: null };
}

/** Readable by its owner only: there is a password in it. */
export function keep(data: string, simulation: Simulation): void {
  writeFileSync(file(data), `${JSON.stringify(simulation, null, 2)}\n`, { mode: 0o600 });
}

export function writeTruths(data: string, { options, truths }: Fleet): string {
  const path = join(data, 'truths.json');
  const lines = truths.map((truth) => `    ${JSON.stringify(truth)}`).join(',\n');
  writeFileSync(path, `{\n  "fleet": ${JSON.stringify(options)},\n  "truths": [\n${lines}\n  ]\n}\n`);
  return path;
}
