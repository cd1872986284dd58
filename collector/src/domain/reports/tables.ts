// pure
import type { ReportDocument } from '@fettle/shared/reports/document';
import { gridOf, tablesOf } from '@fettle/shared/reports/grid';
import type { Report } from './types.ts';

/** Of what in a document there is a CSV, in its order. */
export function tableList(document: ReportDocument): Report['tables'] {
  return tablesOf(document).map((block) => {
    const { id, title, rows } = gridOf(block, document.currency);
    return { id, title, rows: rows.length };
  });
}
