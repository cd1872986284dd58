import { isWhole } from '../files/checksum.ts';
import { decodeMoments, type Moment } from '../files/moments.ts';
import type { Folder } from './folder.ts';
import type { DamagedRow, TableMessage } from './messages.ts';
import { RawFile } from './period-file.ts';
import { spanOf } from './plan.ts';

/** Rows that are looked through in a file: spans are two hours, and late ones lie among others. */
const mostRows = 64;

/** The newest table of a device at or before a time, of what is in blocks; null: there is none. */
export function tableAt(
  folder: Folder,
  { device, name, at }: TableMessage,
  damaged: (row: DamagedRow) => void,
): Moment | null {
  for (const period of folder.periods().toReversed()) {
    if (period.kind !== 'raw' || period.start > at) continue;
    const file = folder.lend(period);
    if (!(file instanceof RawFile)) continue;
    try {
      let best: Moment | null = null;
      for (const row of file.moments(device, name, at, mostRows)) {
        // A row lies in one span; those of earlier spans have nothing later.
        if (best && spanOf(row.first) < spanOf(best.time)) break;
        if (!isWhole(row)) damaged({ file: period.name, what: 'moment', id: row.id });
        else
          for (const moment of decodeMoments(row.data)) if (moment.time <= at && isLater(moment, best)) best = moment;
      }
      if (best) return best;
    } finally {
      folder.giveBack(file);
    }
  }
  return null;
}

const isLater = (one: Moment, other: Moment | null) =>
  other === null || one.time > other.time || (one.time === other.time && one.sequence > other.sequence);
