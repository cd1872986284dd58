// pure
import type { Device } from '@fettle/shared/api/devices';
import { FettleError } from '@fettle/shared/errors';
import { severityRank } from '@fettle/shared/severity';

export type Order = 'hurts' | 'name' | 'lastSeen';
/** What is compared, one after the other; the last is the id, so that no two are equal. */
type Key = readonly (string | number)[];

export const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** How much a state hurts by itself: 2 as a critical trouble does. */
const stateRanks: Readonly<Record<Device['state'], number>> = {
  quarantined: 2,
  offline: 2,
  unreachable: 2,
  late: 1,
  unknown: 1,
  stopped: 0,
  online: 0,
  retired: 0,
};

/** The place of a device in an order. */
export function orderKey(order: Order, { id, name, state, troubles, lastSeen }: Device): Key {
  if (order === 'name') return [name, id];
  if (order === 'lastSeen') return [-(lastSeen ?? 0), name, id];
  const worst = Math.max(stateRanks[state], severityRank(troubles[0]?.severity));
  return [state === 'retired' ? 1 : -worst, name, id];
}

export interface PageQuery {
  readonly sort: Order;
  readonly limit: number;
  readonly cursor?: string;
}

/** The items after the cursor, in order, and the cursor of the next page or null. @throws FettleError `input_invalid` */
export function page<Item>(
  entries: readonly { readonly item: Item; readonly key: Key }[],
  { sort, limit, cursor }: PageQuery,
): { items: Item[]; next: string | null } {
  const after = cursor === undefined ? null : readCursor(sort, cursor);
  const rest = entries.filter(({ key }) => after === null || compareKeys(key, after) > 0);
  const shown = rest.toSorted((a, b) => compareKeys(a.key, b.key)).slice(0, limit);
  const last = shown.at(-1);
  const next = last && shown.length < rest.length ? writeCursor(sort, last.key) : null;
  return { items: shown.map(({ item }) => item), next };
}

function compareKeys(a: Key, b: Key): number {
  for (const [i, one] of a.entries()) {
    const other = b[i];
    const isId = i === a.length - 1;
    const difference =
      typeof one === 'number' || typeof other === 'number' || isId
        ? plainly(one, other ?? '')
        : collator.compare(one, other ?? '');
    if (difference !== 0) return difference;
  }
  return 0;
}

function plainly(a: string | number, b: string | number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function writeCursor(sort: Order, key: Key): string {
  return Buffer.from(JSON.stringify([sort, ...key])).toString('base64url');
}

function readCursor(sort: Order, cursor: string): Key {
  const [order, ...key] = parsed(cursor);
  const form = key.map((part) => typeof part).join();
  const expected = sort === 'name' ? 'string,string' : 'number,string,string';
  if (order !== sort || form !== expected) {
    throw new FettleError('input_invalid', 'This cursor is not from a list in this order. Begin at the first page.');
  }
  return key as Key;
}

function parsed(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
