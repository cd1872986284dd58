import type { DeviceId, DraftId, OrderId, RunId, StatementId } from '@fettle/shared/ids';
import type { Sealed } from '@fettle/shared/trust/sealed';
import type { Scope } from '../access/index.ts';
import type { Note } from '../events/index.ts';
import type { ScriptBlob } from '../scripts/index.ts';
import type {
  Draft,
  Order,
  OrderState,
  ReceiptLink,
  Remedy,
  Ring,
  Run,
  RunCounts,
  RunResult,
  RunState,
  RunTotals,
  SealedFor,
  Standing,
} from './types.ts';

export interface OrderQuery {
  readonly states?: readonly OrderState[];
  readonly device?: DeviceId;
  readonly script?: string;
  readonly incident?: string;
  readonly change?: string;
  readonly from?: number;
  readonly to?: number;
  readonly limit: number;
  /** The last of the page before. */
  readonly after?: { readonly signedAt: number; readonly id: string };
}

export interface RunQuery {
  readonly device?: DeviceId;
  /** An order's or a standing order's. */
  readonly order?: string;
  readonly script?: string;
  readonly incident?: string;
  readonly states?: readonly RunState[];
  readonly from?: number;
  readonly to?: number;
  readonly limit: number;
  /** `ring`: in ring order, failures first; `time`: newest first. */
  readonly sort: 'ring' | 'time';
  /** The last of the page before. */
  readonly after?: Run;
}

/** A new order with all that belongs to it. */
export interface NewOrder {
  readonly order: Order;
  readonly rings: readonly Ring[];
  readonly runs: readonly Run[];
  readonly sealed: readonly SealedFor[];
  readonly blobs: readonly ScriptBlob[];
  /** Every body that its devices may fetch, by hash. */
  readonly bodies: readonly string[];
}

/** A run before and after; taken only if it is still in the state before. */
export interface RunMove {
  readonly before: RunState;
  readonly after: Run;
}

/** One device's receipt and what it does. */
export interface RunEnd {
  /** Null: it is the run's first row, as of a firing. */
  readonly before: RunState | null;
  readonly after: Run;
  readonly result: RunResult;
  readonly link: ReceiptLink;
  /** Other runs whose receipts look otherwise with this one. */
  readonly judged: readonly { readonly run: RunId; readonly receipt: Run['receipt']; readonly remark: string | null }[];
  readonly note: Note;
}

/** Each method is one atomic step. A run outside the scope is not found; an order is seen by who sees one of its devices. */
export interface OrderStore {
  drafts(): Promise<Draft[]>;
  draft(id: DraftId): Promise<Draft | null>;
  /** `version` is one more than the one read; 1: it is new. */
  putDraft(draft: Draft, note: Note): Promise<'put' | 'changed_meanwhile'>;
  removeDraft(id: DraftId, version: number, note: Note): Promise<'removed' | 'changed_meanwhile' | 'not_found'>;

  /** Adds a signed order; its draft is over with it. `exists`: a statement of it was submitted before. */
  add(order: NewOrder, note: Note): Promise<'added' | 'exists'>;
  orders(scope: Scope, query: OrderQuery): Promise<Order[]>;
  order(scope: Scope, id: OrderId): Promise<Order | null>;
  rings(id: OrderId): Promise<Ring[]>;
  /** Orders that are not over. */
  active(): Promise<Order[]>;
  /**
   * Writes an order and its rings whose `version` is one more than the one read, and moves all runs of some rings from
   * one state to another. Gives how many runs moved.
   */
  change(
    order: Order,
    rings: readonly Ring[],
    moves: readonly RingMove[],
    note: Note,
  ): Promise<number | 'changed_meanwhile'>;
  /** Of each ring of these orders how many runs are in which state. */
  counts(scope: Scope, orders: readonly string[]): Promise<ReadonlyMap<string, readonly RunCounts[]>>;

  runs(scope: Scope, query: RunQuery): Promise<Run[]>;
  run(scope: Scope, id: RunId): Promise<Run | null>;
  result(id: RunId): Promise<RunResult | null>;
  remedy(id: RunId): Promise<Remedy | null>;
  /** `[device, name, state, ring]` of every run of an order, in ring order. */
  matrix(scope: Scope, order: string): Promise<(readonly [DeviceId, string, RunState, number])[]>;
  /** Runs of orders by what was signed. */
  runsOfStatement(statement: StatementId): Promise<Run[]>;
  /** Of every device in scope, by order. */
  totals(scope: Scope, kind: Run['kind'], since: number): Promise<RunTotals[]>;

  /** Runs that may go to these devices now: queued or sent, of orders that run and are not over. */
  due(devices: readonly DeviceId[], now: number, limit: number): Promise<Run[]>;
  /** Moves runs, many at once; gives those that were moved. */
  move(moves: readonly RunMove[], note: (moved: readonly Run[]) => Note): Promise<Run[]>;
  /** Receipts, many at once, in their order; a receipt that is known is `known`, a run that moved meanwhile `changed_meanwhile`. */
  end(ends: readonly RunEnd[]): Promise<('ended' | 'known' | 'changed_meanwhile')[]>;
  /** `known`: it was measured before. */
  remedied(remedy: Remedy, run: Run, note: Note): Promise<'added' | 'known'>;
  /** The receipts of a device with these numbers; of one number there may be more than one. */
  links(device: DeviceId, seqs: readonly number[]): Promise<ReceiptLink[]>;
  /** The receipt with the highest number. */
  lastLink(device: DeviceId): Promise<ReceiptLink | null>;
  runOfReceipt(device: DeviceId, seq: number): Promise<RunId | null>;
  /** Ends runs of orders that are over their time. */
  expire(now: number): Promise<number>;
  /** Removes outputs of runs that ended before a time; at most `limit` at once. */
  retainOutputs(before: number, limit: number): Promise<number>;

  sealed(owner: string, device: DeviceId): Promise<Sealed | null>;
  /** Whether a body belongs to something that was signed for the device and is not over. */
  mayFetch(device: DeviceId, sha256: string): Promise<'order' | readonly StatementId[] | null>;

  addStanding(standing: Standing, more: NewStanding, note: Note): Promise<'added' | 'exists'>;
  /** The newest of each, and those that wait; all versions are in `standingVersions`. */
  standings(): Promise<Standing[]>;
  standingVersions(id: StatementId): Promise<Standing[]>;
  /** Moves a version if it is still in the state that was read. */
  changeStanding(standing: Standing, before: Standing['state'], note: Note): Promise<'changed' | 'changed_meanwhile'>;
}

export interface RingMove {
  readonly rings: readonly number[];
  readonly from: readonly RunState[];
  readonly to: RunState;
  readonly at: number;
  readonly code: string | null;
}

export interface NewStanding {
  readonly sealed: readonly SealedFor[];
  readonly blobs: readonly ScriptBlob[];
  readonly bodies: readonly string[];
}
