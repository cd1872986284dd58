import { hasValues, isChart, type ChartBlock, sceneOf } from '@fettle/shared/reports/charts';
import type { Block, Section } from '@fettle/shared/reports/document';
import type { Key } from '@fettle/shared/reports/scene';
import { chartScale, drawLevel, drawScene } from './drawings.ts';
import type { Run } from './flow.ts';
import { colourOf } from './palette.ts';
import type { Paper, Piece } from './paper.ts';
import { tablePieces } from './table.ts';
import { cellRuns, noteRuns, paragraph, sentenceRuns, textRuns } from './words.ts';

/** A section as pieces one below the other, so wide. */
export function sectionPieces(paper: Paper, { title, note, blocks }: Section, width: number): Piece[] {
  const alone = blocks.filter((block) => 'title' in block).length < 2;
  const inside = blocks.flatMap((block) => blockPieces(paper, block, width, { section: title, alone }));
  // Right below the heading there is less space than between blocks.
  const [first, ...others] = inside;
  const begun = first ? [{ ...first, above: Math.min(first.above ?? 0, 2) }, ...others] : [];
  return [headingPiece(paper, title, note, width), ...begun];
}

/** The rule above, the heading, and a note beside it if there is room, else below. */
function headingPiece(paper: Paper, title: string, note: string | undefined, width: number): Piece {
  const size = 10;
  const runs = textRuns(title, { size, bold: true });
  const beside: Run[] =
    note === undefined
      ? []
      : textRuns(note, { size: 8, ink: 'ink-3' }).map((run, index) => (index === 0 ? { ...run, before: 8 } : run));
  const lines = paper.pen.lines([...runs, ...beside], width);
  const height = 5 + lines.length * size * 1.3 + 3;
  return {
    height,
    above: 18,
    keeps: true,
    draw: (x, y, parent) => {
      paper.pen.artifact(() => paper.pen.rule(x, y, width, colourOf('rule-strong'), 1.4));
      paper.pen.tagged(parent, 'H2', () => {
        for (const [index, line] of lines.entries()) paper.pen.write(line, x, y + 5 + index * size * 1.3, size);
      });
    },
  };
}

function blockPieces(
  paper: Paper,
  block: Block,
  width: number,
  { section, alone }: { section: string; alone: boolean },
): Piece[] {
  const title =
    'title' in block && block.title !== section && !(block.kind === 'table' && alone)
      ? [subheading(paper, block.title, width)]
      : [];
  if (isChart(block)) return chartPieces(paper, block, width, block.title !== section);
  switch (block.kind) {
    case 'text':
      return [paragraph(paper, sentenceRuns(paper, block.sentence, { size: 9 }), width, { size: 9 })];
    case 'figures':
      return figurePieces(paper, block, width);
    case 'table':
      return [...title, ...tablePieces(paper, block, width)];
    case 'ledger':
      return ledgerPieces(paper, block, width);
    default:
      return [];
  }
}

const subheading = (paper: Paper, title: string, width: number, note: readonly Run[] = []) =>
  paragraph(paper, [...textRuns(title, { size: 8.5, bold: true }), ...note], width, {
    size: 8.5,
    type: 'H3',
    keeps: true,
    above: 8,
  });

/** Large figures side by side, as many as there is room for. */
function figurePieces(paper: Paper, { items }: Extract<Block, { kind: 'figures' }>, width: number): Piece[] {
  const count = Math.max(1, Math.min(items.length, Math.floor((width + 10) / 96)));
  const wide = (width - (count - 1) * 10) / count;
  const rows = Array.from({ length: Math.ceil(items.length / count) }, (_, at) =>
    items.slice(at * count, (at + 1) * count),
  );
  return rows.map((row): Piece => {
    const columns = row.map((item) => figureColumn(paper, item, wide - 6));
    const height = Math.max(...columns.map((one) => one.reduce((sum, piece) => sum + piece.height, 0)));
    return {
      height,
      above: 8,
      draw: (x, y, parent) => {
        for (const [index, pieces] of columns.entries()) {
          const left = x + index * (wide + 10);
          if (index > 0)
            paper.pen.artifact(() =>
              paper.pen.pdf
                .moveTo(left - 6, y)
                .lineTo(left - 6, y + height)
                .lineWidth(0.5)
                .strokeColor(colourOf('rule'))
                .stroke(),
            );
          let at = y;
          for (const piece of pieces) {
            piece.draw(left, at, parent);
            at += piece.height;
          }
        }
      },
    };
  });
}

/** How it turned colours what it differs by. */
const tones = { better: 'right', worse: 'critical', same: 'strong' } as const;

function figureColumn(
  paper: Paper,
  { title, cell, note, turn, ...how }: Extract<Block, { kind: 'figures' }>['items'][number],
  width: number,
): Piece[] {
  const told = note?.map((phrase) => (phrase.tone === 'strong' ? { ...phrase, tone: tones[turn ?? 'same'] } : phrase));
  const whole = cellRuns(paper, cell, how, { size: 19 }, { noted: true, shaped: false });
  // Long amounts are written smaller rather than broken.
  const needs = whole.reduce((sum, run) => sum + paper.pen.measure(run) + (run.before ?? 0), 0);
  const size = needs > width ? Math.max(11, Math.floor((19 * width) / needs)) : 19;
  const runs = size === 19 ? whole : cellRuns(paper, cell, how, { size }, { noted: true, shaped: false });
  return [
    paragraph(paper, textRuns(title, { size: 8, ink: 'ink-2' }), width, { size: 8, type: 'H3' }),
    paragraph(paper, runs, width, { size, leading: 1.25 }),
    ...(told === undefined
      ? []
      : [paragraph(paper, sentenceRuns(paper, told, { size: 7.5, ink: 'ink-3' }, false), width, { size: 7.5 })]),
  ];
}

const plotLeft = 34;

function chartPieces(paper: Paper, block: ChartBlock, width: number, titled: boolean): Piece[] {
  const note = noteOf(paper, block);
  const head = titled ? [subheading(paper, block.title, width, note)] : [];
  if (!hasValues(block))
    return [...head, paragraph(paper, textRuns(block.empty, { size: 8, ink: 'ink-3' }), width, { size: 8 })];
  const wide = width - plotLeft;
  const scene = sceneOf(block, paper.frame, Math.floor(wide / 3.4));
  const marks = titled ? [] : note;
  const keys = scene.keys.length === 0 && marks.length === 0 ? [] : [keysPiece(paper, scene.keys, marks, width)];
  const height = scene.height * chartScale;
  const plot: Piece = {
    height,
    above: 4,
    draw: (x, y, parent) =>
      paper.pen.tagged(parent, 'Figure', () => drawScene(paper.pen, scene, x + plotLeft, y, wide), {
        alt: scene.says,
        bbox: [x, y, x + width, y + height],
      } as object),
  };
  const words =
    block.kind === 'control'
      ? [paragraph(paper, textRuns(block.words, { size: 8, ink: 'ink-2' }), width, { size: 8 })]
      : [];
  return [...head, ...keys, plot, ...words];
}

function noteOf(paper: Paper, block: ChartBlock): Run[] {
  const keys =
    block.kind === 'bars'
      ? block.series.flatMap(({ bases }) => bases ?? [])
      : block.kind === 'lines'
        ? block.lines.map(({ basis }) => basis)
        : block.points.filter(({ rules }) => rules.length > 0).map(({ basis }) => basis);
  const known = [...new Set(keys)].filter((key) => key !== null && key !== undefined).slice(0, 4);
  return known.flatMap((key, index) =>
    noteRuns(paper, key, 8).map((run) => ({ ...run, before: index === 0 ? 1.5 : 3 })),
  );
}

/** Which line is which, and the notes of the chart. */
function keysPiece(paper: Paper, keys: readonly Key[], note: readonly Run[], width: number): Piece {
  const { pen } = paper;
  const size = 7.5;
  const placed = keys.map(({ name }) => pen.lines(textRuns(name, { size, ink: 'ink-2' }), width - 20)[0]);
  const last = pen.lines(note, width)[0];
  return {
    height: size * 1.4,
    above: 2,
    keeps: true,
    draw: (x, y, parent) =>
      pen.tagged(parent, 'P', () => {
        let left = x;
        for (const [index, line] of placed.entries()) {
          const key = keys[index];
          if (!key || !line) continue;
          const { pdf } = pen;
          pdf
            .moveTo(left, y + 4.6)
            .lineTo(left + 10, y + 4.6)
            .lineWidth(key.as === 'bar' ? 3.4 : 1.2)
            .strokeColor(colourOf(key.ink));
          if (key.dash) pdf.dash(2.4, { space: 2.4 });
          pdf.stroke().undash();
          pen.write(line, left + 13, y, size);
          left += 13 + line.width + 9;
        }
        if (last) pen.write(last, left, y, size);
      }),
  };
}

/** What, its figure at the right, a vial and a line below. */
function ledgerPieces(paper: Paper, { items, empty }: Extract<Block, { kind: 'ledger' }>, width: number): Piece[] {
  if (items.length === 0) return [paragraph(paper, textRuns(empty, { size: 8, ink: 'ink-3' }), width, { size: 8 })];
  return items.map(({ title, cell, note, level, ...how }): Piece => {
    const value = paper.pen.lines(
      cellRuns(paper, cell, how, { size: 8.5 }, { noted: true, shaped: false }),
      width * 0.5,
    );
    const taken = Math.max(0, ...value.map((line) => line.width));
    const name = paper.pen.lines(textRuns(title, { size: 8.5, bold: true }), width - taken - 10);
    const below = note === '' ? [] : paper.pen.lines(textRuns(note, { size: 7.8, ink: 'ink-3' }), width);
    const top = Math.max(name.length, value.length) * 8.5 * 1.28;
    const vial = level ? 11 : 0;
    const height = 3 + top + vial + below.length * 7.8 * 1.3 + 4;
    const draw: Piece['draw'] = (x, y, parent) => {
      paper.pen.tagged(parent, 'P', () => {
        for (const [at, line] of name.entries()) paper.pen.write(line, x, y + 3 + at * 8.5 * 1.28, 8.5);
        for (const [at, line] of value.entries())
          paper.pen.write(line, x + width - line.width, y + 3 + at * 8.5 * 1.28, 8.5);
        if (level) drawLevel(paper.pen.pdf, level, cell.state, x, y + 3 + top + 2, width);
        for (const [at, line] of below.entries()) paper.pen.write(line, x, y + 3 + top + vial + at * 7.8 * 1.3, 7.8);
      });
      paper.pen.artifact(() => paper.pen.rule(x, y + height, width, colourOf('rule'), 0.5));
    };
    return { height, draw };
  });
}
