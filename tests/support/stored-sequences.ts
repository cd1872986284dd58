/** Which frames a collector that is stopped has of each device, by its own files. */
import { join } from 'node:path';
import { openJournal } from '@fettle/collector/store/series-sqlite/journal/open-journal';
import { replay } from '@fettle/collector/store/series-sqlite/journal/replay';
import { sealedInBlocks } from '@fettle/collector/store/series-sqlite/journal/sealed-blocks';
import { Devices } from '@fettle/collector/store/series-sqlite/names/devices';
import { Dictionaries } from '@fettle/collector/store/series-sqlite/names/dictionaries';
import { SeriesNumbers } from '@fettle/collector/store/series-sqlite/names/series-numbers';

/** An agent that is ended by force goes on at the next thousand. */
const reserved = 1_000;

/** Sequence numbers of the only device as bounds of intervals: first, last, first, last … */
export function storedSequences(data: string): readonly number[] {
  const folder = join(data, 'series');
  const db = openJournal(join(folder, 'journal.db'), 'full');
  try {
    const devices = new Devices(db);
    const dictionaries = new Dictionaries(db, new SeriesNumbers(db));
    const confirmed = new Map(db.prepare('select name, confirmed from file').raw().all() as [string, number][]);
    replay(db, { devices, dictionaries, sealed: sealedInBlocks(folder, confirmed).through }, 0);
    const [device, ...others] = devices.all;
    if (!device || others.length > 0) throw new Error('One device was expected.');
    return device.known.intervals;
  } finally {
    db.close();
  }
}

/** Numbers that are missing below the highest, without those that an agent passed over when it was ended by force. */
export function missingIn(bounds: readonly number[]): number {
  let missing = (bounds[0] ?? 1) - 1;
  for (let at = 2; at < bounds.length; at += 2) {
    const next = bounds[at] as number;
    if (next % reserved !== 1) missing += next - (bounds[at - 1] as number) - 1;
  }
  return missing;
}
