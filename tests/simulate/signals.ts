// pure
/** What a device does at a moment: the few figures that all its values are made of, so that they go together. */
import { type Effects, effectsAt } from './effects.ts';
import type { Device } from './fleet.ts';
import { memoryBase } from './memory.ts';
import { chance, drift } from './noise.ts';
import { bootOf } from './power.ts';
import { rhythmAt } from './rhythm.ts';
import { minute } from './time.ts';

export interface Signals {
  readonly time: number;
  readonly effects: Effects;
  /** How much there is to do, 0 to 1. */
  readonly activity: number;
  /** Shares of all processors: busy, and waiting for disks. */
  readonly cpu: number;
  readonly waiting: number;
  /** Share of the processors over some minutes: the load follows it. */
  readonly steadily: number;
  /** Share of the memory in use. */
  readonly memory: number;
  readonly swap: number;
  /** Bytes a second. */
  readonly received: number;
  readonly sent: number;
  readonly read: number;
  readonly written: number;
  /** s */
  readonly uptime: number;
}

/** The device is taken to be on. */
export function signalsAt(device: Device, time: number): Signals {
  const { seed, role } = device;
  const effects = effectsAt(device, time);
  const rhythm = rhythmAt(role.rhythm, time);
  const slow = drift(seed, 50, time, 47 * minute);
  const activity = clamp(rhythm * (0.85 + 0.2 * slow), 0, 1);
  const steadily = clamp(
    role.idle + role.span * activity * (1 + 0.2 * drift(seed, 51, time, 7 * minute)) + effects.cpu,
    0.002,
    0.985,
  );
  const jitter = chance(seed, 52, Math.floor(time / 1_000));
  const cpu = clamp(steadily * (0.88 + 0.24 * jitter) + burst(seed, time) * role.span * 0.5, 0.002, 0.985);
  const disk = activity * (0.7 + 0.3 * drift(seed, 53, time, 3 * minute));
  const traffic = role.network * activity * (0.3 + 0.12 * drift(seed, 54, time, 2 * minute) + 0.06 * jitter);
  const memory = memoryAt(device, effects, activity, slow);
  return {
    time,
    effects,
    activity,
    cpu,
    waiting: clamp(0.05 * disk * disk, 0, 1 - cpu),
    steadily,
    memory,
    swap: clamp((memory - 0.85) * 4, 0, 0.9),
    received: Math.max(400, traffic * 0.35),
    sent: Math.max(300, traffic * (role.kind === 'server' ? 0.9 : 0.12)),
    read: 3e6 * disk * (0.4 + jitter),
    written: 4e4 + 6e6 * disk * (0.4 + chance(seed, 55, Math.floor(time / 1_000))),
    uptime: Math.floor((time - bootOf(device, time)) / 1_000),
  };
}

/** Now and then something takes the processors for some seconds. */
function burst(seed: number, time: number): number {
  const chanceNow = chance(seed, 56, Math.floor(time / 20_000));
  return chanceNow > 0.97 ? (chanceNow - 0.97) * 33 : 0;
}

function memoryAt(device: Device, { leaked }: Effects, activity: number, slow: number): number {
  const base = memoryBase(device);
  // A leak shows best where nothing else moves.
  if (leaked > 0) return Math.min(0.99, base + leaked / device.memory + 0.003 * slow);
  return clamp(base + 0.22 * activity + 0.02 * slow, 0.05, 0.95);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
