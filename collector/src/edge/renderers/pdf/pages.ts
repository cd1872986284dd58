import type { Section } from '@fettle/shared/reports/document';
import { sectionPieces } from './blocks.ts';
import { heightOf, type Paper, type Piece } from './paper.ts';
import { contentBottom, contentWidth, type Element, sheet } from './sheet.ts';

const gap = 18;

/** Puts pieces on pages, one below the other. */
export class Pages {
  readonly #paper: Paper;
  #y = 0;

  constructor(paper: Paper) {
    this.#paper = paper;
    this.#begin();
  }

  #begin(): void {
    this.#paper.pen.pdf.addPage();
    this.#y = sheet.top;
  }

  get #fresh(): boolean {
    return this.#y === sheet.top;
  }

  /** Whole pieces; where a page ends, the next begins with the head of the table that goes on. */
  flow(pieces: readonly Piece[], parent: Element, x: number = sheet.left): void {
    for (const [index, piece] of pieces.entries()) {
      const above = this.#fresh ? 0 : (piece.above ?? 0);
      if (!this.#fresh && this.#y + above + kept(pieces, index) > contentBottom) {
        this.#begin();
        if (piece.again) {
          piece.again.draw(x, this.#y);
          this.#y += piece.again.height;
        }
      } else this.#y += above;
      piece.draw(x, this.#y, parent);
      this.#y += piece.height;
    }
  }

  /** Sections side by side, if they fit on a page together; else one below the other. */
  row(sections: readonly { readonly section: Section; readonly parent: Element }[]): void {
    const units = sections.map(({ section }) => section.width ?? 3);
    const unit = (contentWidth - gap * 2) / 3;
    const widths = units.map((count) => unit * count + gap * (count - 1));
    const columns = sections.map(({ section }, index) =>
      sectionPieces(this.#paper, section, widths[index] ?? contentWidth),
    );
    const height = Math.max(...columns.map(heightOf));
    if (height > contentBottom - sheet.top || (sections.length === 1 && units[0] === 3)) return this.#stacked(sections);
    const above = this.#fresh ? 0 : gap;
    if (!this.#fresh && this.#y + above + height > contentBottom) this.#begin();
    else this.#y += above;
    const top = this.#y;
    let x: number = sheet.left;
    for (const [index, pieces] of columns.entries()) {
      const entry = sections[index];
      if (!entry) continue;
      this.#marked(entry.section.title, top);
      let y = top;
      for (const [at, piece] of pieces.entries()) {
        if (at > 0) y += piece.above ?? 0;
        piece.draw(x, y, entry.parent);
        y += piece.height;
      }
      x += (widths[index] ?? 0) + gap;
    }
    this.#y = top + height;
  }

  #stacked(sections: readonly { readonly section: Section; readonly parent: Element }[]): void {
    for (const { section, parent } of sections) {
      const pieces = sectionPieces(this.#paper, section, contentWidth);
      const room = contentBottom - this.#y;
      const whole = heightOf(pieces);
      // A section that fits on a page is not torn.
      if (!this.#fresh && whole + gap > room && whole <= contentBottom - sheet.top && (whole < 320 || room < 160))
        this.#begin();
      const first = pieces[0];
      if (first && !this.#fresh && this.#y + (first.above ?? 0) + kept(pieces, 0) > contentBottom) this.#begin();
      this.#marked(section.title, this.#y);
      this.flow(pieces, parent);
    }
  }

  /** An entry of the list of contents that readers show. */
  #marked(title: string, top: number): void {
    const entry = this.#paper.pen.pdf.outline.addItem(title, {
      top: Math.max(0, top - 12),
      left: sheet.width,
    } as object);
    void entry;
  }
}

/** The height of a piece with all that it must not be parted from. */
function kept(pieces: readonly Piece[], index: number): number {
  let height = 0;
  for (let at = index; at < pieces.length; at += 1) {
    const piece = pieces[at];
    if (!piece) break;
    height += piece.height + (at === index ? 0 : (piece.above ?? 0));
    if (piece.keeps !== true) break;
  }
  return height;
}

/** Sections in rows of three columns. */
export function rowsOf(sections: readonly Section[]): Section[][] {
  const rows: Section[][] = [];
  let taken = 3;
  for (const section of sections) {
    const width = section.width ?? 3;
    if (taken + width > 3) {
      rows.push([]);
      taken = 0;
    }
    rows.at(-1)?.push(section);
    taken += width;
  }
  return rows;
}
