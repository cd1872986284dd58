// pure
import type { Frame, Table, TableRow } from '@fettle/shared/protocol/frame';
import { limits } from '@fettle/shared/protocol/limits';
import type { Cycle } from './samplers/runner.ts';

/** The frame of a cycle, with values of its own and tables within the protocol's bounds. */
export function takeFrame(cycle: Pick<Cycle, 'time' | 'values' | 'tables'>, sequence: number, offset: number): Frame {
  return {
    sequence,
    time: Math.round(cycle.time),
    offset,
    values: cycle.values.slice(),
    tables: fit(cycle.tables) ? cycle.tables : cycle.tables.slice(0, limits.tables).map(bounded),
  };
}

/** Whether they are within bounds, as the runner's are: nothing is copied then. */
function fit(tables: readonly Table[]): boolean {
  if (tables.length > limits.tables) return false;
  for (let at = 0; at < tables.length; at++) {
    const { name, rows } = tables[at] as Table;
    if (rows.length > limits.tableRows || shortened(name) !== name) return false;
    for (let place = 0; place < rows.length; place++) if (!rowFits(rows[place] as TableRow)) return false;
  }
  return true;
}

function rowFits({ id, start, name, values }: TableRow): boolean {
  if (!Number.isSafeInteger(id) || id < 0 || !Number.isSafeInteger(start) || start < 0) return false;
  return values.length <= limits.tableColumns && name.length <= limits.rowName && name.isWellFormed();
}

/** A name or a list that is too long must cost its own end, not the frame. */
function bounded({ name, rows }: Table): Table {
  return { name: shortened(name), rows: rows.slice(0, limits.tableRows).map(boundedRow) };
}

function boundedRow({ id, start, name, values }: TableRow): TableRow {
  return {
    id: whole(id),
    start: whole(start),
    name: shortened(name),
    values: values.slice(0, limits.tableColumns),
  };
}

function whole(number: number): number {
  return Number.isFinite(number) ? Math.max(0, Math.round(number)) : 0;
}

function shortened(text: string): string {
  return text.length <= limits.rowName ? text.toWellFormed() : text.slice(0, limits.rowName).toWellFormed();
}
