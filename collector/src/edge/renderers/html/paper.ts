// pure
import type { Cell, ReportDocument } from '@fettle/shared/reports/document';
import type { Frame } from '@fettle/shared/reports/format';
import type { Note } from '@fettle/shared/reports/notes';
import { type Markup, markup, type Part } from './markup.ts';

/** What every block needs to know of the document that it is in. */
export interface Paper {
  readonly document: ReportDocument;
  readonly frame: Frame;
  readonly address: string;
  readonly id: string | null;
  readonly notes: ReadonlyMap<string, Note>;
}

/** A page of the dashboard; what is no path of ours leads nowhere. */
export function pageOf(paper: Paper, path: string | undefined): string | undefined {
  return path !== undefined && /^\/(?![/\\])/.test(path) ? `${paper.address}${path}` : undefined;
}

/** The page of what a number was reckoned from. */
export const basisAddress = (address: string, id: string, key: string) =>
  `${address}/reports/${encodeURIComponent(id.toWellFormed())}/bases/${encodeURIComponent(key.toWellFormed())}`;

/** Where a number was reckoned from. */
export function basisOf(paper: Paper, key: string | null | undefined): string | undefined {
  if (paper.id === null || key === null || key === undefined || !Object.hasOwn(paper.document.bases, key))
    return undefined;
  return basisAddress(paper.address, paper.id, key);
}

/** The mark of a footnote, seen on paper only. */
export function noteMark(paper: Paper, key: string | null | undefined): Part {
  const note = key === null || key === undefined ? undefined : paper.notes.get(key);
  return note && markup`<sup class="fn" aria-hidden="true">${note.number}</sup>`;
}

/** What is inside as a link: to what it was reckoned from, else to its page, else as it is. */
export function led(paper: Paper, cell: Pick<Cell, 'basis' | 'link'>, inside: Markup, noted = true): Markup {
  const source = basisOf(paper, cell.basis);
  const mark = noted ? noteMark(paper, cell.basis) : undefined;
  if (source !== undefined) return markup`<a class="src" href="${source}">${inside}</a>${mark}`;
  const page = pageOf(paper, cell.link);
  return page === undefined ? markup`${inside}${mark}` : markup`<a href="${page}">${inside}</a>${mark}`;
}
