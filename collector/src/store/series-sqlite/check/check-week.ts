import type { Database } from 'better-sqlite3';
import { decodeRows, rowsHead } from '../block/codec.ts';
import { decodeMoments } from '../files/moments.ts';
import { Sequences } from '../journal/sequences.ts';
import type { Check } from './finding.ts';
import { checkRows, type Row } from './rows.ts';

interface BlockRow extends Row {
  readonly device: number;
  readonly level: number;
  readonly from: number;
  readonly to: number;
  readonly frames: number;
}

/** A block that was given up in a repair: it only says that something is missing. */
export const gone = 2;

/** Every block and moment of a `raw` or `late` file. `seen` has the sequence numbers of other files, by device. */
export function checkWeek(db: Database, file: string, { findings, counts }: Check, seen: Map<number, Sequences>): void {
  counts.block += checkRows<BlockRow>(
    db,
    {
      file,
      what: 'block',
      ids: 'select id from block order by id',
      read: 'select id, device, level, first as "from", last as "to", frames, crc, data from block where id = ?',
      judge(row) {
        if (row.level === gone) return row.data.length === 0 ? null : 'it was set aside as damaged';
        const rows = decodeRows(row.data);
        const { count, first, last } = rowsHead(row.data);
        if (count !== row.frames || first !== row.from || last !== row.to) return 'it holds other frames than it says';
        const twice = takeSequences(rows.sequences, row.device, seen);
        if (twice > 0) {
          const text = `${twice} of its sequence numbers are in another block too; each is answered once`;
          const { id, device, from, to } = row;
          findings.push({ file, what: 'sequences', row: id, device, from, to, text });
        }
        return null;
      },
    },
    findings,
  );
  counts.moment += checkRows<Row>(
    db,
    {
      file,
      what: 'moment',
      ids: 'select id from moment order by id',
      read: 'select id, device, first as "from", last as "to", crc, data from moment where id = ?',
      judge(row) {
        const moments = decodeMoments(row.data);
        const isRight = moments[0]?.time === row.from && moments.at(-1)?.time === row.to;
        return isRight ? null : 'it holds other tables than it says';
      },
    },
    findings,
  );
}

/** @returns how many were there before */
function takeSequences(sequences: Float64Array, device: number, seen: Map<number, Sequences>): number {
  const known = seen.get(device) ?? new Sequences();
  seen.set(device, known);
  let twice = 0;
  for (const sequence of sequences) {
    if (known.has(sequence)) twice++;
    else known.add(sequence);
  }
  return twice;
}
