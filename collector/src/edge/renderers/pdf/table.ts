import type { TableBlock } from '@fettle/shared/reports/as-table';
import type { Cell, Column } from '@fettle/shared/reports/document';
import { cellWritten, grouped, isRight, textOf } from '@fettle/shared/reports/format';
import { isNoted, shownRows } from '@fettle/shared/reports/notes';
import { drawLevel, drawSpark } from './drawings.ts';
import type { Line, Run } from './flow.ts';
import { colourOf } from './palette.ts';
import type { Paper, Piece } from './paper.ts';
import type { Element } from './sheet.ts';
import { cellRuns, paragraph, spaced, stateSign, textRuns } from './words.ts';

const gutter = 9;
const padding = 3.2;
const leading = 1.24;

interface Setting {
  readonly columns: readonly { readonly column: Column; readonly at: number }[];
  readonly widths: readonly number[];
  readonly size: number;
  readonly shaped: boolean;
}

/** A table as pieces: its head, which stands again at the top of each page, and a piece a row. */
export function tablePieces(paper: Paper, block: TableBlock, width: number): Piece[] {
  const small = (text: string, keeps = false) =>
    paragraph(paper, textRuns(text, { size: 8, ink: 'ink-3' }), width, { size: 8, keeps });
  if (block.rows.length === 0) return [small(block.empty)];
  const rows = shownRows(block);
  const noted = isNoted(block);
  const setting = settle(paper, block, rows, width);
  let table: Element | undefined;
  const within = (parent: Element) => {
    if (table === undefined) {
      table = paper.pen.pdf.struct('Table', { title: block.title });
      parent.add(table);
    }
    return table;
  };
  const head = headPiece(paper, setting, width, within);
  const again = {
    height: head.height,
    draw: (x: number, y: number) => paper.pen.artifact(() => drawHead(paper, setting, width, x, y)),
  };
  const body = rows.map((row) => rowPiece(paper, setting, row, { width, within, noted, total: false, again }));
  const total = block.total
    ? [rowPiece(paper, setting, block.total, { width, within, noted: true, total: true, again })]
    : [];
  const left = block.rows.length - rows.length;
  const more =
    left > 0 ? [small(`${grouped(rows.length, 0)} of ${grouped(block.rows.length, 0)}; CSV and JSON have all.`)] : [];
  return [head, ...body, ...total, ...more];
}

/** Which columns stand there, how wide and how large. */
function settle(paper: Paper, block: TableBlock, rows: readonly (readonly Cell[])[], width: number): Setting {
  const narrow = width < 320;
  const columns = block.columns
    .map((column, at) => ({ column, at }))
    .filter(({ column }) => !(narrow && column.minor === true));
  const shaped = block.columns.some(({ format }) => format === 'state');
  for (const size of [8, 7.4, 6.8]) {
    const wanted = columns.map(({ column, at }) =>
      wantedWidth(
        paper,
        column,
        [...rows, ...(block.total ? [block.total] : [])].map((row) => row[at]),
        size,
      ),
    );
    const room = width - gutter * (columns.length - 1);
    const widths = shared(wanted, room);
    if (widths !== undefined || size === 6.8)
      return { columns, widths: widths ?? squeezed(wanted, room), size, shaped };
  }
  return { columns, widths: [], size: 6.8, shaped };
}

interface Wanted {
  readonly least: number;
  readonly most: number;
  /** Takes what is left over. */
  readonly grows: boolean;
}

function wantedWidth(paper: Paper, column: Column, cells: readonly (Cell | undefined)[], size: number): Wanted {
  const measure = (text: string, bold = false) => paper.pen.measure({ text, size, bold, ink: 'ink' });
  const head = Math.max(...column.title.split(' ').map((word) => measure(word)));
  if (column.format === 'level') return { least: Math.max(60, head), most: 130, grows: true };
  if (column.format === 'spark') return { least: Math.max(38, head), most: 46, grows: false };
  const texts = cells.map((cell) => textOf(cellWritten(cell, column, paper.frame)));
  // Its sign before a figure, the number of its footnote behind it.
  const sign = cells.some((cell) => cell?.state !== undefined && cell.state !== 'quiet') ? size * 1.3 : 0;
  const mark = cells.some((cell) => cell?.basis !== undefined) ? size * 1.1 : 0;
  const widest =
    Math.max(head, measure(column.title), ...texts.map((text) => measure(text, true))) +
    (column.format === 'state' ? size * 1.2 : 6);
  if (isRight(column.format))
    return {
      least: Math.max(head, ...texts.map((text) => measure(text, true) + sign + mark)) + 2,
      most: widest + sign + mark,
      grows: false,
    };
  return { least: Math.min(widest, Math.max(46, head)), most: widest, grows: column.format === 'text' };
}

/** Each its least and a share of the rest by what more it wants; undefined when even the least do not fit. */
function shared(wanted: readonly Wanted[], room: number): number[] | undefined {
  const least = wanted.reduce((sum, one) => sum + one.least, 0);
  if (least > room) return undefined;
  const more = wanted.reduce((sum, { least: low, most }) => sum + Math.max(0, most - low), 0);
  const part = more === 0 ? 0 : Math.min(1, (room - least) / more);
  const widths = wanted.map(({ least: low, most }) => low + Math.max(0, most - low) * part);
  const spare = room - widths.reduce((sum, one) => sum + one, 0);
  const growing = wanted.filter(({ grows }) => grows).length;
  return widths.map(
    (one, index) => one + (growing === 0 ? spare / wanted.length : wanted[index]?.grows === true ? spare / growing : 0),
  );
}

function squeezed(wanted: readonly Wanted[], room: number): number[] {
  const least = wanted.reduce((sum, one) => sum + one.least, 0);
  return wanted.map((one) => (one.least * room) / least);
}

/** Runs of each column, as lines. */
const linesIn = (paper: Paper, { widths }: Setting, runs: readonly (readonly Run[])[]): Line[][] =>
  runs.map((one, index) => paper.pen.lines(one, widths[index] ?? 0));

const heads = (paper: Paper, setting: Setting): Line[][] =>
  linesIn(
    paper,
    setting,
    setting.columns.map(({ column }) => textRuns(column.title, { size: setting.size - 0.6, ink: 'ink-3' })),
  );

function headPiece(paper: Paper, setting: Setting, width: number, within: (parent: Element) => Element): Piece {
  const lines = heads(paper, setting);
  const size = setting.size - 0.6;
  const height = Math.max(1, ...lines.map(({ length }) => length)) * size * leading + padding + 1;
  return {
    height,
    keeps: true,
    above: 4,
    draw: (x, y, parent) => {
      const row = paper.pen.pdf.struct('TR');
      within(parent).add(row);
      eachColumn(setting, x, (left, wide, index) =>
        paper.pen.tagged(
          row,
          'TH',
          () =>
            writeColumn(
              paper,
              setting,
              lines[index] ?? [],
              index,
              left,
              wide,
              y + height - padding - (lines[index]?.length ?? 1) * size * leading,
              size,
            ),
          { scope: 'Column' } as object,
        ),
      );
      row.end();
      paper.pen.artifact(() => paper.pen.rule(x, y + height, width, colourOf('rule'), 0.6));
    },
  };
}

function drawHead(paper: Paper, setting: Setting, width: number, x: number, y: number): void {
  const lines = heads(paper, setting);
  const size = setting.size - 0.6;
  const height = Math.max(1, ...lines.map(({ length }) => length)) * size * leading + padding + 1;
  eachColumn(setting, x, (left, wide, index) =>
    writeColumn(
      paper,
      setting,
      lines[index] ?? [],
      index,
      left,
      wide,
      y + height - padding - (lines[index]?.length ?? 1) * size * leading,
      size,
    ),
  );
  paper.pen.rule(x, y + height, width, colourOf('rule'), 0.6);
}

function eachColumn(
  { columns, widths }: Setting,
  x: number,
  draw: (left: number, wide: number, index: number) => void,
): void {
  let left = x;
  for (const [index] of columns.entries()) {
    const wide = widths[index] ?? 0;
    draw(left, wide, index);
    left += wide + gutter;
  }
}

function writeColumn(
  paper: Paper,
  { columns }: Setting,
  lines: readonly Line[],
  index: number,
  left: number,
  wide: number,
  y: number,
  size: number,
): void {
  const right = isRight(columns[index]?.column.format ?? 'text');
  for (const [at, line] of lines.entries())
    paper.pen.write(line, right ? left + wide - line.width : left, y + at * size * leading, size);
}

interface Row {
  readonly width: number;
  readonly within: (parent: Element) => Element;
  readonly noted: boolean;
  readonly total: boolean;
  readonly again: NonNullable<Piece['again']>;
}

function runsOf(
  paper: Paper,
  setting: Setting,
  { column, at }: Setting['columns'][number],
  row: readonly Cell[],
  { noted, total }: Row,
  isHead: boolean,
): Run[] {
  const cell = row[at];
  const manner = { size: setting.size, bold: total || isHead };
  if (cell === undefined || (cell.value !== null && typeof cell.value === 'object')) return [];
  if (column.format === 'state' && typeof cell.value === 'string') {
    const state = cell.state ?? 'quiet';
    const runs = cellRuns(paper, cell, column, manner, { noted, shaped: true });
    return [stateSign(state, setting.size), ...spaced(runs, setting.size)];
  }
  return cellRuns(paper, cell, column, manner, { noted, shaped: setting.shaped });
}

function rowPiece(paper: Paper, setting: Setting, row: readonly Cell[], how: Row): Piece {
  const { size, columns } = setting;
  const head = columns.findIndex(({ column }) => column.format === 'text');
  const lines = linesIn(
    paper,
    setting,
    columns.map((one, index) => runsOf(paper, setting, one, row, how, index === head)),
  );
  const height = Math.max(1, ...lines.map(({ length }) => length)) * size * leading + padding * 2;
  const draw = (x: number, y: number, parent: Element) => {
    const element = paper.pen.pdf.struct('TR');
    how.within(parent).add(element);
    eachColumn(setting, x, (left, wide, index) =>
      drawCell({ paper, setting, lines, row, index, head }, element, left, wide, y),
    );
    element.end();
    paper.pen.artifact(() =>
      paper.pen.rule(
        x,
        how.total ? y : y + height,
        how.width,
        colourOf(how.total ? 'rule-strong' : 'rule'),
        how.total ? 0.8 : 0.5,
      ),
    );
  };
  return { height, again: how.again, draw };
}

interface Drawn {
  readonly paper: Paper;
  readonly setting: Setting;
  readonly lines: readonly (readonly Line[])[];
  readonly row: readonly Cell[];
  readonly index: number;
  readonly head: number;
}

function drawCell(
  { paper, setting, lines, row, index, head }: Drawn,
  parent: Element,
  left: number,
  wide: number,
  y: number,
): void {
  const { pen } = paper;
  const { size, columns } = setting;
  const column = columns[index];
  const cell = column && row[column.at];
  const value = cell?.value;
  if (column && cell && value !== null && typeof value === 'object') {
    const element = pen.pdf.struct('TD');
    parent.add(element);
    const alt = `${column.column.title}: ${textOf(cellWritten(cell, column.column, paper.frame))}`;
    pen.tagged(
      element,
      'Figure',
      () => {
        if ('ticks' in value) drawLevel(pen.pdf, value, cell.state, left, y + padding + size * 0.26, wide);
        else drawSpark(pen.pdf, value, cell.state, left, y + padding - 0.5, Math.min(wide, 44), size * 1.25);
      },
      { alt, ...box(left, y, wide, size) },
    );
    element.end();
    return;
  }
  const isHead = index === head;
  pen.tagged(
    parent,
    isHead ? 'TH' : 'TD',
    () => writeColumn(paper, setting, lines[index] ?? [], index, left, wide, y + padding, size),
    isHead ? ({ scope: 'Row' } as object) : {},
  );
}

const box = (x: number, y: number, width: number, size: number): object => ({
  bbox: [x, y, x + width, y + size + padding * 2],
});
