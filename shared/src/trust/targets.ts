/** Who an order is for: a Merkle tree over the targets, of which a device gets its own path only. */
import { hash as digestOf } from 'node:crypto';
import { type DeviceId, isDeviceId } from '../ids.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { TrustError } from './errors.ts';
import { name } from './fields.ts';

export interface Target {
  readonly id: DeviceId;
  readonly host: string;
}

/** Where a device stands in the tree: hashes (base64) from its leaf's sibling up; the first is that of its host's name. */
export interface TargetPath {
  readonly index: number;
  readonly hashes: readonly string[];
}

export interface TargetTree {
  /** What an order signs. */
  readonly hash: string;
  readonly count: number;
  /** Sorted by id. */
  readonly targets: readonly Target[];
  readonly places: ReadonlyMap<DeviceId, { readonly index: number; readonly host: string }>;
  /** From the leaves up, so that a path costs no hashing; a level's last node may be alone, then it goes up as it is. */
  readonly levels: readonly (readonly Uint8Array[])[];
}

export const mostTargets = 1_000_000;

/** Strict base64 of 32 bytes. */
const hashForm = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

/** Each hash begins with a byte that says of what it is, so that none passes as another. */
const tags = { id: 0, host: 1, leaf: 2, node: 3, tree: 4 } as const;

/** @throws TrustError `fields` for no target, an id twice, or what is no device */
export function treeOf(targets: readonly Target[]): TargetTree {
  const sorted = targets.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  if (sorted.length === 0 || sorted.length > mostTargets) throw new TrustError('fields', 'no targets, or too many');
  if (sorted.some(({ id }, i) => !isDeviceId(id) || id === sorted[i - 1]?.id))
    throw new TrustError('fields', 'a target is no device, or named twice');
  let level = sorted.map(({ id, host }) => tagged('leaf', idHash(id), hostHash(name(host, 'host', 253))));
  const levels = [level];
  while (level.length > 1) levels.push((level = above(level)));
  const places = new Map(sorted.map(({ id, host }, index) => [id, { index, host }]));
  return { hash: treeHash(sorted.length, ...level), count: sorted.length, targets: sorted, places, levels };
}

/** @throws TrustError `target-id` when the device is none of the targets */
export function pathOf({ places, levels }: TargetTree, id: DeviceId): TargetPath {
  const place = places.get(id);
  if (place === undefined) throw new TrustError('target-id', `${id} is none of the targets`);
  const siblings = levels.flatMap((level, height) => {
    const sibling = level[Math.floor(place.index / 2 ** height) ^ 1];
    return sibling === undefined ? [] : [sibling];
  });
  return { index: place.index, hashes: [hostHash(place.host), ...siblings].map(toBase64) };
}

/** Whether it has the form of one; what else stands in it is not looked at. */
export function isPath(path: unknown): path is TargetPath {
  if (typeof path !== 'object' || path === null || !('hashes' in path) || !Array.isArray(path.hashes)) return false;
  return path.hashes.every((one) => typeof one === 'string' && hashForm.test(one));
}

/** Whether a device of this id stands there, under whatever name. False for any other count, index or number of hashes. */
export function verifyPath(hash: string, count: number, path: TargetPath, id: DeviceId): boolean {
  if (!isPath(path)) return false;
  const { index, hashes } = path;
  if (!(index >= 0 && index < count)) return false;
  const [host, ...siblings] = hashes.map(fromBase64);
  if (host === undefined || !Number.isSafeInteger(index)) return false;
  let found: Uint8Array = tagged('leaf', idHash(id), host);
  let place = index;
  for (let width = count; width > 1; width = Math.ceil(width / 2)) {
    const alone = place === width - 1 && place % 2 === 0;
    if (!alone) {
      const sibling = siblings.shift();
      if (sibling === undefined) return false;
      found = place % 2 === 0 ? tagged('node', found, sibling) : tagged('node', sibling, found);
    }
    place = Math.floor(place / 2);
  }
  return siblings.length === 0 && treeHash(count, found) === hash;
}

/** Whether the path is of a device with this host name; says nothing without `verifyPath`. */
export function namesHost({ hashes }: TargetPath, host: string): boolean {
  return hashes[0] === toBase64(hostHash(host));
}

function above(level: readonly Uint8Array[]): Uint8Array[] {
  return level.flatMap((left, i) => {
    const right = level[i + 1];
    if (i % 2 === 1) return [];
    return [right === undefined ? left : tagged('node', left, right)];
  });
}

function idHash(id: DeviceId): Uint8Array {
  return tagged('id', Buffer.from(id, 'utf8'));
}

function hostHash(host: string): Uint8Array {
  return tagged('host', Buffer.from(host, 'utf8'));
}

function treeHash(count: number, ...top: readonly Uint8Array[]): string {
  const number = Buffer.alloc(4);
  number.writeUInt32BE(count);
  return Buffer.from(tagged('tree', number, ...top)).toString('hex');
}

function tagged(tag: keyof typeof tags, ...parts: readonly Uint8Array[]): Uint8Array {
  return digestOf('sha256', Buffer.concat([Uint8Array.of(tags[tag]), ...parts]), 'buffer');
}
