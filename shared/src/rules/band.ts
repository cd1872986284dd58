/** The values around the one of now with which nothing changes, so that a quiet sample costs a comparison. */
import type { Cell } from './cell.ts';
import { isTiming, isTold, type Rank } from './machine.ts';
import type { Slot } from './slot.ts';
import type { Test } from './bounds.ts';

/** Quiet is what lies between, both ends not among it; NaN is quiet too. */
export interface Band {
  low: number;
  high: number;
}

export function wholeBand(): Band {
  return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
}

/** No value is quiet. */
export function closeBand(band: Band): void {
  band.low = Number.POSITIVE_INFINITY;
}

/** Narrows a band to what a slot leaves quiet around a value. */
export function narrow(band: Band, { variant }: Pick<Slot, 'variant'>, cell: Cell | undefined, value: number): void {
  narrowTo(band, variant.warning, cell?.warning, value);
  narrowTo(band, variant.critical, cell?.critical, value);
}

function narrowTo(band: Band, test: Test | null, rank: Rank | undefined, value: number): void {
  if (test === null && !(rank && isTold(rank))) return;
  // A level that an edit took away ends with the next value.
  if (test === null || (rank && isTiming(rank))) closeBand(band);
  else if (test.form === 'states') narrowToStates(band, test.states, value, rank !== undefined && isTold(rank));
  else if (rank && isTold(rank)) narrowToHeld(band, test, value);
  else {
    band.low = Math.max(band.low, test.low);
    band.high = Math.min(band.high, test.high);
  }
}

/** It goes on at or beyond the end on whose side the value is. */
function narrowToHeld(band: Band, { holdLow, holdHigh }: Extract<Test, { form: 'bounds' }>, value: number): void {
  if (value >= holdHigh) band.low = Math.max(band.low, holdHigh);
  else if (value <= holdLow) band.high = Math.min(band.high, holdLow);
  else closeBand(band);
}

/** States are whole numbers. While one holds only it is quiet, else all up to the next that hurts. */
function narrowToStates(band: Band, states: readonly number[], value: number, told: boolean): void {
  if (told) {
    band.low = Math.max(band.low, value - 0.5);
    band.high = Math.min(band.high, value + 0.5);
    return;
  }
  for (const state of states) {
    if (state < value) band.low = Math.max(band.low, state);
    else if (state > value) band.high = Math.min(band.high, state);
    else closeBand(band);
  }
}
