import { expect, test } from 'vitest';
import { frameToSend } from './frame-to-send.ts';

const now = 1_800_000_000_000;
const year = 365 * 86_400_000;
const frame = (time: number, offset = 0) => ({ sequence: 1, time, offset, values: new Float64Array(), tables: [] });
const dictionary = { series: [] };
/** A device whose clock is `wrong` ms ahead now. */
const device = (wrong: number) => ({
  clock: { wall: () => now + wrong, monotonic: () => 5_000 },
  offset: { at: (base: number) => now - 5_000 - base },
});
const sent = (time: number, base: number | null, wrong: number, offset = 0) => {
  const { clock, offset: estimate } = device(wrong);
  return frameToSend({ frame: frame(time, offset), dictionary, base }, estimate, clock);
};

test('a frame of this start of the machine gets the offset that its clock had, whatever became of the clock', () => {
  expect(sent(now + year - 1_000, now + year - 5_000, 0).offset).toBe(-year);
  expect(sent(now - year, now - year - 5_000, 3_600_000).offset).toBe(year);
});

test('one of an earlier start keeps what it knew', () => {
  expect(sent(now - 60_000, null, 7_000_000)).toMatchObject({ time: now - 60_000, offset: 0 });
  expect(sent(now + year - 60_000, null, 0, -year)).toMatchObject({ offset: -year });
});

test('one that seems to come from the future is as wrong as the clock still is', () => {
  expect(sent(now + year - 60_000, null, year)).toMatchObject({ offset: -year });
});

test('one that nothing can put right is told instead of asking the collector for ever', () => {
  expect(() => sent(now + year, null, 0)).toThrow(expect.objectContaining({ code: 'frame_ahead' }));
});
