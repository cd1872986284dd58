import type { ReportDocument } from '@fettle/shared/reports/document';
import type { Frame } from '@fettle/shared/reports/format';
import type { Note } from '@fettle/shared/reports/notes';
import type { Pen } from './pen.ts';
import type { Element } from './sheet.ts';

/** What every block needs to know of the document that it is in. */
export interface Paper {
  readonly pen: Pen;
  readonly document: ReportDocument;
  readonly frame: Frame;
  readonly notes: ReadonlyMap<string, Note>;
}

/** Something that is never torn: its height is known before it is drawn. */
export interface Piece {
  readonly height: number;
  /** Space above it, but not at the top of a page. */
  readonly above?: number;
  /** Stays with the piece that follows. */
  readonly keeps?: boolean;
  /** Drawn again where a page begins with this piece: the head of its table. */
  readonly again?: { readonly height: number; readonly draw: (x: number, y: number) => void };
  readonly draw: (x: number, y: number, parent: Element) => void;
}

/** The height of pieces one below the other. */
export const heightOf = (pieces: readonly Piece[]) =>
  pieces.reduce((sum, { height, above = 0 }, index) => sum + height + (index === 0 ? 0 : above), 0);
