/** A report with everything that a document may hold: for renderers, and for looking at them. Its numbers are made by arithmetic, always the same. */
import type { ReportDocument } from '@fettle/shared/reports/document';
export declare const sampleReport: ReportDocument;
/** The same with `text` in every place that holds text, keys of bases and ids kept. */
export declare function everywhere(text: string, report?: ReportDocument): ReportDocument;
