// pure
/** What a document says, so that it can be held against what is true: figures, tables by their columns, ledgers, bars. */
import type { Cell, ReportDocument } from '@fettle/shared/reports/document';

type Values = Record<string, Cell['value']>;
export interface Said {
  readonly sentence: string;
  readonly figures: Values;
  readonly tables: Record<string, Values[]>;
  readonly ledgers: Record<string, Values>;
  /** Of each series the sum over its labels. */
  readonly bars: Record<string, Record<string, number>>;
}

/** As they are in one section of several that say the same of each customer. */
export const sectionOf = (document: ReportDocument, id: string): ReportDocument => ({
  ...document,
  sections: document.sections.filter((section) => section.id === id),
});

export function saidIn({ sentence, sections }: ReportDocument): Said {
  const said: Said = {
    sentence: sentence
      .map(({ text }) => text)
      .join('')
      .replaceAll(/[\u00a0\u202f]/g, ' '),
    figures: {},
    tables: {},
    ledgers: {},
    bars: {},
  };
  for (const block of sections.flatMap(({ blocks }) => blocks)) {
    if (block.kind === 'figures') {
      for (const { id, cell } of block.items) said.figures[id] = cell.value;
    } else if (block.kind === 'table') {
      said.tables[block.id] = block.rows.map((row) =>
        Object.fromEntries(block.columns.map(({ id }, place) => [id, row[place]?.value ?? null])),
      );
    } else if (block.kind === 'ledger') {
      said.ledgers[block.id] = Object.fromEntries(block.items.map(({ title, cell }) => [title, cell.value]));
    } else if (block.kind === 'bars') {
      said.bars[block.id] = Object.fromEntries(
        block.series.map(({ name, values }) => [name, values.reduce<number>((sum, one) => sum + (one ?? 0), 0)]),
      );
    }
  }
  return said;
}
