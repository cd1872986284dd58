/** For tests and recorded vectors only. */
import { tenant } from './example.fixture.ts';
import { device, exampleOrder, hashOf, noon, orderId } from './maintenance.fixture.ts';
import type { ReceiptStatement } from './statements.ts';

export function exampleReceipt(change: Partial<ReceiptStatement> = {}): ReceiptStatement {
  return {
    v: 1,
    tenant,
    device: device.id,
    seq: 12,
    previous: 'cd'.repeat(32),
    kind: 'order',
    order: orderId,
    statement: hashOf(exampleOrder()),
    run: 1,
    firing: null,
    started: noon,
    ended: noon + 1_500,
    outcome: 'done',
    code: null,
    steps: [
      {
        step: 0,
        program: 'ab'.repeat(32),
        name: 'list@4',
        mode: 'run',
        outcome: 'done',
        exit: 0,
        started: noon,
        ended: noon + 1_400,
      },
    ],
    output: { sha256: 'ef'.repeat(32), kept: 120, total: 120 },
    ...change,
  };
}
