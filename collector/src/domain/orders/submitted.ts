import { FettleError } from '@fettle/shared/errors';
import { type AccessStore, type Actor, allow } from '../access/index.ts';
import { publishStatement } from '../trust/index.ts';
import type { OrderPorts } from './context.ts';
import type { Run } from './types.ts';

export type SubmitPorts = Omit<OrderPorts, 'access'> & { readonly access: AccessStore };

/** What became of it: under which id people find it, and whether it waits for somebody. */
export interface Submitted {
  readonly kind: 'order' | 'standing';
  readonly id: string;
  readonly state: string;
  readonly why: string | null;
}

/** Freshness that came along; an older one than is here is nothing to complain of. */
export async function refresh(ports: SubmitPorts, actor: Actor, envelope: unknown): Promise<void> {
  allow(actor, 'order.submit');
  try {
    await publishStatement(ports, actor, { envelope });
  } catch (error) {
    if (!(error instanceof FettleError) || error.code !== 'statement_older') throw error;
  }
}

/** A run of which nothing is known yet. */
export const blankRun = {
  kind: 'order',
  ring: 0,
  place: 0,
  run: 1,
  state: 'withheld',
  code: null,
  exit: null,
  step: 0,
  lastLine: null,
  remark: null,
  startedAt: null,
  endedAt: null,
  receipt: null,
  incident: null,
  rule: null,
  instance: null,
} as const satisfies Partial<Run>;
