import type { ReportDocument } from '@fettle/shared/reports/document';

/** Where a page that leaves the collector leads back to. */
export interface Place {
  /** The collector's address, `https://fettle.example`, without a slash at its end. */
  readonly address: string;
  /** The report's id; null: it is not kept, so its numbers lead nowhere. */
  readonly id: string | null;
}

/** The document as one HTML file: its styles and fonts inside, no script, its own content security policy. */
export function renderHtml(document: ReportDocument, place: Place): string {
  throw new Error(`not yet: ${document.title} ${place.address}`);
}
