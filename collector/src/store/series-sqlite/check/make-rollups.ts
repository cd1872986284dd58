import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { decodeRows } from '../block/codec.ts';
import { mergeRows } from '../block/merge.ts';
import { isWhole } from '../files/checksum.ts';
import { PeriodFiles } from '../files/files.ts';
import { type Period, periodNamed } from '../files/periods.ts';
import { dayMs, spanMs } from '../files/schema.ts';
import { openJournal } from '../journal/open-journal.ts';
import { Keeper } from '../keeper/keeper.ts';
import { Dictionaries } from '../names/dictionaries.ts';
import { SeriesNumbers } from '../names/series-numbers.ts';
import { decodeBuckets, encodeBuckets } from '../rollup/codec.ts';
import { foldHours } from '../rollup/combine.ts';
import { foldRows } from '../rollup/fold.ts';
import { journalName } from './check-journal.ts';
import { compactedSpans } from './take-out.ts';

/** Nothing is given up in a repair. */
const forEver = { raw: Number.MAX_SAFE_INTEGER, five: Number.MAX_SAFE_INTEGER, hour: Number.MAX_SAFE_INTEGER };

/**
 * Makes pieces that are missing, of spans that were compacted, in some files of roll-ups, which need not be there: five minutes from blocks, hours from five
 * minutes. Then does all that is due for the keeper: what it makes of days needs those pieces.
 * @param now ms since 1970
 */
export function makeRollups(folder: string, names: readonly string[], now: number): void {
  const journal = openJournal(join(folder, journalName), 'full');
  try {
    const dictionaries = [...new Dictionaries(journal, new SeriesNumbers(journal)).byId.values()];
    const states = new Set(dictionaries.flatMap(({ series, states: is }) => [...series].filter((_, i) => is[i] === 1)));
    const files = new PeriodFiles(folder);
    const periods = names.map(periodNamed).filter((period) => period !== null);
    const asked = (kind: Period['kind']) => periods.filter((period) => period.kind === kind);
    try {
      for (const period of asked('five')) fillFive(files, period, (series) => states.has(series));
      for (const period of asked('hour')) fillHours(files, period);
    } finally {
      files.close();
    }
    const keeper = new Keeper(new PeriodFiles(folder));
    try {
      for (const dictionary of dictionaries) keeper.learn(dictionary);
      const confirmed = confirmedBy(journal);
      while (keeper.maintain({ now, plan: forEver, confirmed }).more);
      keeper.checkpoint();
    } finally {
      keeper.close();
    }
  } finally {
    journal.close();
  }
}

const confirmedBy = (journal: Database) =>
  Object.fromEntries(journal.prepare('select name, confirmed from file').raw().all() as [string, number][]);

function fillFive(files: PeriodFiles, five: Period, isState: (series: number) => boolean): void {
  for (const week of files.all('raw').filter(({ start, end }) => start < five.end && end > five.start)) {
    for (const { device, span } of compactedSpans(join(files.folder, week.name))) {
      if (span < five.start || span >= five.end || files.rollup(five).pieces.has(device, span, span + spanMs)) continue;
      const blocks = files
        .week(week)
        .blocks.compacted(device, span, span + spanMs)
        .filter(isWhole);
      if (blocks.length === 0) continue;
      const buckets = foldRows(mergeRows(blocks.map(({ data }) => decodeRows(data))), isState);
      const absorbed = Math.max(...blocks.map(({ through }) => through));
      const { pieces } = files.rollup(five);
      const piece = { device, start: span, finish: span + spanMs, absorbed, data: encodeBuckets(buckets) };
      files.write(five, () => pieces.put(piece));
    }
  }
}

function fillHours(files: PeriodFiles, hour: Period): void {
  for (const five of files.all('five').filter(({ start, end }) => start < hour.end && end > hour.start)) {
    for (let day = five.start; day < five.end; day += dayMs) {
      const days = files
        .rollup(five)
        .pieces.together(0, Number.MAX_SAFE_INTEGER, day, day + dayMs)
        .filter((piece) => piece.finish - piece.start === dayMs && isWhole(piece));
      const { pieces } = files.rollup(hour);
      files.write(hour, () => {
        for (const { device, start, finish, absorbed, data } of days) {
          if (pieces.has(device, start, finish)) continue;
          pieces.put({ device, start, finish, absorbed, data: encodeBuckets(foldHours(decodeBuckets(data))) });
        }
      });
    }
  }
}
