// pure
import type { TableBlock } from '@fettle/shared/reports/as-table';
import type { Cell, Column } from '@fettle/shared/reports/document';
import { grouped, isRight } from '@fettle/shared/reports/format';
import { isNoted, shownRows } from '@fettle/shared/reports/notes';
import { cellMarkup } from './cells.ts';
import { type Markup, markup } from './markup.ts';
import type { Paper } from './paper.ts';

interface Manner {
  readonly titled: boolean;
  readonly noted: boolean;
}

/** A table: what its rows are about is a head of each, figures stand at the right, and what pages leave out is said. */
export function tableMarkup(paper: Paper, block: TableBlock, { titled, noted }: Manner): Markup {
  const title = titled ? markup`<h3 class="block">${block.title}</h3>` : '';
  if (block.rows.length === 0) return markup`${title}<p class="quiet dense">${block.empty}</p>`;
  const rows = shownRows(block);
  const marked = noted && isNoted(block);
  const heads = block.columns.map((column) => markup`<th scope="col"${classes(column)}>${column.title}</th>`);
  const body = rows.map((row) => markup`<tr>${cells(paper, block.columns, row, marked)}</tr>`);
  const foot = block.total ? markup`<tfoot><tr>${cells(paper, block.columns, block.total, noted)}</tr></tfoot>` : '';
  const left = block.rows.length - rows.length;
  const more =
    left > 0
      ? markup`<p class="quiet dense">${grouped(rows.length, 0)} of ${grouped(block.rows.length, 0)}; CSV and JSON have all.</p>`
      : '';
  return markup`${title}<div class="scroll" tabindex="0" role="region" aria-label="${block.title}"><table class="t"><thead><tr>${heads}</tr></thead><tbody>${body}</tbody>${foot}</table></div>${more}`;
}

/** The column that its rows are about. */
const headOf = (columns: readonly Column[]) =>
  Math.max(
    0,
    columns.findIndex(({ format }) => format === 'text'),
  );

function classes({ format, minor }: Column, more = '') {
  const all = [isRight(format) ? 'n' : '', minor === true ? 'opt' : '', format === 'level' ? 'lv' : '', more].filter(
    (one) => one !== '',
  );
  return all.length > 0 && markup` class="${all.join(' ')}"`;
}

function cells(paper: Paper, columns: readonly Column[], row: readonly Cell[], noted: boolean): Markup[] {
  const head = headOf(columns);
  const shaped = columns.some(({ format }) => format === 'state');
  return columns.map((column, index) => {
    const inside = cellMarkup(paper, row[index], column, { label: column.title, noted, shaped });
    if (index === head) return markup`<th scope="row"${classes(column, 'name')}>${inside}</th>`;
    return markup`<td${classes(column)}>${inside}</td>`;
  });
}
