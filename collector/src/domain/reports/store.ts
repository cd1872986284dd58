import type { ReportId } from '@fettle/shared/ids';
import type { ReportDocument } from '@fettle/shared/reports/document';
import type { Note } from '../events/index.ts';
import type { Brand, Report, ReportPlan, ReportSend, SendState } from './types.ts';

export interface ReportQuery {
  readonly kind?: string;
  readonly plan?: string;
  readonly limit: number;
  /** The last of the page before. */
  readonly after?: Pick<Report, 'startedAt' | 'id'>;
}

/** What became of a report: it was made, with its document, or it failed. */
export type ReportEnd =
  | (Pick<Report, 'sentence' | 'title' | 'subtitle' | 'tables' | 'madeAt' | 'tookMs'> & {
      readonly document: ReportDocument;
    })
  | { readonly error: string };

export interface SendOutcome {
  readonly state: Exclude<SendState, 'sending'>;
  readonly nextAt: number | null;
  readonly answer: string;
}

/** Each method is one atomic step; one that changes something, called twice at once, has one winner. Who may see what, the verbs decide. */
export interface ReportStore {
  /** By id. */
  plans(): Promise<ReportPlan[]>;
  plan(id: string): Promise<ReportPlan | null>;
  /** Adds (`version` 1) or puts in the place of the version before. */
  putPlan(plan: ReportPlan, note: Note): Promise<'put' | 'changed_meanwhile'>;
  /** All of these, or none when one is not any more as it was read; `puts` have the version after. */
  writePlans(
    puts: readonly ReportPlan[],
    removes: readonly Pick<ReportPlan, 'id' | 'version'>[],
    note: Note,
  ): Promise<'written' | 'changed_meanwhile'>;
  /** Reports of it stay. */
  removePlan(id: string, version: number, note: Note): Promise<'removed' | 'changed_meanwhile' | 'not_found'>;
  /**
   * Notes that a plan's times up to `doneTo` were looked after, with the report that one of them asks for. `changed_meanwhile`: the plan is
   * not any more as it was read (version and `doneTo`), and nothing was written.
   */
  fire(
    plan: Pick<ReportPlan, 'id' | 'version' | 'doneTo'>,
    doneTo: number,
    report: Report | null,
    note: Note,
  ): Promise<'fired' | 'changed_meanwhile'>;

  /** By id. */
  brands(): Promise<Brand[]>;
  putBrand(brand: Brand, note: Note): Promise<'put' | 'changed_meanwhile'>;
  removeBrand(id: string, version: number, note: Note): Promise<'removed' | 'changed_meanwhile' | 'not_found'>;

  /** Adds one that waits to be made. */
  add(report: Report, note: Note): Promise<void>;
  report(id: ReportId): Promise<Report | null>;
  /** Newest first. */
  reports(query: ReportQuery): Promise<Report[]>;
  /** The newest of each of these plans. */
  newestOf(plans: readonly string[]): Promise<ReadonlyMap<string, Report>>;
  /** How many wait or are being made. */
  waiting(): Promise<number>;
  /** The oldest that nobody makes, or whose maker has not been heard of since `idleSince`, taken by `maker`; null: there is none. */
  claim(maker: string, now: number, idleSince: number): Promise<Report | null>;
  /** `lost`: it was called off, or another maker has it. */
  progress(
    id: ReportId,
    maker: string,
    now: number,
    step: { readonly share: number; readonly doing: string },
    note: Note,
  ): Promise<'kept' | 'lost'>;
  /** Ends the making, with who is to get it. `maker` null: somebody calls it off. Raises `version`. */
  end(
    id: ReportId,
    maker: string | null,
    end: ReportEnd,
    sends: readonly ReportSend[],
    note: Note,
  ): Promise<'ended' | 'lost'>;
  /** As it was made; null: it is not there. */
  document(id: ReportId): Promise<ReportDocument | null>;
  remove(id: ReportId, version: number, note: Note): Promise<'removed' | 'changed_meanwhile' | 'not_found'>;

  /** To whom these went, by address. */
  sends(reports: readonly ReportId[]): Promise<ReadonlyMap<ReportId, readonly ReportSend[]>>;
  /** Adds those to whom it did not go yet; such as failed or are unknown wait again. Gives the addresses that wait now. */
  addSends(sends: readonly ReportSend[], note: Note): Promise<string[]>;
  /** One that is due; null: none is. */
  dueSend(now: number): Promise<ReportSend | null>;
  /** It is `sending` from now on: that it may be sent is written before it is. Null: it does not wait any more in that attempt. */
  takeSend(send: Pick<ReportSend, 'report' | 'address' | 'attempts'>, now: number): Promise<ReportSend | null>;
  /** What came of it, if it is still `sending` in that attempt. */
  answered(
    send: Pick<ReportSend, 'report' | 'address' | 'attempts'>,
    now: number,
    outcome: SendOutcome,
    note: Note,
  ): Promise<'kept' | 'lost'>;
  /** Those that are `sending` since before a time become `unknown`, with these words; gives them. */
  loseSends(before: number, words: string, note: (lost: readonly ReportSend[]) => Note): Promise<ReportSend[]>;
  /** Removes reports that were asked for before a time, with all that is theirs; gives how many. */
  retain(before: number): Promise<number>;
}
