/** Every block that holds values, as rows and columns: what CSV and JSON are made of. */
import { asTable, type TableBlock } from './as-table.ts';
import type { Block, Cell, Format, ReportDocument } from './document.ts';

export type GridValue = string | number | null;
export interface GridHead {
  readonly id: string;
  readonly title: string;
  /** What its numbers are in: `ms`, `By`, `ppm`, `EUR`; empty where they say it themselves. */
  readonly unit: string;
}
export interface Grid {
  readonly id: string;
  readonly title: string;
  readonly heads: readonly GridHead[];
  readonly rows: readonly (readonly GridValue[])[];
}

/** A block of values with the id and the title of its file. */
export interface Named {
  readonly id: string;
  readonly title: string;
  readonly block: Exclude<Block, { kind: 'text' }>;
}

/** The blocks of a document of which there is a table, in its order; what has no title of its own has its section's. */
export function tablesOf(document: ReportDocument): Named[] {
  return document.sections.flatMap(({ id, title, blocks }) =>
    blocks.flatMap((block): Named[] => {
      if (block.kind === 'text') return [];
      if (block.kind === 'figures') return [{ id: `${id}-figures`, title, block }];
      return [{ id: block.id, title: block.kind === 'ledger' ? title : block.title, block }];
    }),
  );
}

/** Values are as they are kept, exact; times as ISO 8601 in UTC, money as decimals of its currency without rounding. */
export function gridOf({ id, title, block }: Named, currency: string): Grid {
  if (block.kind === 'figures' || block.kind === 'ledger') {
    const rows = block.items.map(({ title: what, cell, format, unit, note }) => [
      what,
      plainOf(cell, format, currency),
      unitOf(format, unit, currency),
      typeof note === 'string' ? note : (note ?? []).map(({ text }) => text).join(''),
    ]);
    return {
      id,
      title,
      heads: [head('what', 'What'), head('value', 'Value'), head('unit', 'Unit'), head('note', 'Note')],
      rows,
    };
  }
  return { id, title, ...fromTable(block.kind === 'table' ? block : asTable(block), currency) };
}

function fromTable({ columns, rows, total }: TableBlock, currency: string): Pick<Grid, 'heads' | 'rows'> {
  return {
    heads: columns.map((column) => head(column.id, column.title, unitOf(column.format, column.unit, currency))),
    rows: [...rows, ...(total ? [total] : [])].map((row) =>
      columns.map(({ format }, index) => plainOf(row[index], format, currency)),
    ),
  };
}

const head = (id: string, title: string, unit = ''): GridHead => ({ id, title, unit });
const units: Partial<Readonly<Record<Format, string>>> = {
  duration: 'ms',
  bytes: 'By',
  rate: 'By/s',
  ratio: '1',
  ppm: 'ppm',
};

function unitOf(format: Format, unit: string | undefined, currency: string): string {
  if (format === 'money') return currency;
  return units[format] ?? (format === 'number' || format === 'integer' ? (unit ?? '') : '');
}

function plainOf(cell: Cell | undefined, format: Format, currency: string): GridValue {
  if (cell === undefined) return null;
  const { value, text } = cell;
  if (value === null) return text ?? null;
  if (typeof value === 'number') return plainNumber(value, format, currency);
  if (typeof value === 'string') return value;
  if ('ticks' in value) return value.value;
  return value.map((one) => (one === null ? '' : String(one))).join(' ');
}

function plainNumber(value: number, format: Format, currency: string): GridValue {
  if (!Number.isFinite(value)) return null;
  if (format === 'time' || format === 'date') return Math.abs(value) > 8.64e15 ? null : new Date(value).toISOString();
  return format === 'money' ? value / 10 ** minorDigits(currency) : value;
}

/** How many digits a currency has behind its point: 2 of EUR, 0 of JPY. What is no currency counts as 2. */
export function minorDigits(currency: string): number {
  if (!/^[A-Z]{3}$/.test(currency)) return 2;
  const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}
