// pure
import type { Block, ReportDocument } from '@fettle/shared/reports/document';

export type Table = Extract<Block, { readonly kind: 'table' }>;

/** All tables of a document, in its order. */
export function tablesOf({ sections }: Pick<ReportDocument, 'sections'>): Table[] {
  return sections.flatMap(({ blocks }) => blocks.filter((block): block is Table => block.kind === 'table'));
}
