import type { TableBlock } from '@fettle/shared/reports/as-table';
import type { Cell, Column } from '@fettle/shared/reports/document';
import { isRight } from '@fettle/shared/reports/format';
import { shownRows } from '@fettle/shared/reports/notes';
import { useState } from 'preact/hooks';
import { number } from '../format/count.ts';
import { CellView, clean } from './cell.tsx';
import type { Paper } from './paper.ts';

/** Rows that a page draws at once; more on request. */
const most = 200;

const headOf = (columns: readonly Column[]) =>
  Math.max(
    0,
    columns.findIndex(({ format }) => format === 'text'),
  );

function classOf({ format, minor }: Column, more = ''): string | undefined {
  const kinds: Readonly<Partial<Record<Column['format'], string>>> = { level: 'lv', spark: 'sl' };
  const all = [isRight(format) ? 'n' : '', minor === true ? 'opt' : '', kinds[format] ?? '', more];
  const some = all.filter((one) => one !== '').join(' ');
  return some === '' ? undefined : some;
}

function Cells({ paper, columns, row }: { paper: Paper; columns: readonly Column[]; row: readonly Cell[] }) {
  const head = headOf(columns);
  const shaped = columns.some(({ format }) => format === 'state');
  return (
    <>
      {columns.map((column, index) => {
        const inside = <CellView paper={paper} cell={row[index]} how={column} label={column.title} shaped={shaped} />;
        return index === head ? (
          <th key={column.id} scope="row" class={classOf(column, 'name')}>
            {inside}
          </th>
        ) : (
          <td key={column.id} class={classOf(column)}>
            {inside}
          </td>
        );
      })}
    </>
  );
}

/** A table of a report; where it is long, the rest comes when asked for. */
export function TableView({ paper, block, titled }: { paper: Paper; block: TableBlock; titled: boolean }) {
  const [all, setAll] = useState(false);
  const { columns, total } = block;
  const title = clean(block.title);
  const heading = titled ? <h3 class="block">{title}</h3> : null;
  if (block.rows.length === 0)
    return (
      <>
        {heading}
        <p class="quiet dense">{clean(block.empty)}</p>
      </>
    );
  const rows = all ? block.rows : shownRows(block).slice(0, most);
  return (
    <>
      {heading}
      <div class="scroll" tabIndex={0} role="region" aria-label={title}>
        <table class="t">
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column.id} scope="col" class={classOf(column)}>
                  {clean(column.title)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                <Cells paper={paper} columns={columns} row={row} />
              </tr>
            ))}
          </tbody>
          {total ? (
            <tfoot>
              <tr>
                <Cells paper={paper} columns={columns} row={total} />
              </tr>
            </tfoot>
          ) : null}
        </table>
      </div>
      {rows.length < block.rows.length ? (
        <p class="quiet dense">
          {number(rows.length)} of {number(block.rows.length)} ·{' '}
          <button class="src" type="button" onClick={() => setAll(true)}>
            show all
          </button>
        </p>
      ) : null}
    </>
  );
}
