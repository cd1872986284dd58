import type { ReportDocument } from '@fettle/shared/reports/document';
import type { Place } from './html.ts';

/** The document as pages of paper: tagged, A4, its fonts inside. Gives way to other work between blocks. */
export function renderPdf(document: ReportDocument, place: Place): Promise<Uint8Array> {
  return Promise.reject(new Error(`not yet: ${document.title} ${place.address}`));
}
