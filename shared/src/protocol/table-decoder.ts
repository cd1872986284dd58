import type { Table, TableRow } from './frame.ts';
import { limits } from './limits.ts';
import { maxDecimals, readValue } from './scaled.ts';
import { type ByteReader, malformed } from './varint.ts';

interface ReadRow {
  readonly row: TableRow;
  readonly values: Float64Array;
  readonly bases: Float64Array;
}

interface ReadTable {
  readonly decimals: Uint8Array;
  rows: readonly ReadRow[];
}

/** Reads what TableEncoder wrote; everything is forgotten at a key frame. */
export class TableDecoder {
  readonly #names: string[] = [];
  readonly #tables = new Map<string, ReadTable>();

  forget(): void {
    this.#names.length = 0;
    this.#tables.clear();
  }

  read(reader: ByteReader): readonly Table[] {
    const count = reader.count(3);
    if (count > limits.tables) throw malformed('it has too many tables');
    const tables: Table[] = [];
    for (let i = 0; i < count; i++) tables.push(this.#table(reader));
    return tables;
  }

  #table(reader: ByteReader): Table {
    const name = this.#name(reader);
    const table = this.#header(reader, name);
    const count = reader.count(1);
    if (count > limits.tableRows) throw malformed('a table has too many rows');
    const rows: ReadRow[] = [];
    for (let i = 0; i < count; i++) rows.push(this.#row(reader, table));
    table.rows = rows;
    return { name, rows: rows.map(({ row }) => row) };
  }

  #header(reader: ByteReader, name: string): ReadTable {
    const code = reader.varint();
    if (code === 0) {
      const known = this.#tables.get(name);
      if (known === undefined) throw malformed('a table comes without its columns');
      return known;
    }
    const columns = code - 1;
    if (columns > limits.tableColumns) throw malformed('a table has too many columns');
    const decimals = new Uint8Array(columns);
    for (let i = 0; i < columns; i++) {
      decimals[i] = reader.byte();
      if ((decimals[i] ?? 0) > maxDecimals) throw malformed('a table column has too many decimals');
    }
    const table: ReadTable = { decimals, rows: [] };
    this.#tables.set(name, table);
    if (this.#tables.size > limits.tables) throw malformed('too many tables since the last key frame');
    return table;
  }

  #row(reader: ByteReader, { decimals, rows }: ReadTable): ReadRow {
    const place = reader.varint();
    const before = place === 0 ? undefined : rows[place - 1];
    if (place !== 0 && before === undefined) throw malformed('a row refers to one that is not there');
    const values = before?.values.slice() ?? new Float64Array(decimals.length);
    const bases = before?.bases.slice() ?? new Float64Array(decimals.length);
    const head = before?.row ?? { id: reader.varint(), start: reader.varint(), name: this.#name(reader) };
    const changed = before === undefined ? undefined : reader.bitmap(decimals.length);
    for (let i = 0; i < decimals.length; i++) {
      if (changed !== undefined && ((changed[0] ?? 0) & (1 << i)) === 0) continue;
      readValue(reader, i, decimals[i] ?? 0, values, bases);
    }
    return { row: { id: head.id, start: head.start, name: head.name, values: Array.from(values) }, values, bases };
  }

  #name(reader: ByteReader): string {
    const number = reader.varint();
    if (number !== 0) {
      const name = this.#names[number - 1];
      if (name === undefined) throw malformed('a name refers to one that is not there');
      return name;
    }
    if (this.#names.length >= limits.tableNames) throw malformed('too many names since the last key frame');
    const name = reader.text(limits.rowName);
    this.#names.push(name);
    return name;
  }
}
