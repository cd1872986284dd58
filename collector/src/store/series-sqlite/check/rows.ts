import type { Database } from 'better-sqlite3';
import { isWhole } from '../files/checksum.ts';
import type { Finding, FoundIn } from './finding.ts';

/** What is looked at in any row. */
export interface Row {
  readonly id: number;
  readonly device: number | null;
  readonly from: number | null;
  readonly to: number | null;
  readonly crc: number;
  readonly data: Buffer;
}

export interface TableCheck<One extends Row> {
  readonly file: string;
  readonly what: FoundIn;
  /** All columns of one row, by its number; named as in `Row`. */
  readonly read: string;
  /** Numbers of all rows. */
  readonly ids: string;
  /** Throws, or gives why the row is not right. Its checksum is. */
  readonly judge: (row: One) => string | null;
}

/** Reads every row of a table by itself, so that one that cannot be read hides no other. @returns how many there are */
export function checkRows<One extends Row>(
  db: Database,
  { file, what, read, ids, judge }: TableCheck<One>,
  findings: Finding[],
): number {
  const one = db.prepare(read);
  const all = db.prepare(ids).pluck().all() as number[];
  for (const id of all) {
    let row: One;
    try {
      row = one.get(id) as One;
    } catch (error) {
      const text = `it cannot be read: ${(error as Error).message}`;
      findings.push({ file, what, row: id, device: null, from: null, to: null, text });
      continue;
    }
    const text = wrong(row, judge);
    if (text !== null) findings.push({ file, what, row: id, device: row.device, from: row.from, to: row.to, text });
  }
  return all.length;
}

function wrong<One extends Row>(row: One, judge: (row: One) => string | null): string | null {
  if (!isWhole(row)) return 'its checksum is wrong';
  try {
    return judge(row);
  } catch (error) {
    return (error as Error).message;
  }
}
