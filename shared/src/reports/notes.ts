/** Footnotes: on paper they stand in place of links. */
import type { Basis, Block, Cell, ReportDocument } from './document.ts';

/** Longer tables are not footnoted row by row: one note leads to the report. */
export const mostNotedRows = 40;

export interface Note {
  readonly number: number;
  readonly key: string;
  readonly basis: Basis;
}

/** Every basis that paper refers to, numbered as it is first met; a basis is one note, however often it stands. */
export function notesOf(document: ReportDocument): ReadonlyMap<string, Note> {
  const notes = new Map<string, Note>();
  const take = (key: string | null | undefined) => {
    if (key === null || key === undefined || notes.has(key)) return;
    const basis = Object.hasOwn(document.bases, key) ? document.bases[key] : undefined;
    if (basis) notes.set(key, { number: notes.size + 1, key, basis });
  };
  for (const { basis } of document.sentence) take(basis);
  for (const { blocks } of document.sections) for (const block of blocks) for (const key of keysOf(block)) take(key);
  return notes;
}

/** Rows that pages show. */
export const shownRows = (block: Extract<Block, { kind: 'table' }>): readonly (readonly Cell[])[] =>
  block.shown === undefined ? block.rows : block.rows.slice(0, block.shown);

/** Whether its cells carry marks of notes. */
export const isNoted = (block: Extract<Block, { kind: 'table' }>): boolean => shownRows(block).length <= mostNotedRows;

function keysOf(block: Block): (string | null | undefined)[] {
  switch (block.kind) {
    case 'text':
      return block.sentence.map(({ basis }) => basis);
    case 'figures':
      return block.items.flatMap(({ cell, note }) => [cell.basis, ...(note ?? []).map(({ basis }) => basis)]);
    case 'table': {
      const rows = isNoted(block) ? shownRows(block) : [];
      return [...rows, block.total ?? []].flatMap((row) => row.map(({ basis }) => basis));
    }
    case 'bars':
      return [...new Set(block.series.flatMap(({ bases }) => bases ?? []))].slice(0, 1);
    case 'lines':
      return block.lines.map(({ basis }) => basis);
    case 'control':
      return block.points.filter(({ rules }) => rules.length > 0).map(({ basis }) => basis);
    case 'ledger':
    default:
      return block.items.map(({ cell }) => cell.basis);
  }
}
