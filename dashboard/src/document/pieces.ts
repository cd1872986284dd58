// pure
import type { ReportDocument } from '@fettle/shared/reports/document';
import { plain } from '../format/text.ts';
import type { Piece } from '../parts/piece.ts';
import { basisPath } from './paper.ts';

/** The sentence of a report for the head of a page; what has a basis leads there where the report is kept. */
export function piecesOf({ sentence, bases }: ReportDocument, report?: string): Piece[] {
  return sentence.map(({ text, tone, basis }): Piece => {
    const led =
      report !== undefined && basis !== undefined && Object.hasOwn(bases, basis)
        ? { href: basisPath(report, basis) }
        : {};
    const words = { text: plain(text, 2_000) };
    if (tone === 'critical' || tone === 'warning' || tone === 'right') return { ...words, shape: tone, ...led };
    if (tone === 'quiet') return { ...words, lesser: true };
    return tone === 'strong' || 'href' in led ? { ...words, strong: true, ...led } : words;
  });
}
