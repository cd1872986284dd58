/** Bodies that were just promised to devices: an order to thousands makes thousands ask for the same few. */
import type { DeviceId } from '@fettle/shared/ids';

const most = { devices: 20_000, bodies: 64, each: 256 } as const;

export class Bodies {
  readonly #promised = new Map<DeviceId, Set<string>>();
  readonly #bytes = new Map<string, Uint8Array>();

  /** A statement went to this device that names these. */
  promise(device: DeviceId, hashes: readonly string[]): void {
    if (hashes.length === 0) return;
    const mine = this.#promised.get(device) ?? new Set();
    if (mine.size > most.each) mine.clear();
    for (const hash of hashes) mine.add(hash);
    this.#promised.delete(device);
    this.#promised.set(device, mine);
    dropOldest(this.#promised, most.devices);
  }

  /** Null: it was not promised, or is not in memory. */
  find(device: DeviceId, hash: string): Uint8Array | null {
    return this.#promised.get(device)?.has(hash) ? (this.#bytes.get(hash) ?? null) : null;
  }

  keep(hash: string, bytes: Uint8Array): void {
    this.#bytes.set(hash, bytes);
    dropOldest(this.#bytes, most.bodies);
  }

  forget(device: DeviceId): void {
    this.#promised.delete(device);
  }
}

function dropOldest(map: Map<unknown, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}
