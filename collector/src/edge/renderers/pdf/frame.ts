import { comparedWords, madeWords, spanWords } from '@fettle/shared/reports/frame-words';
import type { Place } from '../html.ts';
import { basisAddress } from '../html/paper.ts';
import { colourOf } from './palette.ts';
import type { Paper, Piece } from './paper.ts';
import { contentWidth, sheet } from './sheet.ts';
import { paragraph, sentenceRuns, textRuns } from './words.ts';
import type { Run } from './flow.ts';

const fascia = '#12393a';

/** The head of the first page: the mark or the brand's own, what it is, and its sentence. */
export function headPieces(paper: Paper): Piece[] {
  const { title, subtitle, madeFor, sentence } = paper.document;
  const quiet = { size: 8.5, ink: 'ink-2' } as const;
  const made = madeFor === null || madeFor === '' ? [] : textRuns(`  ·  made for ${madeFor}`, quiet);
  const about = [...textRuns(title, { size: 8.5, bold: true }), ...textRuns(`  ·  ${subtitle}`, quiet), ...made];
  return [
    markPiece(paper),
    paragraph(paper, about, contentWidth, { size: 8.5, type: 'H1', above: 12 }),
    paragraph(paper, sentenceRuns(paper, sentence, { size: 16.5 }), contentWidth, {
      size: 16.5,
      leading: 1.3,
      above: 5,
    }),
  ];
}

/** The bar in the brand's colour, its picture and its name; without a brand the spirit level. */
function markPiece(paper: Paper): Piece {
  const { pen, document } = paper;
  const { brand } = document;
  const accent = brand?.accent ?? fascia;
  const picture = brand?.logo ? opened(paper, brand.logo.base64) : undefined;
  const height = picture ? 40 : 24;
  return {
    height,
    draw: (x, y, parent) => {
      pen.artifact(() => pen.pdf.rect(0, 0, sheet.width, 7).fill(/^#[0-9a-f]{6}$/i.test(accent) ? accent : fascia));
      let left = x;
      if (picture) {
        const scale = Math.min(130 / picture.width, 32 / picture.height);
        const [wide, high] = [picture.width * scale, picture.height * scale];
        const options = { alt: `${brand?.name ?? ''}, logo`, bbox: [x, y, x + wide, y + high] };
        pen.tagged(
          parent,
          'Figure',
          () => void pen.pdf.image(picture as unknown as string, x, y, { width: wide, height: high }),
          options,
        );
        left += wide + 10;
      } else if (brand === null) {
        pen.artifact(() => level(paper, x, y + 2));
        left += 30;
      }
      const [line] = pen.lines(textRuns(brand?.name ?? 'Fettle', { size: 12, bold: true }), contentWidth - (left - x));
      if (line) pen.tagged(parent, 'P', () => pen.write(line, left, y + (picture ? 9 : 1), 12));
    },
  };
}

/** The mark: a vial with its bubble between the ticks. */
function level({ pen: { pdf } }: Paper, x: number, y: number): void {
  pdf.save().translate(x, y).scale(0.72);
  pdf.roundedRect(1, 1, 32, 14, 7).lineWidth(1.8).strokeColor('#14201d').stroke();
  pdf.moveTo(11, 1).lineTo(11, 15).moveTo(23, 1).lineTo(23, 15).lineWidth(1.4).stroke();
  pdf.circle(17, 8, 3.8).fill('#14201d');
  pdf.restore();
}

/** A picture as pdfkit keeps it; one that cannot be read is left out, for a report is worth more than its logo. */
function opened({ pen }: Paper, base64: string): { width: number; height: number } | undefined {
  try {
    return (pen.pdf as unknown as { openImage(src: Buffer): { width: number; height: number } }).openImage(
      Buffer.from(base64, 'base64'),
    );
  } catch {
    return undefined;
  }
}

/** What each number was reckoned from, and where that is kept. */
export function notePieces(paper: Paper, { address, id }: Place): Piece[] {
  if (id === null || paper.notes.size === 0) return [];
  const wide = contentWidth;
  const head = paragraph(paper, textRuns('Where the numbers come from', { size: 10, bold: true }), wide, {
    size: 10,
    type: 'H2',
    above: 20,
    keeps: true,
  });
  const items = [...paper.notes.values()].map(({ number, key, basis }): Piece => {
    const link = basisAddress(address, id, key);
    const manner = { size: 7.2, ink: 'ink-2' } as const;
    const told: Run[] = [
      ...textRuns(`${number}  `, { ...manner, bold: true }),
      ...textRuns(`${basis.title}. `, { size: 7.2, bold: true }),
      ...textRuns(basis.formula, manner),
    ];
    const text = paper.pen.lines(told, wide);
    const where = paper.pen.lines([{ text: link, size: 6.8, ink: 'ink-3', link }], wide - 12);
    const step = 7.2 * 1.28;
    return {
      height: (text.length + where.length) * step + 2,
      above: 1,
      draw: (x, y, parent) => {
        const item = paper.pen.pdf.struct('Note');
        parent.add(item);
        paper.pen.tagged(item, 'P', () => {
          for (const [at, line] of text.entries()) paper.pen.write(line, x, y + at * step, 7.2);
        });
        paper.pen.tagged(
          item,
          'Link',
          () => {
            for (const [at, line] of where.entries()) paper.pen.write(line, x + 12, y + (text.length + at) * step, 6.8);
          },
          { alt: `Where ${basis.title} comes from` },
        );
        item.end();
      },
    };
  });
  return [head, ...items];
}

/** Said once, where letters had to be left out. */
export function missingPieces(paper: Paper): Piece[] {
  const count = paper.pen.missing.size;
  if (count === 0) return [];
  const words = `Empty boxes stand for ${count === 1 ? 'a letter' : `${count} letters`} that the type of this paper does not have. They can be copied from here, and HTML, CSV and JSON show them.`;
  return [paragraph(paper, textRuns(words, { size: 7.5, ink: 'ink-3' }), contentWidth, { size: 7.5, above: 12 })];
}

/** The foot of every page: what it is, its span, when and from what it was made, and which page. */
export function drawFeet(paper: Paper): void {
  const { pen, document } = paper;
  const { start, count } = pen.pdf.bufferedPageRange();
  const { title, subtitle, brand, from, to, zone } = document;
  const first = [
    brand?.name ?? '',
    title,
    subtitle.includes(zone) ? subtitle : `${subtitle}, ${spanWords(from, to, zone)}`,
  ]
    .filter((part) => part !== '')
    .join(' · ');
  const second = [madeWords(document), comparedWords(document), brand?.foot ?? '']
    .filter((part) => part !== '')
    .join(' · ');
  const manner = { size: 7, ink: 'ink-3' } as const;
  for (let page = start; page < start + count; page += 1) {
    pen.pdf.switchToPage(page);
    const y = sheet.height - sheet.bottom + 18;
    pen.artifact(() => {
      pen.rule(sheet.left, y - 5, contentWidth, colourOf('rule'), 0.5);
      const [number] = pen.lines(textRuns(`${page + 1} of ${count}`, manner), 80);
      for (const [index, text] of [first, second].entries()) {
        const [line] = pen.lines(textRuns(text, manner), contentWidth - (index === 0 ? 60 : 0));
        if (line) pen.write(line, sheet.left, y + index * 9, 7);
      }
      if (number) pen.write(number, sheet.left + contentWidth - number.width, y, 7);
    }, 'Pagination');
  }
}
