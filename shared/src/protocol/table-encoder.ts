import { FettleError } from '../errors.ts';
import type { Table, TableRow } from './frame.ts';
import { limits } from './limits.ts';
import { maxDecimals, sameValue, scaledInteger, writeValue } from './scaled.ts';
import type { ByteWriter } from './varint.ts';

interface SentRow {
  /** As it was given: the very same object again has not changed. */
  row: TableRow;
  readonly id: number;
  readonly start: number;
  readonly name: string;
  readonly values: Float64Array;
  readonly bases: Float64Array;
  /** The frame that carried it last. */
  frame: number;
}

interface SentTable {
  decimals: Uint8Array;
  /** The rows of the last frame that carried the table, by place. */
  rows: SentRow[];
  /** The list before that one, used again for the next. */
  spare: SentRow[];
}

/** Writes tables as differences from the last frame that carried them; everything is forgotten at a key frame. */
export class TableEncoder {
  readonly #names = new Map<string, number>();
  readonly #tables = new Map<string, SentTable>();
  #frame = 0;

  forget(): void {
    this.#names.clear();
    this.#tables.clear();
  }

  /** Whether the decoder has room for the tables and names that these may bring; if not, a key frame must come. */
  roomFor(tables: readonly Table[]): boolean {
    let names = this.#names.size;
    let count = this.#tables.size;
    for (let at = 0; at < tables.length; at++) {
      const { name, rows } = tables[at] as Table;
      names += 1 + rows.length;
      if (!this.#tables.has(name)) count++;
    }
    return names <= limits.tableNames && count <= limits.tables;
  }

  /** @throws FettleError `frame_malformed`, `name_too_long`: tables that cannot be written */
  check(tables: readonly Table[]): void {
    if (tables.length > limits.tables) throw refusal('it has too many tables');
    for (let at = 0; at < tables.length; at++) {
      const table = tables[at] as Table;
      checkTable(table, this.#tables.get(table.name)?.rows);
    }
  }

  write(writer: ByteWriter, tables: readonly Table[]): void {
    this.#frame++;
    writer.varint(tables.length);
    for (let at = 0; at < tables.length; at++) this.#table(writer, tables[at] as Table);
  }

  #table(writer: ByteWriter, table: Table): void {
    this.#name(writer, table.name);
    const sent = this.#described(writer, table);
    const next = sent.spare;
    next.length = 0;
    writer.varint(table.rows.length);
    for (let place = 0; place < table.rows.length; place++) {
      next.push(this.#row(writer, table.rows[place] as TableRow, sent, place));
    }
    sent.spare = sent.rows;
    sent.rows = next;
  }

  /** What was sent of a table, after its columns were described where that is new. */
  #described(writer: ByteWriter, table: Table): SentTable {
    const known = this.#tables.get(table.name);
    if (known !== undefined && (table.rows.length === 0 || scales(table.rows, known))) {
      writer.varint(0);
      return known;
    }
    const decimals = decimalsOf(table);
    if (known !== undefined && covers(known.decimals, decimals)) {
      writer.varint(0);
      return known;
    }
    const sent: SentTable = { decimals, rows: [], spare: [] };
    this.#tables.set(table.name, sent);
    writer.varint(1 + decimals.length);
    for (const count of decimals) writer.varint(count);
    return sent;
  }

  #row(writer: ByteWriter, row: TableRow, { decimals, rows }: SentTable, place: number): SentRow {
    const at = this.#placeBefore(rows, row, place);
    if (at < 0) return this.#newRow(writer, row, decimals);
    const before = rows[at] as SentRow;
    before.frame = this.#frame;
    writer.varint(1 + at);
    const changed = writer.bitmap(row.values.length);
    if (before.row === row) return before;
    before.row = row;
    const { values, bases } = before;
    for (let i = 0; i < row.values.length; i++) {
      const value = finiteOrAbsent(row.values[i]);
      if (sameValue(value, values[i] ?? Number.NaN)) continue;
      writer.setBit(changed, i);
      bases[i] = writeValue(writer, value, decimals[i] ?? 0, bases[i] ?? 0);
      values[i] = value;
    }
    return before;
  }

  #newRow(writer: ByteWriter, row: TableRow, decimals: Uint8Array): SentRow {
    const { id, start, name, values: told } = row;
    writer.varint(0);
    writer.varint(id);
    writer.varint(start);
    this.#name(writer, name);
    const values = Float64Array.from(told, finiteOrAbsent);
    const bases = values.map((value, i) => writeValue(writer, value, decimals[i] ?? 0, 0));
    return { row, id, start, name, values, bases, frame: this.#frame };
  }

  /** Where the row stood before, or -1. No row is found twice: what is kept of it then belongs to this frame. */
  #placeBefore(rows: readonly SentRow[], row: TableRow, place: number): number {
    // Most stay where they are.
    if (place < rows.length && this.#isFree(rows[place] as SentRow, row)) return place;
    for (let at = 0; at < rows.length; at++) {
      const sent = rows[at] as SentRow;
      if (sent.row === row && sent.frame !== this.#frame) return at;
    }
    for (let at = 0; at < rows.length; at++) if (this.#isFree(rows[at] as SentRow, row)) return at;
    return -1;
  }

  #isFree(sent: SentRow, row: TableRow): boolean {
    if (sent.frame === this.#frame) return false;
    return sent.row === row || (sent.id === row.id && sent.start === row.start && sent.name === row.name);
  }

  /** 0 and the text for a new name, which then has the next number; else its number, from 1. */
  #name(writer: ByteWriter, name: string): void {
    const known = this.#names.get(name);
    writer.varint(known ?? 0);
    if (known !== undefined) return;
    this.#names.set(name, this.#names.size + 1);
    writer.text(name);
  }
}

/** The fewest decimals by which all values of each column scale; the most where none do. */
function decimalsOf(table: Table): Uint8Array {
  const decimals = new Uint8Array(table.rows[0]?.values.length ?? 0);
  for (const row of table.rows) {
    for (const [i, value] of row.values.entries()) {
      let count = decimals[i] ?? 0;
      while (count < maxDecimals && Number.isFinite(value) && Number.isNaN(scaledInteger(value, count))) count++;
      decimals[i] = count;
    }
  }
  return decimals;
}

/** Whether every value can be written with the table's decimals, as far as a look at each new row tells. */
function scales(rows: readonly TableRow[], { decimals, rows: before }: SentTable): boolean {
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as TableRow;
    if (row === before[at]?.row) continue;
    const { values } = row;
    if (values.length !== decimals.length) return false;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      const count = decimals[i] as number;
      if (count < maxDecimals && Number.isFinite(value) && Number.isNaN(scaledInteger(value, count))) return false;
    }
  }
  return true;
}

function finiteOrAbsent(value: number | undefined): number {
  return value !== undefined && Number.isFinite(value) ? value : Number.NaN;
}

/** Whether values of `wanted` decimals can be written with `have`. */
function covers(have: Uint8Array, wanted: Uint8Array): boolean {
  return have.length === wanted.length && wanted.every((count, i) => count <= (have[i] ?? 0));
}

/** Rows that were sent at the same place before are known to be right. */
function checkTable({ name, rows }: Table, before: readonly SentRow[] = []): void {
  checkName(name);
  if (rows.length > limits.tableRows) throw refusal(`table ${name} has too many rows`);
  const columns = rows[0]?.values.length ?? 0;
  if (columns > limits.tableColumns) throw refusal(`table ${name} has too many columns`);
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place] as TableRow;
    if (row.values.length !== columns) throw refusal(`rows of table ${name} differ in length`);
    if (row === before[place]?.row) continue;
    checkName(row.name);
    if (!Number.isSafeInteger(row.id) || row.id < 0) throw refusal('a row’s id is no whole number');
    if (!Number.isSafeInteger(row.start) || row.start < 0) throw refusal('a row’s start is no whole number');
  }
}

function refusal(why: string): FettleError {
  return new FettleError('frame_malformed', `A frame cannot be encoded: ${why}.`);
}

function checkName(name: string): void {
  if (name.length > limits.rowName) throw new FettleError('name_too_long');
}
