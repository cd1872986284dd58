import type { OrderDraftBody, OrderState, RunCounts, RunState } from '@fettle/shared/api/orders';
import type { ScriptClass } from '@fettle/shared/api/scripts';
import type { ChangeId, DeviceId, DraftId, IncidentId, OrderId, RunId, StatementId } from '@fettle/shared/ids';
import type { Envelope } from '@fettle/shared/trust/envelope';
import type { Sealed } from '@fettle/shared/trust/sealed';
import type { Firing, RunMode, StepReceipt } from '@fettle/shared/trust/statements';

/** Somebody by id and by the name they had. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** What somebody composed. Nothing of it is signed; what it comes to is reckoned when it is read. */
export interface Draft {
  readonly id: DraftId;
  readonly body: OrderDraftBody;
  readonly madeBy: Named;
  readonly madeAt: number;
  /** Sites of the devices that it was about when it was saved: who shares one with them sees it. */
  readonly sites: readonly string[];
  readonly version: number;
}

/** How rings follow each other. */
export interface RingPlan {
  /** Share of failed at which it halts, 0 to 1; null: it does not. */
  readonly haltAt: number | null;
  readonly waitMs: number;
}

/** A script that a signed action names. */
export interface UsedScript {
  readonly name: string;
  readonly version: number;
}

/** A signed order as people see it; its statements are its rings. */
export interface Order {
  readonly id: OrderId;
  readonly title: string;
  readonly words: string;
  readonly class: ScriptClass;
  readonly mode: RunMode;
  readonly state: OrderState;
  readonly why: string | null;
  readonly reason: string;
  readonly signedAt: number;
  /** Names of the root's people. */
  readonly signers: readonly string[];
  readonly submittedBy: Named;
  readonly notBefore: number;
  readonly expires: number;
  readonly targets: number;
  /** The ring that has begun last, from 0. */
  readonly ring: number;
  readonly rings: number;
  readonly plan: RingPlan;
  readonly steps: readonly string[];
  readonly dangers: readonly string[];
  readonly scripts: readonly UsedScript[];
  /** Of its devices. */
  readonly sites: readonly string[];
  readonly incident: IncidentId | null;
  readonly change: ChangeId | null;
  readonly draft: DraftId | null;
  readonly endedAt: number | null;
  readonly version: number;
}

/** A ring of an order: one signed statement. */
export interface Ring {
  readonly order: OrderId;
  readonly ring: number;
  readonly statement: StatementId;
  readonly envelope: Envelope;
  /** SHA-256 of the statement's payload, hex. */
  readonly hash: string;
  readonly state: OrderState;
  readonly targets: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** How many had failed when a person let it go on: more than these halt it again. */
  readonly forgiven: number;
}

/** A place in a ring's tree. */
export interface RingTarget {
  readonly id: DeviceId;
  readonly host: string;
}

/** What the signature and chain of a receipt showed. */
export type ReceiptState = 'verified' | 'broken';

/** One execution on one device: of an order there is one a device from the beginning; of a standing order each firing. */
export interface Run {
  readonly id: RunId;
  readonly kind: 'order' | 'standing';
  /** The order's id, or the standing order's. */
  readonly order: string;
  readonly title: string;
  /** What was signed: of an order its ring's. */
  readonly statement: StatementId;
  readonly device: DeviceId;
  readonly deviceName: string;
  readonly site: string;
  readonly host: string;
  readonly ring: number;
  /** Its place in the ring. */
  readonly place: number;
  /** Counts the firings of a standing order on its device, 1 for an order. */
  readonly run: number;
  readonly state: RunState;
  readonly code: string | null;
  readonly exit: number | null;
  /** Step that runs, from 0. */
  readonly step: number;
  readonly lastLine: string | null;
  /** Why the receipt is broken, or what else is to be said. */
  readonly remark: string | null;
  readonly queuedAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly receipt: ReceiptState | null;
  readonly incident: IncidentId | null;
  /** Of a standing order by rule: the rule and instance it fired for; null: by the clock, or no standing order. */
  readonly rule: string | null;
  readonly instance: string | null;
}

/** What is read of a run by itself. */
export interface RunResult {
  readonly run: RunId;
  readonly receipt: Envelope;
  readonly seq: number;
  readonly steps: readonly StepReceipt[];
  readonly firing: Firing | null;
  /** As kept, base64; empty once it is no longer kept. */
  readonly output: string;
  readonly outputSha256: string;
  readonly outputTotal: number;
}

/** What was measured after a remedy by rule; scaled as the rule's. */
export interface Remedy {
  readonly run: RunId;
  readonly rule: string;
  readonly instance: string;
  readonly before: number | null;
  readonly after: number | null;
  readonly cleared: boolean;
  readonly time: number;
}

/** A receipt in its device's chain. */
export interface ReceiptLink {
  readonly device: DeviceId;
  readonly seq: number;
  readonly hash: string;
  readonly previous: string | null;
  readonly run: RunId;
}

export type StandingState = 'waiting-approval' | 'in-force' | 'expired' | 'ended' | 'replaced';

/** One signed version of a standing order. */
export interface Standing {
  readonly id: StatementId;
  readonly signedVersion: number;
  readonly name: string;
  readonly words: string;
  readonly trigger: { readonly kind: 'rule' | 'clock'; readonly words: string; readonly rule: string | null };
  readonly selector: string;
  readonly class: ScriptClass;
  readonly steps: readonly string[];
  readonly scripts: readonly UsedScript[];
  readonly dangers: readonly string[];
  readonly caps: {
    readonly perHour: number;
    readonly coolDown: number;
    readonly bootGuard: number;
    readonly failures: number;
  };
  readonly state: StandingState;
  readonly signedAt: number;
  readonly signers: readonly string[];
  readonly submittedBy: Named;
  readonly expires: number;
  readonly envelope: Envelope;
  readonly hash: string;
  readonly enabled: boolean;
  readonly draft: DraftId | null;
}

/** Runs of some order, standing order or script in scope. */
export interface RunTotals {
  readonly order: string;
  readonly runs: number;
  readonly failed: number;
  readonly cleared: number;
  readonly lastRunAt: number | null;
}

/** What is sealed for one device. */
export interface SealedFor {
  readonly device: DeviceId;
  readonly sealed: Sealed;
}

export type { OrderDraftBody, OrderState, RunCounts, RunState };
