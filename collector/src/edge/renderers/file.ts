import { FettleError } from '@fettle/shared/errors';
import type { ReportDocument } from '@fettle/shared/reports/document';
import { csvAll, csvOfTable } from './csv.ts';
import { type Place, renderHtml } from './html.ts';
import { jsonOf, jsonOfTable } from './json.ts';
import { renderPdf } from './pdf.ts';

export type FileForm = 'html' | 'pdf' | 'csv' | 'json';

export interface FileAsk {
  readonly as: FileForm;
  /** Of CSV and JSON: one table alone. */
  readonly table?: string | undefined;
}

export interface ReportFile {
  readonly name: string;
  readonly type: string;
  readonly content: Buffer | string;
}

const types: Readonly<Record<FileForm, string>> = {
  html: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

/** A document as a file. @throws FettleError `not_found`: it has no such table, `input_invalid` */
export async function fileOf(
  document: ReportDocument,
  { as, table, id, address }: FileAsk & Place,
): Promise<ReportFile> {
  if (table !== undefined && (as === 'html' || as === 'pdf'))
    throw new FettleError('input_invalid', 'A single table is given as csv or json.');
  const content = await contentOf(document, as, table, { address, id });
  if (content === null) throw new FettleError('not_found', `This report has no table “${table}”.`);
  return { name: fileName(document, as, table), type: types[as], content };
}

async function contentOf(document: ReportDocument, as: FileForm, table: string | undefined, place: Place) {
  switch (as) {
    case 'html':
      return renderHtml(document, place);
    case 'pdf':
      return Buffer.from(await renderPdf(document, place));
    case 'csv':
      return table === undefined ? csvAll(document) : csvOfTable(document, table);
    case 'json':
    default:
      return table === undefined ? jsonOf(document) : jsonOfTable(document, table);
  }
}

/** `executive-2026-10-01.pdf`: the first day of its span, in its zone. */
function fileName({ kind, from, zone }: ReportDocument, as: FileForm, table: string | undefined): string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(from);
  const part = table === undefined ? '' : `-${table.replaceAll(/[^A-Za-z0-9-]/g, '-')}`;
  return `${kind}-${day}${part}.${as}`;
}
