// pure
import type { ReportDocument } from '@fettle/shared/reports/document';
import type { Frame } from '@fettle/shared/reports/format';

/** What every block needs to know of the document that it is in. */
export interface Paper {
  readonly document: ReportDocument;
  readonly frame: Frame;
  /** Its id where it is kept. */
  readonly report: string | undefined;
  /** Shows what a number was reckoned from, where the document is not kept. */
  readonly open: (key: string) => void;
}

export const basisPath = (report: string, key: string) =>
  `/reports/${encodeURIComponent(report)}/bases/${encodeURIComponent(key)}`;

/** A path of ours; anything else leads nowhere. */
export const ownPath = (path: string | undefined): string | undefined =>
  path !== undefined && /^\/(?![/\\])/.test(path) ? path : undefined;

export const hasBasis = ({ document }: Paper, key: string | null | undefined): key is string =>
  key !== null && key !== undefined && Object.hasOwn(document.bases, key);
