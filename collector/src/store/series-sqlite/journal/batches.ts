import { crc32 } from 'node:zlib';
import type { Database } from 'better-sqlite3';

export interface DamagedBatch {
  readonly batch: number;
  readonly why: string;
  /** null: it cannot even be read. */
  readonly data: Uint8Array | null;
}

/** The numbers of the batches above one, up to another, ascending. */
export function batchesFrom(db: Database, after: number, through = Number.MAX_SAFE_INTEGER): number[] {
  return db
    .prepare('select id from batch where id > ? and id <= ? order by id')
    .pluck()
    .all(after, through) as number[];
}

/** What reads a batch that is there. */
export function readBatch(db: Database): (batch: number) => { readonly data: Uint8Array } | DamagedBatch {
  const read = db.prepare('select crc, data from batch where id = ?');
  return (batch) => {
    let row: { crc: number; data: Buffer };
    try {
      row = read.get(batch) as { crc: number; data: Buffer };
    } catch (error) {
      return { batch, why: (error as Error).message, data: null };
    }
    const { buffer, byteOffset, byteLength } = row.data;
    const data = new Uint8Array(buffer, byteOffset, byteLength);
    return crc32(data) === row.crc ? { data } : { batch, why: 'its checksum is wrong', data };
  };
}
