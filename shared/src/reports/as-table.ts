/** What a chart draws, as a table: for those who read rather than look, and for files. Every cell keeps its basis. */
import type { Block, Cell, Column } from './document.ts';

export type TableBlock = Extract<Block, { kind: 'table' }>;
type ChartBlock = Extract<Block, { kind: 'bars' | 'lines' | 'control' }>;

export function asTable(block: ChartBlock): TableBlock {
  const { id, title, empty } = block;
  return { kind: 'table', id, title, empty, ...contentOf(block) };
}

const how = ({ format, unit }: ChartBlock) => (unit === undefined ? { format } : { format, unit });
const cellOf = (value: number | null, basis: string | null | undefined): Cell =>
  basis === null || basis === undefined ? { value } : { value, basis };

function contentOf(block: ChartBlock): { columns: Column[]; rows: Cell[][] } {
  if (block.kind === 'bars') {
    const columns = block.series.map(({ name }, at) => ({ id: `s${at + 1}`, title: name, ...how(block) }));
    const rows = block.labels.map((label, at) => [
      { value: label },
      ...block.series.map(({ values, bases }) => cellOf(values[at] ?? null, bases?.[at])),
    ]);
    return { columns: [{ id: 'label', title: 'Label', format: 'text' }, ...columns], rows };
  }
  if (block.kind === 'lines') {
    const times = [...new Set(block.lines.flatMap(({ points }) => points.map(([time]) => time)))];
    const found = block.lines.map(({ points }) => new Map(points));
    const columns = block.lines.map(({ name }, at) => ({ id: `l${at + 1}`, title: name, ...how(block) }));
    const rows = times
      .toSorted((a, b) => a - b)
      .map((time) => [
        { value: time },
        ...block.lines.map(({ basis }, at) => cellOf(found[at]?.get(time) ?? null, basis)),
      ]);
    return { columns: [{ id: 'time', title: 'Time', format: 'time' }, ...columns], rows };
  }
  return {
    columns: [
      { id: 'day', title: 'Day', format: 'text' },
      { id: 'value', title: 'Value', ...how(block) },
      { id: 'rules', title: 'Rules', format: 'text' },
    ],
    rows: block.points.map(({ day, value, rules, basis }) => [
      { value: day },
      cellOf(value, basis),
      { value: rules.join(' ') },
    ]),
  };
}
