import type { ReportDocument } from '@fettle/shared/reports/document';
import { notesOf } from '@fettle/shared/reports/notes';
import { plain } from '@fettle/shared/plain';
import type { Place } from './html.ts';
import { drawFeet, headPieces, missingPieces, notePieces } from './pdf/frame.ts';
import { Pages, rowsOf } from './pdf/pages.ts';
import type { Paper } from './pdf/paper.ts';
import { openPdf, Pen } from './pdf/pen.ts';
import { type Element, type Pdf } from './pdf/sheet.ts';

/** The document as pages of paper: tagged, A4, its fonts inside. Gives way to other work between sections. */
export async function renderPdf(report: ReportDocument, place: Place): Promise<Uint8Array> {
  const document = cleaned(report);
  const { title, subtitle, brand, currency, zone, madeAt } = document;
  const author = brand?.name ?? 'Fettle';
  const pdf = openPdf({
    title: `${title}, ${subtitle}`,
    author,
    subject: document.sentence.map(({ text }) => text).join(''),
    madeAt: new Date(madeAt),
  });
  const bytes = collected(pdf);
  const paper: Paper = {
    pen: new Pen(pdf),
    document,
    frame: { currency, zone },
    notes: place.id === null ? new Map() : notesOf(document),
  };
  const root = pdf.struct('Document');
  pdf.addStructure(root);
  const pages = new Pages(paper);
  pages.flow(headPieces(paper), root);
  for (const row of rowsOf(document.sections)) {
    const entries = row.map((section) => ({ section, parent: sect(pdf, root) }));
    pages.row(entries);
    for (const { parent } of entries) parent.end();
    await givingWay();
  }
  const notes = notePieces(paper, place);
  pages.flow([...notes, ...missingPieces(paper)], root);
  root.end();
  drawFeet(paper);
  pdf.end();
  return bytes;
}

function sect(pdf: Pdf, root: Element): Element {
  const element = pdf.struct('Sect');
  root.add(element);
  return element;
}

/** Lets what waits go first: frames of agents, say. */
const givingWay = () => new Promise<void>((done) => setImmediate(done));

function collected(pdf: Pdf): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  return new Promise((done, fail) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => done(Buffer.concat(chunks)));
    pdf.on('error', fail);
  });
}

const kept = new Set(['base64']);
/** Paper is no place for longer texts; the other forms have them whole. */
const longest = 1_200;

/** Every text of it fit to be written: nothing that hides, turns or breaks it. Ends of lines become blanks. */
function cleaned<Value>(value: Value, name = ''): Value {
  if (typeof value === 'string')
    return (kept.has(name) ? value : plain(value.replaceAll(/[\r\n\t]+/g, ' '), longest)) as Value;
  if (Array.isArray(value)) return value.map((one: unknown) => cleaned(one, name)) as Value;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cleaned(one, key)])) as Value;
}
