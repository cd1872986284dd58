/** Every block that holds values, as rows and columns: what CSV, JSON and "as table" are made of. */
import type { Block, Cell, Format, ReportDocument } from './document.ts';

export type GridValue = string | number | null;
export interface GridHead {
  readonly id: string;
  readonly title: string;
  /** What its numbers are in: `ms`, `By`, `ppm`, `EUR cents`; empty where they say it themselves. */
  readonly unit: string;
}
export interface Grid {
  readonly id: string;
  readonly title: string;
  readonly heads: readonly GridHead[];
  readonly rows: readonly (readonly GridValue[])[];
}

/** The blocks of a document of which there is a table, in its order; figures are told by the id of their section. */
export function tablesOf(document: ReportDocument): (Block & { readonly id: string })[] {
  return document.sections.flatMap((section) =>
    section.blocks.flatMap((block) => {
      if (block.kind === 'text') return [];
      return [block.kind === 'figures' ? { ...block, id: `${section.id}-figures` } : block];
    }),
  );
}

/** Values are as they are kept, exact; times as ISO 8601 in UTC, money as decimals of its currency without rounding. */
export function gridOf(block: Block & { readonly id?: string }, currency: string): Grid {
  const id = block.id ?? block.kind;
  const kept = { currency };
  switch (block.kind) {
    case 'text':
      return {
        id,
        title: '',
        heads: [head('text', 'Text')],
        rows: [[block.sentence.map(({ text }) => text).join('')]],
      };
    case 'figures':
      return {
        id,
        title: 'Figures',
        heads: [head('figure', 'Figure'), head('value', 'Value'), head('unit', 'Unit'), head('note', 'Note')],
        rows: block.items.map(({ title, cell, format, unit, note }) => [
          title,
          plainOf(cell, format, kept.currency),
          unitOf(format, unit, currency),
          note?.map(({ text }) => text).join('') ?? '',
        ]),
      };
    case 'table':
      return {
        id,
        title: block.title,
        heads: block.columns.map((column) =>
          head(column.id, column.title, unitOf(column.format, column.unit, currency)),
        ),
        rows: [...block.rows, ...(block.total ? [block.total] : [])].map((row) =>
          block.columns.map(({ format }, index) => plainOf(row[index], format, currency)),
        ),
      };
    case 'bars':
      return {
        id,
        title: block.title,
        heads: [
          head('label', 'Label'),
          ...block.series.map(({ name }, index) =>
            head(`s${index + 1}`, name, unitOf(block.format, block.unit, currency)),
          ),
        ],
        rows: block.labels.map((label, index) => [
          label,
          ...block.series.map(({ values }) => plainValue(values[index] ?? null, block.format, currency)),
        ]),
      };
    default:
      return gridOfLine(block, currency);
  }
}

function gridOfLine(block: Extract<Block, { kind: 'lines' | 'control' | 'ledger' }>, currency: string): Grid {
  const { id } = block;
  if (block.kind === 'lines') {
    const times = [...new Set(block.lines.flatMap(({ points }) => points.map(([time]) => time)))].toSorted(
      (a, b) => a - b,
    );
    const found = block.lines.map(({ points }) => new Map(points));
    const unit = unitOf(block.format, block.unit, currency);
    return {
      id,
      title: block.title,
      heads: [head('time', 'Time'), ...block.lines.map(({ name }, index) => head(`l${index + 1}`, name, unit))],
      rows: times.map((time) => [
        isoOf(time),
        ...found.map((line) => plainValue(line.get(time) ?? null, block.format, currency)),
      ]),
    };
  }
  if (block.kind === 'control') {
    return {
      id,
      title: block.title,
      heads: [
        head('day', 'Day'),
        head('value', 'Value', unitOf(block.format, block.unit, currency)),
        head('rules', 'Rules'),
      ],
      rows: block.points.map(({ day, value, rules }) => [
        day,
        plainValue(value, block.format, currency),
        rules.join(' '),
      ]),
    };
  }
  return {
    id,
    title: 'List',
    heads: [head('what', 'What'), head('value', 'Value'), head('unit', 'Unit'), head('note', 'Note')],
    rows: block.items.map(({ title, cell, format, unit, note }) => [
      title,
      plainOf(cell, format, currency),
      unitOf(format, unit, currency),
      note,
    ]),
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
  if (typeof value === 'number' || typeof value === 'string') return plainValue(value, format, currency);
  if ('ticks' in value) return value.value;
  return value.map((one) => (one === null ? '' : String(one))).join(' ');
}

function plainValue(value: number | string | null, format: Format, currency: string): GridValue {
  if (value === null || typeof value === 'string') return value;
  if (!Number.isFinite(value)) return null;
  if (format === 'time') return isoOf(value);
  if (format === 'date') return isoOf(value);
  if (format === 'money') return value / 10 ** minorDigits(currency);
  return value;
}

const isoOf = (time: number) => new Date(time).toISOString();

/** How many digits a currency has behind its point: 2 of EUR, 0 of JPY. What is no currency counts as 2. */
export function minorDigits(currency: string): number {
  const shown = /^[A-Z]{3}$/.test(currency)
    ? new Intl.NumberFormat('en-GB', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits
    : undefined;
  return shown ?? 2;
}
