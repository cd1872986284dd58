import type { ReportDocument } from '@fettle/shared/reports/document';

export interface DocumentViewProps {
  readonly document: ReportDocument;
  /** Its id where it is kept: then every number leads to what it was reckoned from. */
  readonly report?: string | undefined;
}

/** The sections of a report on a page of the dashboard; its sentence stands in the page's own head. */
export function DocumentView({ document, report }: DocumentViewProps) {
  return (
    <div class="document" data-report={report}>
      {document.sections.map(({ id, title }) => (
        <h2 key={id}>{title}</h2>
      ))}
    </div>
  );
}
