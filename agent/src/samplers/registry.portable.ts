import { families } from '@fettle/shared/metrics/catalogue';
import { facts } from '../inventory/facts.portable.ts';
import { agent } from './agent.portable.ts';
import { cpu } from './cpu.portable.ts';
import { disk } from './disk.portable.ts';
import { filesystem } from './filesystem.portable.ts';
import { load } from './load.portable.ts';
import { memory } from './memory.portable.ts';
import { network } from './network.portable.ts';
import type { OwnCost } from './own-cost.ts';
import { type Portable, thisMachine } from './portable.ts';
import { processes } from './process.portable.ts';
import type { Registry } from './runner.ts';
import { sensor } from './sensor.portable.ts';
import { smart } from './smart.portable.ts';
import { swap } from './swap.portable.ts';
import { unit } from './unit.portable.ts';
import { uptime } from './uptime.portable.ts';

/** Every family on a system that is not Linux: one line each that has a sampler there, the others with their reason. */
export function registry(ownCost: OwnCost, portable: Portable = thisMachine()): Registry {
  const measured: Registry = [
    ['cpu', cpu(portable)],
    ['memory', memory(portable)],
    ['filesystem', filesystem(portable)],
    ['disk', disk(portable)],
    ['network', network(portable)],
    ['load', load(portable)],
    ['swap', swap(portable)],
    ['process', processes(portable)],
    ['unit', unit(portable)],
    ['sensor', sensor(portable)],
    ['smart', smart],
    ['uptime', uptime(portable, ownCost)],
    ['agent', agent(ownCost)],
    ['facts', facts(portable)],
  ];
  const known = new Set(measured.map(([family]) => family));
  const absent = families.filter(({ id }) => !known.has(id)).map(({ id }) => [id, () => linuxOnly] as const);
  return [...measured, ...absent];
}

const linuxOnly = 'measured on Linux only';
