/** How much of results is taken from one device, so that one that was taken over fills no disk. Pure but for what it holds. */
import type { DeviceId } from '@fettle/shared/ids';

const hourMs = 3_600_000;
/** At once after a long silence, and an hour from then on: an executor runs one order at a time. */
const most = { count: 600, bytes: 64 * 1024 * 1024 } as const;

interface Left {
  count: number;
  bytes: number;
  at: number;
}

export class Allowances {
  readonly #left = new Map<DeviceId, Left>();

  /** Takes a result off what a device may bring. False: it is to come again later. */
  take(device: DeviceId, bytes: number, now: number): boolean {
    const before = this.#left.get(device) ?? { count: most.count, bytes: most.bytes, at: now };
    const share = Math.max(0, now - before.at) / hourMs;
    const left = {
      count: Math.min(most.count, before.count + share * most.count),
      bytes: Math.min(most.bytes, before.bytes + share * most.bytes),
      at: now,
    };
    const isIn = left.count >= 1 && left.bytes >= bytes;
    this.#left.set(device, isIn ? { count: left.count - 1, bytes: left.bytes - bytes, at: now } : left);
    return isIn;
  }
}
