/** Receipts: what came of it, signed by the device, each naming the one before it. */
import { createHash } from 'node:crypto';
import { fingerprint } from '@fettle/shared/trust/chain';
import { type Envelope, payloadTypes, sign } from '@fettle/shared/trust/envelope';
import { fromBase64, signer } from '@fettle/shared/trust/keys';
import type { ReceiptStatement } from '@fettle/shared/trust/receipt';
import type { Folder, Intent } from './folder.ts';
import type { Stand } from './stand.ts';

export type Outcome = Pick<ReceiptStatement, 'outcome' | 'code' | 'steps' | 'started' | 'ended'>;

/** What a receipt tells of an order or firing. */
export type About = Pick<Intent, 'kind' | 'order' | 'statement' | 'run' | 'firing'>;

const nothing = { bytes: Buffer.alloc(0), total: 0 };

/** @param output as kept, and how many bytes there were @returns the receipt's number; it is on disk then */
export function writeReceipt(
  folder: Folder,
  { pin, kept }: Stand,
  { kind, order, statement, run, firing }: About,
  outcome: Outcome,
  output: { readonly bytes: Buffer; readonly total: number } = nothing,
): number {
  const last = folder.receipts.at(-1) ?? 0;
  const before = folder.receipt(last);
  const receipt: ReceiptStatement = {
    v: 1,
    tenant: kept.root.tenant,
    device: pin.device,
    seq: last + 1,
    previous: before === null ? null : fingerprint(fromBase64(before.receipt.payload)),
    kind,
    order,
    statement,
    run,
    firing,
    ...outcome,
    output: {
      sha256: createHash('sha256').update(output.bytes).digest('hex'),
      kept: output.bytes.length,
      total: output.total,
    },
  };
  const envelope = sign(payloadTypes.receipt, receipt, [signer(fromBase64(pin.seed))]);
  folder.addReceipt(receipt.seq, { receipt: envelope, output: output.bytes.toString('base64') });
  return receipt.seq;
}

/** What a receipt of this folder says: it is this process's own word. */
export function readOwn({ payload }: Envelope): ReceiptStatement {
  return JSON.parse(Buffer.from(payload, 'base64').toString('utf8')) as ReceiptStatement;
}
