// pure
import { plain } from '@fettle/shared/plain';
import type { ReportDocument } from '@fettle/shared/reports/document';
import { gridOf, type Grid, type GridValue, type Named, tablesOf } from '@fettle/shared/reports/grid';

/** What a spreadsheet would take for a formula, or for the end of a cell. */
const formula = /^[=+\-@\t\r\n]/;

/**
 * One table as CSV of RFC 4180: CRLF, UTF-8 without a mark at its start, the unit in the head, times as ISO 8601 in UTC. Numbers are written as
 * numbers; text that a spreadsheet would take for a formula has an apostrophe before it, and what steers a terminal is not in it.
 */
export const csvOf = (table: Named, currency: string): string => csvOfGrid(gridOf(table, currency));

/** All tables one after the other: a line with the title before each, an empty line between. */
export function csvAll(document: ReportDocument): string {
  return tablesOf(document)
    .map((table) => gridOf(table, document.currency))
    .map((grid) => line([grid.title]) + csvOfGrid(grid))
    .join('\r\n');
}

/** Of one table by its id; null when there is none. */
export function csvOfTable(document: ReportDocument, id: string): string | null {
  const table = tablesOf(document).find((one) => one.id === id);
  return table === undefined ? null : csvOf(table, document.currency);
}

function csvOfGrid({ heads, rows }: Grid): string {
  const titles = heads.map(({ title, unit }) => (unit === '' ? title : `${title} (${unit})`));
  return [titles, ...rows].map(line).join('');
}

const line = (cells: readonly GridValue[]) => `${cells.map(cellOf).join(',')}\r\n`;

function cellOf(value: GridValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const shown = value
    .split(/\r\n|[\r\n]/)
    .map((one) => plain(one, Number.POSITIVE_INFINITY))
    .join('\n');
  const safe = formula.test(value) || formula.test(shown) ? `'${shown}` : shown;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
