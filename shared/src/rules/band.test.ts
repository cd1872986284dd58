import { expect, test } from 'vitest';
import { type Band, narrow, wholeBand } from './band.ts';
import { bodyOf, diskFull } from './body.fixture.ts';
import { newCell, take, toldCell } from './cell.ts';
import { compileRule } from './compile.ts';
import type { Condition } from './rule.ts';
import type { Slot } from './slot.ts';

const slotOf = (when: Condition, forMs = 0): Slot => {
  const rule = compileRule('a', bodyOf(when, { forMs, clearForMs: 10 }));
  return { rule, variant: rule.variants[0], attributes: {}, instance: '', key: 'a', column: 0 };
};
const bandOf = (slot: Slot, cell: ReturnType<typeof newCell> | undefined, value: number): Band => {
  const band = wholeBand();
  narrow(band, slot, cell, value);
  return band;
};
const state: Condition = { kind: 'state', metric: 'systemd.unit.state', states: { warning: ['failed'] } };
const none = Number.NEGATIVE_INFINITY;
const all = Number.POSITIVE_INFINITY;

test('while nothing goes on all up to the nearest limit is quiet', () => {
  expect(bandOf(slotOf(diskFull), undefined, 0.5)).toEqual({ low: none, high: 0.85 });
  expect(
    bandOf(slotOf({ ...diskFull, is: 'outside', levels: { warning: { limit: [0.2, 0.8] } } }), undefined, 0.5),
  ).toEqual({ low: 0.2, high: 0.8 });
});

test('while a warning is told all between its clear value and the next limit is quiet', () => {
  const slot = slotOf(diskFull);
  expect(bandOf(slot, toldCell(slot, 'warning', 1), 0.9)).toEqual({ low: 0.8, high: 0.95 });
  expect(bandOf(slot, toldCell(slot, 'critical', 1), 0.97)).toEqual({ low: 0.95, high: all });
});

test('while a time runs nothing is quiet', () => {
  const slot = slotOf(diskFull, 60_000);
  const cell = newCell(slot);
  take(cell, 0.9, 1);
  const { low } = bandOf(slot, cell, 0.9);
  expect(low).toBe(all);
  const told = toldCell(slotOf(diskFull), 'warning', 1);
  take(told, 0.5, 2);
  expect(bandOf(slot, told, 0.5).low).toBe(all);
});

test('of states those up to the next that hurts are quiet, of one that hurts only itself', () => {
  const slot = slotOf(state);
  expect([bandOf(slot, undefined, 1), bandOf(slot, undefined, 3)]).toEqual([
    { low: none, high: 2 },
    { low: 2, high: all },
  ]);
  const { low, high } = bandOf(slot, toldCell(slot, 'warning', 1), 2);
  expect([low, high]).toEqual([1.5, 2.5]);
});
