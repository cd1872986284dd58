/** Results come in parts; until one is whole its parts are held in memory, within bounds that no agent can move. */
import type { DeviceId } from '@fettle/shared/ids';
import { limits } from '@fettle/shared/protocol/limits';

/** Bytes of all results that are half there. Beyond it parts are not taken, and come again. */
const allBytes = 64 * 1024 * 1024;

interface Half {
  readonly key: string;
  readonly parts: Uint8Array[];
  readonly of: number;
  bytes: number;
}

export interface Part {
  /** Names the result: parts of another one begin anew. */
  readonly key: string;
  readonly part: number;
  readonly parts: number;
  readonly data: Uint8Array;
  /** Bytes of the whole, as its receipt says. */
  readonly most?: number;
}

export class Assemblies {
  readonly #half = new Map<DeviceId, Half>();
  #bytes = 0;

  /** Bytes held now. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether this part goes on where the one before ended. */
  continues(device: DeviceId, { key, part, parts }: Omit<Part, 'data' | 'most'>): boolean {
    const half = this.#half.get(device);
    return half !== undefined && half.key === key && half.of === parts && half.parts.length === part;
  }

  /**
   * Adds a part; gives all of it once the last is there, `more` before that. `refused`: out of order, larger than a result may
   * be or its receipt says, or too much is held already.
   */
  add(device: DeviceId, { key, part, parts, data, most = limits.outputBytes }: Part): Uint8Array | 'more' | 'refused' {
    if (part === 0) this.forget(device);
    else if (!this.continues(device, { key, part, parts })) return this.#refuse(device);
    const half = this.#half.get(device) ?? { key, parts: [], of: parts, bytes: 0 };
    const tooLarge =
      half.bytes + data.length > Math.min(most, limits.outputBytes) || this.#bytes + data.length > allBytes;
    if (tooLarge) return this.#refuse(device);
    half.parts.push(data);
    half.bytes += data.length;
    this.#bytes += data.length;
    this.#half.set(device, half);
    if (half.parts.length < parts) return 'more';
    this.forget(device);
    return new Uint8Array(Buffer.concat(half.parts));
  }

  forget(device: DeviceId): void {
    this.#bytes -= this.#half.get(device)?.bytes ?? 0;
    this.#half.delete(device);
  }

  #refuse(device: DeviceId): 'refused' {
    this.forget(device);
    return 'refused';
  }
}
