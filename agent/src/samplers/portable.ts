import os from 'node:os';

/** The questions that are asked of the package; their answers' types are its own. */
export type SystemInformation = Pick<
  typeof import('systeminformation'),
  | 'battery'
  | 'cpuTemperature'
  | 'disksIO'
  | 'fsSize'
  | 'fsStats'
  | 'mem'
  | 'networkStats'
  | 'osInfo'
  | 'processes'
  | 'services'
  | 'system'
>;

export type Os = Pick<
  typeof os,
  'arch' | 'cpus' | 'freemem' | 'hostname' | 'loadavg' | 'networkInterfaces' | 'release' | 'totalmem' | 'uptime'
>;

/** What the portable samplers ask. Tests let other machines answer. */
export interface Portable {
  readonly platform: NodeJS.Platform;
  readonly os: Os;
  /** It starts programs and takes its time: for the slow lane only. Loaded at the first question. */
  readonly ask: () => Promise<SystemInformation>;
}

/** The machine that this program runs on. */
export function thisMachine(): Portable {
  return { platform: process.platform, os, ask: load };
}

/** Not at the top: an agent that never asks never has it in memory. */
async function load(): Promise<SystemInformation> {
  return (await import('systeminformation')).default;
}

/** Platforms of which the package speaks alike. */
export const isBsd = (platform: NodeJS.Platform): boolean =>
  platform === 'freebsd' || platform === 'openbsd' || platform === 'netbsd';

/** A number that the package left out, or gave as null or in words, is absent. */
export const known = (value: unknown): number => (typeof value === 'number' ? value : Number.NaN);
