import type { ReportAsk as Asked, ReportKindId } from '@fettle/shared/api/reports';
import type { Basis, Section, Sentence } from '@fettle/shared/reports/document';
import type { Scope } from '../access/index.ts';
import type { ReportPorts } from './ports.ts';

/** What a report is asked for: the span is exact, the scope is the asker's narrowed to site and selector. */
export interface Ask {
  readonly from: number;
  readonly to: number;
  /** The period before, of the same kind; null: there is none. */
  readonly before: { readonly from: number; readonly to: number } | null;
  /** Why nothing is compared, or nothing counted at all, in a sentence: no device was here yet. */
  readonly uncounted?: string;
  readonly zone: string;
  readonly period: NonNullable<Asked['period']> | null;
  readonly site: string | null;
  readonly service: string | null;
  readonly scope: Scope;
  readonly now: number;
  /** Minor units and code from the value settings. */
  readonly currency: string;
}

/** What a kind gives; the frame of the document is put around it. */
export interface ReportBody {
  readonly sentence: Sentence;
  readonly sections: readonly Section[];
  readonly bases: Readonly<Record<string, Basis>>;
  readonly counted: {
    readonly samples: number;
    readonly incidents: number;
    readonly runs: number;
    readonly devices: number;
  };
}

/** Told often while it works, `share` from 0 to 1; it may wait, so that ingest goes on. Rejects when the report was called off. */
export type Progress = (share: number, doing: string) => Promise<void>;

/** One kind of report; a file of `kinds/` each, listed in `kinds.ts`. */
export interface ReportKind {
  readonly id: ReportKindId;
  readonly title: string;
  /** For the gallery: whom it is for and what it answers. */
  readonly describe: string;
  readonly example: string;
  /** The least it needs to know of time; of `hand-over` the turn. */
  readonly build: (ports: ReportPorts, ask: Ask, progress: Progress) => Promise<ReportBody>;
}
