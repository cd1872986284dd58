// pure
import type { ReportDocument } from '@fettle/shared/reports/document';
import { gridOf, tablesOf } from '@fettle/shared/reports/grid';

/** The document as it is kept; two blanks of indent, a line's end at the end. */
export const jsonOf = (document: ReportDocument): string => `${JSON.stringify(document, null, 2)}\n`;

/** One table: `{ id, title, columns, rows }`, a row an object by column; null when there is none of that id. */
export function jsonOfTable(document: ReportDocument, id: string): string | null {
  const found = tablesOf(document).find((one) => one.id === id);
  if (found === undefined) return null;
  const { title, heads, rows } = gridOf(found, document.currency);
  const named = rows.map((row) => Object.fromEntries(heads.map((head, index) => [head.id, row[index] ?? null])));
  return `${JSON.stringify({ id, title, columns: heads, rows: named }, null, 2)}\n`;
}
