/** What a home remembers beside keys and roots: the newest revocations it saw, and how many orders each key signed. */
import { FettleError } from '@fettle/shared/errors';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { integer, object, only } from '@fettle/shared/trust/fields';
import { readIfThere, writeDurably } from './durable-file.ts';
import type { Home } from './home.ts';
import { createPrivateFile } from './private-file.ts';

export interface Known {
  readonly v: 1;
  /** Null: nothing was revoked, as far as this home knows. */
  readonly revoke: Envelope | null;
  /** By key id. */
  readonly orders: Readonly<Record<string, number>>;
}

const nothing: Known = { v: 1, revoke: null, orders: {} };

/** @throws FettleError `trust_damaged` */
export async function readKnown(home: Home): Promise<Known> {
  const text = await readIfThere(home.knownFile);
  if (text === null) return nothing;
  try {
    const found = only(JSON.parse(text), 'known', ['v', 'revoke', 'orders']);
    const orders = Object.entries(object(found.orders, 'orders'));
    return {
      v: 1,
      revoke: found.revoke as Envelope | null,
      orders: Object.fromEntries(
        orders.map(([id, count]) => [id, integer(count, 'orders', 0, Number.MAX_SAFE_INTEGER)]),
      ),
    };
  } catch (error) {
    throw new FettleError(
      'trust_damaged',
      `${home.knownFile} is damaged: ${(error as Error).message} Restore it from a backup.`,
    );
  }
}

/** Writes it in one step. */
export async function writeKnown(home: Home, known: Known): Promise<void> {
  const text = `${JSON.stringify(known, null, 2)}\n`;
  if (await createPrivateFile(home.knownFile, text)) return;
  await writeDurably(home.knownFile, text);
}

/**
 * Gives the numbers from `first` on to orders of a key, before they are signed: none is given twice.
 * @throws FettleError `changed_meanwhile` when another order took them since
 */
export async function countOrders(home: Home, key: string, first: number, orders: number): Promise<void> {
  const known = await readKnown(home);
  if ((known.orders[key] ?? 0) + 1 !== first)
    throw new FettleError(
      'changed_meanwhile',
      'Your key signed another order since this was shown. Look at it again, then sign it.',
    );
  await writeKnown(home, { ...known, orders: { ...known.orders, [key]: first + orders - 1 } });
}
