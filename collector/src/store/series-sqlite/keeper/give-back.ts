import type { PeriodFiles } from '../files/files.ts';

/** Pages that are moved before others get their turn: 2 MB. */
const pagesAtOnce = 512;

/** Gives back to the disk what compacting and merging left free in the files that were lately written. */
export function* giveBack(files: PeriodFiles): Generator<void> {
  for (const period of files.all('raw', 'late', 'five', 'hour')) {
    while (files.giveBack(period, pagesAtOnce)) yield;
  }
}
