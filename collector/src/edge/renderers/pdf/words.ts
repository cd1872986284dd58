import type { Cell, Sentence, State } from '@fettle/shared/reports/document';
import { cellWritten, type How, type Written } from '@fettle/shared/reports/format';
import { touching } from '@fettle/shared/reports/phrases';
import type { Run } from './flow.ts';
import { signs } from './letters.ts';
import { type Colour, inkOfState, markOfState } from './palette.ts';
import type { Paper, Piece } from './paper.ts';

export interface Manner {
  readonly size: number;
  readonly bold?: boolean;
  readonly ink?: Colour;
}

/** Text with its signs as shapes. */
export function textRuns(text: string, { size, bold = false, ink = 'ink' }: Manner): Run[] {
  const parts = text.split(/([▲▼→✓◆])/u).filter((part) => part !== '');
  return parts.map((part) => {
    const sign = signs[part];
    return sign === undefined ? { text: part, size, bold, ink } : { text: part, size, ink, sign };
  });
}

/** The mark of a footnote. */
export function noteRuns({ notes }: Paper, key: string | undefined, size: number): Run[] {
  const note = key === undefined ? undefined : notes.get(key);
  if (note === undefined) return [];
  const small = Math.min(6, size * 0.7);
  return [{ text: String(note.number), size: small, ink: 'ink-3', glued: true, rise: size * 0.36, before: 0.8 }];
}

/** A value: its figure, and its units smaller and paler. */
export function writtenRuns({ before, parts }: Written, { size, bold = false, ink = 'ink' }: Manner): Run[] {
  const small = size > 12 ? size * 0.5 : size * 0.88;
  const unit = (text: string, gap: number): Run => ({ text, size: small, ink: 'ink-3', glued: true, before: gap });
  const runs: Run[] = before === '' ? [] : [{ text: before, size: small, ink: 'ink-3' }];
  for (const [index, part] of parts.entries()) {
    const first = index === 0;
    runs.push({
      text: part.figure,
      size,
      bold,
      ink,
      glued: !first || before !== '',
      before: first ? (before === '' ? 0 : size * 0.12) : size * (size > 12 ? 0.22 : 0.3),
    });
    if (part.unit !== '') runs.push(unit(part.unit, size * (size > 12 ? 0.1 : 0.16)));
  }
  return runs;
}

const isNumber = (cell: Cell) => typeof cell.value === 'number' && cell.text === undefined;

/** A cell as text; `shaped`: the shape of its state stands elsewhere in its row. */
export function cellRuns(
  paper: Paper,
  cell: Cell | undefined,
  how: How,
  manner: Manner,
  where: { noted: boolean; shaped: boolean },
): Run[] {
  if (cell === undefined) return [];
  const { state } = cell;
  const hurt = state !== undefined && state !== 'quiet';
  const written = cellWritten(cell, how, paper.frame);
  const style: Manner = hurt ? { ...manner, bold: true, ink: inkOfState(state) } : manner;
  const runs = isNumber(cell)
    ? writtenRuns(written, style)
    : textRuns(written.parts.map(({ figure }) => figure).join(' '), style);
  const paler =
    cell.value === null && cell.text === undefined ? runs.map((run) => ({ ...run, ink: 'ink-3' as const })) : runs;
  const all = hurt && !where.shaped ? [stateSign(state, manner.size), ...spaced(paler, manner.size)] : paler;
  return where.noted ? [...all, ...noteRuns(paper, cell.basis, manner.size)] : all;
}

/** The shape of a state before its word. */
export const stateSign = (state: State, size: number): Run => ({
  text: '',
  size,
  ink: markOfState(state),
  sign: state,
});
export const spaced = (runs: readonly Run[], size: number): Run[] =>
  runs.map((run, index) => (index === 0 ? { ...run, glued: true, before: (run.before ?? 0) + size * 0.22 } : run));

/** Pieces of a sentence. `loud`: at the head of the document, where what hurts has its shape. */
export function sentenceRuns(paper: Paper, sentence: Sentence, manner: Manner, loud = true): Run[] {
  return touching(sentence).flatMap(({ text, tone, basis }) => {
    const marks = noteRuns(paper, basis, manner.size);
    if (tone === undefined) return [...textRuns(text, manner), ...marks];
    if (tone === 'strong') return [...textRuns(text, { ...manner, bold: true }), ...marks];
    if (tone === 'quiet') return [...textRuns(text, { ...manner, ink: loud ? 'ink-2' : 'ink-3' }), ...marks];
    if (tone === 'right' || !loud) return [...textRuns(text, { ...manner, ink: inkOfState(tone) }), ...marks];
    return [stateSign(tone, manner.size), ...spaced(textRuns(text, { ...manner, bold: true }), manner.size), ...marks];
  });
}

/** Lines of text as one piece. */
export function paragraph(
  paper: Paper,
  runs: readonly Run[],
  width: number,
  {
    size,
    type = 'P',
    leading = 1.32,
    above = 6,
    keeps = false,
  }: { size: number; type?: string; leading?: number; above?: number; keeps?: boolean },
): Piece {
  const lines = paper.pen.lines(runs, width);
  const step = size * leading;
  return {
    height: lines.length * step,
    above,
    keeps,
    draw: (x, y, parent) =>
      paper.pen.tagged(parent, type, () => {
        for (const [index, line] of lines.entries()) paper.pen.write(line, x, y + index * step, size);
      }),
  };
}
