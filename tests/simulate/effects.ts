// pure
import type { Device } from './fleet.ts';
import { chance } from './noise.ts';
import type { Truth } from './truth.ts';

/** What the troubles of a moment add to what a device does anyway. */
export interface Effects {
  /** Share of all processors. */
  cpu: number;
  /** Bytes. */
  leaked: number;
  /** ms to be added to its clock. */
  offset: number;
  /** The file system that fills, or ''. */
  mountpoint: string;
  filled: number;
  /** The unit that has failed now, or ''. */
  failed: string;
  /** How often a unit has failed in this trouble. */
  failures: number;
  runaway: Truth | null;
  /** Since when its site cannot be reached, or 0. */
  cutSince: number;
}

const perHour = 3_600_000;

export function effectsAt(device: Device, time: number): Effects {
  const effects: Effects = {
    cpu: 0,
    leaked: 0,
    offset: device.offset,
    mountpoint: '',
    filled: 0,
    failed: '',
    failures: 0,
    runaway: null,
    cutSince: 0,
  };
  for (const truth of device.troubles) {
    if (truth.from > time) break;
    if (time < truth.to) add(effects, truth, device, time);
  }
  return effects;
}

function add(effects: Effects, truth: Truth, device: Device, time: number): void {
  const { figures, from, attributes } = truth;
  switch (truth.kind) {
    case 'memory-leak':
      effects.leaked += ((time - from) * (figures['bytesPerHour'] ?? 0)) / perHour;
      break;
    case 'disk-fills':
      effects.mountpoint = attributes['system.filesystem.mountpoint'] ?? '';
      effects.filled = ((time - from) * (figures['bytesPerHour'] ?? 0)) / perHour;
      break;
    case 'unit-flaps': {
      const { period = 1, down = 0 } = figures;
      effects.failures = Math.floor((time - from) / period) + 1;
      if ((time - from) % period < down) effects.failed = attributes['systemd.unit.name'] ?? '';
      break;
    }
    case 'noisy':
      effects.cpu += (figures['swing'] ?? 0) * chance(device.seed, 40, Math.floor(time / 60_000)) ** 2;
      break;
    case 'clock-offset':
      effects.offset = figures['offset'] ?? 0;
      break;
    case 'cpu-runaway':
      effects.cpu += figures['share'] ?? 0;
      effects.runaway = truth;
      break;
    case 'site-outage':
      effects.cutSince = from;
      break;
    case 'device-outage':
    case 'router-reboot':
      break;
  }
}
