/** Receipts held against the keys of their devices, without a collector. */
import { FettleError } from '@fettle/shared/errors';
import { only, publicKey, text } from '@fettle/shared/trust/fields';
import { deviceId, fromBase64 } from '@fettle/shared/trust/keys';
import { openReceipt, requireNext } from '@fettle/shared/trust/open';
import { TrustError } from '@fettle/shared/trust/errors';
import type { ReceiptStatement } from '@fettle/shared/trust/statements';

/** As `fettle receipt save` writes it. */
export interface KeptReceipt {
  readonly v: 1;
  readonly device: string;
  /** For people; the key vouches for nothing of it. */
  readonly host: string;
  /** The device's public key, base64; its id is made of it. */
  readonly key: string;
  readonly receipt: unknown;
}

export interface VerifiedReceipt {
  readonly host: string;
  readonly hash: string;
  readonly receipt: ReceiptStatement;
}

/** By device and number. @throws FettleError `statement_refused` for the first that does not hold, or that is missing between two */
export function verifyReceipts(texts: readonly string[]): VerifiedReceipt[] {
  try {
    const all = texts.map(verified);
    for (const found of Map.groupBy(all, ({ receipt }) => receipt.device).values()) {
      const sorted = found.toSorted((one, other) => one.receipt.seq - other.receipt.seq);
      sorted.slice(1).forEach(({ receipt }, i) => {
        const before = sorted[i];
        if (before !== undefined) requireNext({ seq: before.receipt.seq, hash: before.hash }, receipt);
      });
    }
    return all.toSorted(
      (one, other) => one.receipt.device.localeCompare(other.receipt.device) || one.receipt.seq - other.receipt.seq,
    );
  } catch (error) {
    if (error instanceof TrustError)
      throw new FettleError('statement_refused', `These receipts do not hold: ${error.message}`);
    throw error;
  }
}

function verified(given: string): VerifiedReceipt {
  const kept = only(parsed(given), 'receipt file', ['v', 'device', 'host', 'key', 'receipt']);
  const key = fromBase64(publicKey(kept.key, 'key'));
  const id = deviceId(key);
  if (text(kept.device, 'device') !== id) throw new TrustError('id', 'the key in the file is of another device');
  const { statement, hash } = openReceipt(kept.receipt, { id, key });
  return { host: text(kept.host, 'host'), hash, receipt: statement };
}

function parsed(given: string): unknown {
  try {
    return JSON.parse(given);
  } catch {
    throw new TrustError('json');
  }
}
