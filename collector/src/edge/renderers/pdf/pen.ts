import { fileURLToPath } from 'node:url';
import PdfDocument from 'pdfkit';
import { type Line, linesOf, type Measure, type Run } from './flow.ts';
import { type Has, stretchesOf, type Stretch } from './letters.ts';
import { colourOf } from './palette.ts';
import { type Element, type Pdf, sheet } from './sheet.ts';
import { drawSign } from './signs.ts';

const files = new URL('../fonts/', import.meta.url);
const fonts: Readonly<Record<'regular' | 'bold', readonly string[]>> = {
  regular: ['next-400.ttf', 'cyrillic-400.woff', 'greek-400.woff'],
  bold: ['next-600.ttf', 'cyrillic-600.woff', 'greek-600.woff'],
};

const longWord = 120;

/** What pdfkit keeps of a font; asked for the letters it has. */
interface Opened {
  readonly _font: { readonly font: { hasGlyphForCodePoint(code: number): boolean } };
}

/** Writes and measures on the pages of one document. */
export class Pen {
  readonly pdf: Pdf;
  /** Letters that no font of ours has. */
  readonly missing = new Set<string>();
  readonly #known = new Map<string, boolean>();
  readonly #widths = new Map<string, number>();
  readonly #stretches = new Map<string, readonly Stretch[]>();

  constructor(pdf: Pdf) {
    this.pdf = pdf;
    for (const file of [...fonts.regular, ...fonts.bold]) pdf.registerFont(file, fileURLToPath(new URL(file, files)));
  }

  readonly #has: Has = (font, letter) => {
    const key = `${font} ${letter}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.pdf.font(font);
    const has = (this.pdf as unknown as Opened)._font.font.hasGlyphForCodePoint(letter);
    this.#known.set(key, has);
    return has;
  };

  #stretchesOf(text: string, bold: boolean): readonly Stretch[] {
    const key = `${bold ? 'b' : 'r'}${text}`;
    const known = this.#stretches.get(key);
    if (known) return known;
    // The narrow blank between a figure and its unit is no letter of the font.
    const made = stretchesOf(text.replaceAll('\u202f', '\u00a0'), bold ? fonts.bold : fonts.regular, this.#has);
    for (const { actual } of made) for (const letter of actual ?? '') this.missing.add(letter);
    this.#stretches.set(key, made);
    return made;
  }

  readonly measure: Measure = ({ text, bold = false, size, sign }) => {
    if (sign !== undefined) return size * 0.95;
    // No word is so long: letter by letter it costs no more the second time.
    if (text.length > longWord)
      return Array.from(text).reduce((sum, letter) => sum + this.#wide(letter, bold), 0) * size;
    return this.#wide(text, bold) * size;
  };

  /** Of size 1. */
  #wide(text: string, bold: boolean): number {
    const key = `${bold ? 'b' : 'r'}${text}`;
    const known = this.#widths.get(key);
    if (known !== undefined) return known;
    const { pdf } = this;
    const widths = this.#stretchesOf(text, bold).map((one) => pdf.font(one.font).fontSize(100).widthOfString(one.text));
    const wide = widths.reduce((sum, one) => sum + one, 0) / 100;
    this.#widths.set(key, wide);
    return wide;
  }

  /** Lines of at most this width. */
  lines(runs: readonly Run[], width: number): Line[] {
    return linesOf(runs, width, this.measure);
  }

  /** One line; `y` is the top of letters of the given size, on whose ground smaller ones stand too. */
  write({ runs }: Line, x: number, y: number, size: number): void {
    for (const run of runs) {
      const top = y + (size - run.size) * ascent - (run.rise ?? 0);
      if (run.sign !== undefined)
        drawSign(this.pdf, run.sign, x + run.x, y + size * 0.16, run.size * 0.72, colourOf(run.ink), run.text);
      else this.#letters(run, x + run.x, top);
    }
  }

  #letters(run: Run, x: number, top: number): void {
    let at = x;
    for (const { text, font, actual } of this.#stretchesOf(run.text, run.bold ?? false)) {
      const { pdf } = this;
      if (actual !== undefined) pdf.markContent('Span', { actual });
      pdf.font(font).fontSize(run.size).fillColor(colourOf(run.ink));
      const width = pdf.widthOfString(text);
      // Fonts differ in how high they stand: all stand on one ground.
      pdf.text(text, at, top + run.size * ascent, {
        lineBreak: false,
        baseline: 'alphabetic',
        ...(run.link === undefined ? {} : { link: run.link }),
      });
      if (actual !== undefined) pdf.endMarkedContent();
      at += width;
    }
  }

  /** Text on the ground `y`, in a colour, without more. */
  plain(text: string, x: number, y: number, size: number, bold: boolean, colour: string): void {
    let at = x;
    for (const { text: some, font } of this.#stretchesOf(text, bold)) {
      this.pdf.font(font).fontSize(size).fillColor(colour);
      this.pdf.text(some, at, y, { lineBreak: false, baseline: 'alphabetic' });
      at += this.pdf.widthOfString(some);
    }
  }

  /** What is inside is part of the document's structure. Never over the end of a page. */
  tagged(parent: Element, type: string, draw: () => void, options: PDFKit.Mixins.StructureElementOptions = {}): void {
    const element = this.pdf.struct(type, options);
    parent.add(element);
    element.add(draw);
    element.end();
  }

  /** What is inside is decoration, or stands elsewhere already. */
  artifact(draw: () => void, type: 'Layout' | 'Pagination' = 'Layout'): void {
    this.pdf.markContent('Artifact', { type });
    draw();
    this.pdf.endMarkedContent();
  }

  rule(x: number, y: number, width: number, colour: string, thick: number): void {
    this.pdf
      .moveTo(x, y)
      .lineTo(x + width, y)
      .lineWidth(thick)
      .strokeColor(colour)
      .stroke();
  }
}

/** From the top of letters to the ground they stand on, of their size. */
export const ascent = 0.95;

/** A new document without pages, and where its bytes come out. */
export function openPdf(info: { title: string; author: string; subject: string; madeAt: Date }): Pdf {
  return new PdfDocument({
    size: 'A4',
    margins: { top: sheet.top, bottom: 0, left: sheet.left, right: sheet.right },
    autoFirstPage: false,
    bufferPages: true,
    pdfVersion: '1.7',
    tagged: true,
    lang: 'en-GB',
    displayTitle: true,
    // None by default: pdfkit opens a file anew at each use if it was opened as the default as well.
    font: '',
    info: {
      Title: info.title,
      Author: info.author,
      Subject: info.subject,
      Creator: 'Fettle',
      Producer: 'Fettle',
      CreationDate: info.madeAt,
      ModDate: info.madeAt,
    },
  });
}
