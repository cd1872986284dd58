import type { Ask } from '../../agent/src/executor/wire.ts';
import type { Action, Step } from '@fettle/shared/trust/action';
import type { Envelope } from '@fettle/shared/trust/envelope';
import type { RevokeStatement } from '@fettle/shared/trust/revoke';
import type { RootStatement } from '@fettle/shared/trust/root';
import type { ScriptStatement } from '@fettle/shared/trust/script';
import type { StandingStatement } from '@fettle/shared/trust/standing';
export declare const host = 'db-1.example';
export declare const device: import('@fettle/shared/ids').DeviceId;
/** ann is admin, operator, enroller and publisher; ben approves. */
export declare function worldRoot(now: number, change?: Partial<RootStatement>): RootStatement;
export interface ScriptChange {
  readonly statement?: Partial<ScriptStatement>;
  readonly interpreter?: 'sh' | 'bash' | 'python3' | 'powershell';
}
/** A published script and its body. */
export declare function published(
  body: string,
  { statement, interpreter }?: ScriptChange,
): {
  envelope: Envelope;
  body: string;
  sha256: string;
  ref: {
    name: string;
    version: number;
    statement: string;
  };
};
export type Published = ReturnType<typeof published>;
export declare const hashOf: ({ payload }: Envelope) => string;
export declare const newId: () => string;
export declare function stepOf(script: Published, change?: Partial<Step>): Step;
/** A secret of a step, as an order commits to it, and what is sealed. */
export declare function secretOf(
  name: string,
  value: string,
  step?: number,
): {
  secrets: {
    [name]: string;
  };
  sealed: import('@fettle/shared/trust/sealed').Sealed;
};
export declare class ExecutorWorld implements Disposable {
  #private;
  /** The executor's folder. */
  readonly folder: string;
  readonly now: number;
  readonly root: RootStatement;
  readonly rootEnvelope: Envelope;
  constructor(now: number, change?: Partial<RootStatement>);
  [Symbol.dispose](): void;
  /** What a device needs before any order. */
  trust(): Envelope[];
  revoke(change: Partial<RevokeStatement>): Envelope;
  order(action: Action, scripts: readonly Published[], change?: Record<string, unknown>, signers?: string[]): AskOrder;
  scriptOrder(script: Published, step?: Partial<Step>, change?: Record<string, unknown>): AskOrder;
  standing(script: Published, change?: Partial<StandingStatement>): Envelope;
}
export type AskOrder = Extract<
  Ask,
  {
    readonly ask: 'order';
  }
>;
export type AskFire = Extract<
  Ask,
  {
    readonly ask: 'fire';
  }
>;
export declare const blobsOf: (scripts: readonly Published[]) => Record<string, string>;
/** What an envelope says, unverified. */
export declare const read: <Statement>({ payload }: Envelope) => Statement;
