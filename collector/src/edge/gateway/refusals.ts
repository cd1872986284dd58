/** What is remembered, for as long as this process lives, of frames that devices send and nobody can store. */
import type { DeviceId } from '@fettle/shared/ids';
import { limits } from '@fettle/shared/protocol/limits';

/** Of one device and one reason people hear no more often than this. */
const tellMs = 3_600_000;

/** Of one device, across its connections. */
export interface DeviceRefusals {
  /** A frame had to wait for an offset. */
  waits(sequence: number, now: number): void;
  /** A frame was stored: what waited before it waits no more. */
  stored(sequence: number): void;
  /** Whether a frame has waited so long that waiting helps nothing. */
  outOfPatience(now: number): boolean;
  /** Whether people are to be told of this reason now. */
  due(code: string, now: number): boolean;
  /** They could not be told: the next one is due. */
  untold(code: string): void;
}

export interface Refusals {
  of(device: DeviceId): DeviceRefusals;
}

export function createRefusals(): Refusals {
  const devices = new Map<DeviceId, DeviceRefusals>();
  return {
    of(device) {
      const known = devices.get(device) ?? refusalsOfOne();
      devices.set(device, known);
      return known;
    },
  };
}

function refusalsOfOne(): DeviceRefusals {
  const told = new Map<string, number>();
  let waiting: { readonly sequence: number; readonly since: number } | null = null;
  return {
    waits(sequence, now) {
      waiting ??= { sequence, since: now };
    },
    stored(sequence) {
      if (waiting !== null && sequence >= waiting.sequence) waiting = null;
    },
    outOfPatience: (now) => waiting !== null && now - waiting.since >= limits.aheadPatienceMs,
    due(code, now) {
      if (now - (told.get(code) ?? Number.NEGATIVE_INFINITY) < tellMs) return false;
      told.set(code, now);
      return true;
    },
    untold: (code) => void told.delete(code),
  };
}
