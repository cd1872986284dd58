/** Who an order is for: a Merkle tree over the targets, of which a device gets its own path only. */
import type { DeviceId } from '../ids.ts';

export interface Target {
  readonly id: DeviceId;
  readonly host: string;
}

/** Where a device stands in the tree: hashes (base64) from its leaf's sibling up. */
export interface TargetPath {
  readonly index: number;
  readonly hashes: readonly string[];
}
