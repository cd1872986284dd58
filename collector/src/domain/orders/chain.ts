// pure
import type { ReceiptState } from './types.ts';

/** A receipt's place in its device's chain. */
export interface Link {
  readonly seq: number;
  readonly hash: string;
  readonly previous: string | null;
}

export interface Judgement {
  readonly receipt: ReceiptState;
  /** Why it is broken, in words; null: it is not. */
  readonly remark: string | null;
}

const verified: Judgement = { receipt: 'verified', remark: null };
const broken = (remark: string): Judgement => ({ receipt: 'broken', remark });

/**
 * Whether a receipt follows what came before it on its device. A number that came twice is a fork: two programs sign with the
 * device's key, or it was put back to an earlier state.
 * @param before all receipts with the number before it
 * @param twins all other receipts with its own number
 */
export function judge(link: Link, before: readonly Link[], twins: readonly Link[]): Judgement {
  const { seq, previous } = link;
  if (twins.length > 0) return broken(`Another receipt of this device has the number ${seq} as well.`);
  if (seq === 1) return verified;
  if (before.length === 0) return broken(`The receipt before it, number ${seq - 1}, is missing.`);
  if (!before.some(({ hash }) => hash === previous)) {
    return broken(`It follows another receipt than the number ${seq - 1} that is here.`);
  }
  return verified;
}
