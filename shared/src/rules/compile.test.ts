import { expect, test } from 'vitest';
import { bodyOf, diskFull } from './body.fixture.ts';
import { compileRule } from './compile.ts';
import { enters, holds } from './bounds.ts';

test('limits become integers scaled by the metric’s decimals', () => {
  const { variants, decimals } = compileRule('a', bodyOf(diskFull));
  const level = { low: null, clearLow: null };
  expect(decimals).toBe(4);
  expect(variants[0].scaled).toEqual({
    warning: { ...level, high: 8_500, clearHigh: 8_000 },
    critical: { ...level, high: 9_500, clearHigh: 9_500 },
  });
});

test('what is compared decides as the scaled integers do, for every value that a frame can carry', () => {
  for (const limit of [0.07, 0.29, 0.57, 0.58, 1.13, 1.15]) {
    const { warning } = compileRule('a', bodyOf({ ...diskFull, levels: { warning: { limit } } })).variants[0];
    const scaled = Math.round(limit * 1e4);
    for (let k = scaled - 20; k <= scaled + 20; k++)
      expect([k, enters(warning, k / 1e4), holds(warning, k / 1e4)]).toEqual([k, k >= scaled, k >= scaled]);
  }
});

test('an override replaces what it names and leaves the rest', () => {
  const overrides = [{ levels: { critical: { limit: 0.99 } } }, { forMs: 7 }, { off: true }];
  const [, levels, time, off] = compileRule('a', bodyOf(diskFull, { forMs: 5, clearForMs: 6, overrides })).variants;
  expect(levels).toMatchObject({ off: false, forMs: 5, clearForMs: 6, warning: null, scaled: { warning: null } });
  expect(time).toMatchObject({ off: false, forMs: 7, scaled: { warning: { high: 8_500 } } });
  expect(off?.off).toBe(true);
});

test('a state that is critical is a warning all the more', () => {
  const when = {
    kind: 'state',
    metric: 'systemd.unit.state',
    states: { warning: ['inactive'], critical: ['failed'] },
  } as const;
  const { warning, critical } = compileRule('a', bodyOf(when)).variants[0];
  expect([0, 1, 2].map((state) => [enters(warning, state), enters(critical, state)])).toEqual([
    [true, false],
    [false, false],
    [true, true],
  ]);
});

test('what cannot be compiled says what is wrong first, and all of it to programs', () => {
  const body = bodyOf({ ...diskFull, metric: 'nothing' }, { selector: '=' });
  expect(() => compileRule('a', body)).toThrow(
    expect.objectContaining({ code: 'input_invalid', details: { problems: [expect.anything(), expect.anything()] } }),
  );
  expect(() => compileRule('a', bodyOf({ ...diskFull, metric: 'nothing' }))).toThrow(
    'when.metric: There is no metric nothing.',
  );
});
