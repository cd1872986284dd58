/** The `receipt` statement: what came of an order or of a firing of a standing order, as the device's key signs it. */
import type { DeviceId } from '../ids.ts';
import type { RunMode, RunOutcome } from './action.ts';

export interface StepReceipt {
  /** Place in the action, from 0. */
  readonly step: number;
  /** SHA-256 (hex) of the body that ran; null: a deed of the closed set. */
  readonly program: string | null;
  /** For people: `name@version`, `raw`, or the deed's kind. */
  readonly name: string;
  readonly mode: RunMode;
  /** Null: it was skipped by its condition. */
  readonly outcome: RunOutcome | null;
  /** Null: no exit code, as after a signal. */
  readonly exit: number | null;
  readonly started: number;
  readonly ended: number;
}

/** Why a standing order fired, as the agent says. Values are in the rule's scaled integers; null: not known. */
export type Firing =
  | {
      readonly kind: 'rule';
      readonly rule: string;
      readonly instance: string;
      readonly severity: string;
      readonly since: number;
    }
  | { readonly kind: 'clock'; readonly due: number };

export interface ReceiptStatement {
  readonly v: 1;
  readonly tenant: string;
  readonly device: DeviceId;
  /** Counts up from 1 on this device, and the hash (SHA-256, hex) of the receipt's payload before: none can be left out. */
  readonly seq: number;
  readonly previous: string | null;
  readonly kind: 'order' | 'standing';
  /** The id of the order or standing order, and the hash of its payload. */
  readonly order: string;
  readonly statement: string;
  /** Counts the firings of a standing order on this device from 1; 1 for an order. */
  readonly run: number;
  readonly firing: Firing | null;
  readonly started: number;
  readonly ended: number;
  readonly outcome: RunOutcome;
  /** Why it was refused, a code of acceptance; null: it was not. */
  readonly code: string | null;
  readonly steps: readonly StepReceipt[];
  /** SHA-256 (hex) and bytes of the output as kept (masked, capped), and how many bytes there were in all. */
  readonly output: { readonly sha256: string; readonly kept: number; readonly total: number };
}
