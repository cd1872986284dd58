// pure
import type { Table, TableRow } from '@fettle/shared/protocol/frame';
import { ByteCursor, GrowingBytes } from './bytes.ts';

/**
 * The rows of a table as bytes:
 *
 *     rows (varint), each: id (number) · start (number) · length of name (varint) · name (UTF-8) ·
 *     values (varint), each a number
 *     number: code (varint): 0 NaN · 1 a raw f64 follows (little endian) · 2 + 5 × zigzag(n) + d, for n / 10^d
 */
const powers = [1, 10, 100, 1_000, 10_000];
const scaledLimit = 2 ** 49;

export function encodeTableRows(rows: readonly TableRow[]): Uint8Array {
  const out = new GrowingBytes(16 + rows.length * 48);
  out.varint(rows.length);
  for (const { id, start, name, values } of rows) {
    writeNumber(out, id);
    writeNumber(out, start);
    out.text(name);
    out.varint(values.length);
    for (const value of values) writeNumber(out, value);
  }
  return out.content;
}

export function decodeTable(name: string, content: Uint8Array): Table {
  const cursor = new ByteCursor(content);
  const rows: TableRow[] = [];
  for (let left = cursor.varint(); left > 0; left--) rows.push(readRow(cursor));
  return { name, rows };
}

function readRow(cursor: ByteCursor): TableRow {
  const id = readNumber(cursor);
  const start = readNumber(cursor);
  const name = cursor.text();
  const values: number[] = [];
  for (let left = cursor.varint(); left > 0; left--) values.push(readNumber(cursor));
  return { id, start, name, values };
}

function writeNumber(out: GrowingBytes, value: number): void {
  if (Number.isNaN(value)) {
    out.varint(0);
    return;
  }
  for (let decimals = 0; decimals < powers.length && !Object.is(value, -0); decimals++) {
    const power = powers[decimals] as number;
    const scaled = Math.round(value * power);
    if (scaled / power !== value || Math.abs(scaled) > scaledLimit) continue;
    out.varint(2 + 5 * (scaled >= 0 ? 2 * scaled : -2 * scaled - 1) + decimals);
    return;
  }
  out.varint(1);
  out.reserve(8);
  out.view.setFloat64(out.length, value, true);
  out.length += 8;
}

function readNumber(cursor: ByteCursor): number {
  const code = cursor.varint();
  if (code === 0) return Number.NaN;
  if (code === 1) return cursor.float64();
  const decimals = (code - 2) % 5;
  const zigzag = (code - 2 - decimals) / 5;
  const scaled = zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
  return scaled / (powers[decimals] as number);
}
