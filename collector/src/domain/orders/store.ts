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
  RingTarget,
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
  /** Null: what it says is no result, as of an order that was run before. */
  readonly result: RunResult | null;
  readonly link: ReceiptLink;
  /** Other runs whose receipts look otherwise with this one. */
  readonly judged: readonly { readonly run: RunId; readonly receipt: Run['receipt']; readonly remark: string | null }[];
  readonly note: Note;
}

/** Each method is one atomic step. An order is seen by who sees one of its devices. */
export interface OrderStore {
  /** Newest first. */
  drafts(): Promise<Draft[]>;
  draft(id: DraftId): Promise<Draft | null>;
  /** `version` is one more than the one read; 1: it is new. */
  putDraft(draft: Draft, note: Note): Promise<'put' | 'changed_meanwhile'>;
  removeDraft(id: DraftId, version: number, note: Note): Promise<'removed' | 'changed_meanwhile' | 'not_found'>;

  /** Adds a signed order; its draft is over with it. `exists`: a statement of it was submitted before. */
  add(order: NewOrder, note: Note): Promise<'added' | 'exists'>;
  /** Newest first. */
  orders(scope: Scope, query: OrderQuery): Promise<Order[]>;
  order(scope: Scope, id: OrderId): Promise<Order | null>;
  rings(id: OrderId): Promise<Ring[]>;
  /** Orders that are not over: `waiting-approval planned running halted`, and those that were stopped while runs go on. */
  active(): Promise<Order[]>;
  /**
   * Writes an order whose `version` is one more than the one read, with its rings, and moves all runs of some rings.
   * Gives how many runs moved.
   */
  change(
    order: Order,
    rings: readonly Ring[],
    moves: readonly RingMove[],
    note: Note,
  ): Promise<number | 'changed_meanwhile'>;
  /** What is sealed for a device by an order's id, or a standing order's `id@version`. */
  sealed(owner: string, device: DeviceId): Promise<Sealed | null>;
}

/** Each method is one atomic step. A run outside the scope is not found. */
export interface RunStore {
  runs(scope: Scope, query: RunQuery): Promise<Run[]>;
  run(scope: Scope, id: RunId): Promise<Run | null>;
  /** Of these ids those that there are, in any order. */
  several(ids: readonly RunId[]): Promise<Run[]>;
  result(id: RunId): Promise<RunResult | null>;
  remedy(id: RunId): Promise<Remedy | null>;
  /** What there is of these runs, in any order. */
  results(ids: readonly RunId[]): Promise<RunResult[]>;
  remedies(ids: readonly RunId[]): Promise<Remedy[]>;
  /** `[device, name, state, ring]` of every run of an order, in ring order. */
  matrix(scope: Scope, order: string): Promise<(readonly [DeviceId, string, RunState, number])[]>;
  /** Of each of these orders, by ring, how many runs are in which state. */
  counts(scope: Scope, orders: readonly string[]): Promise<ReadonlyMap<string, readonly RunCounts[]>>;
  /** Of every device in scope, by order. */
  totals(scope: Scope, kind: Run['kind'], since: number): Promise<RunTotals[]>;
  /** The targets of a ring, in the order of its tree (by id). */
  targets(statement: StatementId): Promise<RingTarget[]>;

  /** Runs in these states of orders that run and are not over, of these devices; in the order of signing. */
  due(devices: readonly DeviceId[], states: readonly ('queued' | 'sent')[], now: number, limit: number): Promise<Run[]>;
  /** Devices for which something is queued, of orders that run and are not over. */
  waiting(now: number): Promise<DeviceId[]>;
  /** Notes that runs were sent which are queued; gives the ids of those that were. */
  sent(ids: readonly RunId[]): Promise<RunId[]>;
  /** Moves runs that are still in the state before, many at once; gives those that were moved. */
  move(moves: readonly RunMove[], note: (moved: readonly Run[]) => Note): Promise<Run[]>;
  /**
   * Receipts, many at once, in their order. `known`: that receipt is here. `changed_meanwhile`: its run is no longer in the
   * state before; nothing of it was written.
   */
  end(ends: readonly RunEnd[]): Promise<('ended' | 'known' | 'changed_meanwhile')[]>;
  /** `known`: it was measured before. */
  remedied(remedy: Remedy, note: Note): Promise<'added' | 'known'>;
  /** The receipts of devices with these numbers; of one number there may be more than one. */
  links(of: readonly { readonly device: DeviceId; readonly seqs: readonly number[] }[]): Promise<ReceiptLink[]>;
  /** The highest number of a receipt of this device; 0: none. */
  lastSeq(device: DeviceId): Promise<number>;
  /** Runs that have not ended though their order's time is over. */
  overdue(before: number, limit: number): Promise<Run[]>;
  /** Removes outputs of runs that ended before a time; at most `limit` at once. */
  retainOutputs(before: number, limit: number): Promise<number>;
  /** Whether a body belongs to an order of the device that is not over, and to which standing orders (`id@version`) in force. */
  mayFetch(
    device: DeviceId,
    sha256: string,
  ): Promise<{ readonly order: boolean; readonly standing: readonly string[] }>;
}

/** Each method is one atomic step. */
export interface StandingStore {
  /** `exists`: this version was submitted before. A draft it was made of is over with it. */
  add(standing: Standing, more: NewStanding, note: Note): Promise<'added' | 'exists'>;
  /** All versions that wait, are in force, expired or ended; not those that were replaced. By name. */
  standings(): Promise<Standing[]>;
  /** Every version, newest first. */
  versions(id: StatementId): Promise<Standing[]>;
  /** Moves a version if it is still in the state before; with `in-force`, the ones before are replaced. */
  change(standing: Standing, before: Standing['state'], note: Note): Promise<'changed' | 'changed_meanwhile'>;
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
