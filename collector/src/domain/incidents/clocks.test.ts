import { expect, test } from 'vitest';
import { clocksOf, paused, resumed } from './clocks.ts';
import { usualTargets } from './settings.ts';

const minute = 60_000;
const hour = 60 * minute;
const at = (fields: Partial<Parameters<typeof clocksOf>[0]> = {}) => ({
  severity: 'critical' as const,
  openedAt: 0,
  acknowledgedAt: null,
  resolvedAt: null,
  clocks: { waitingSince: 0, pauses: [], toldAcknowledge: null, toldResolve: null },
  ...fields,
});

test('both run from the opening, and are met by what people do', () => {
  expect(clocksOf(at(), usualTargets, 10 * minute)).toEqual({
    acknowledge: { targetMs: 15 * minute, dueAt: 15 * minute, ranMs: 10 * minute, state: 'running' },
    resolve: { targetMs: 4 * hour, dueAt: 4 * hour, ranMs: 10 * minute, state: 'running' },
  });
  const done = at({ acknowledgedAt: 15 * minute, resolvedAt: 5 * hour });
  expect(clocksOf(done, usualTargets, 9 * hour)).toEqual({
    acknowledge: { targetMs: 15 * minute, dueAt: null, ranMs: 15 * minute, state: 'met' },
    resolve: { targetMs: 4 * hour, dueAt: null, ranMs: 5 * hour, state: 'missed' },
  });
});

test('missed is one millisecond later than the target, and follows the severity', () => {
  const state = (severity: 'critical' | 'warning', now: number) =>
    clocksOf(at({ severity }), usualTargets, now).acknowledge.state;
  expect(state('critical', 15 * minute)).toBe('running');
  expect(state('critical', 15 * minute + 1)).toBe('missed');
  expect(state('warning', 15 * minute + 1)).toBe('running');
});

test('a pause puts the end off by its length; while it lasts there is none', () => {
  const pauses = paused([], 5 * minute, 'part on its way');
  const resting = { waitingSince: 0, pauses, toldAcknowledge: null, toldResolve: null };
  expect(clocksOf(at({ clocks: resting }), usualTargets, 2 * hour).acknowledge).toMatchObject({
    dueAt: null,
    ranMs: 5 * minute,
    state: 'paused',
  });
  expect(paused(pauses, 6 * minute, 'again')).toBe(pauses);
  const running = { ...resting, pauses: resumed(pauses, 65 * minute) };
  expect(clocksOf(at({ clocks: running }), usualTargets, 70 * minute).acknowledge).toMatchObject({
    dueAt: 75 * minute,
    ranMs: 10 * minute,
    state: 'running',
  });
});

test('opened again, it waits anew; what lies before the waiting is not counted twice', () => {
  const clocks = {
    waitingSince: 2 * hour,
    pauses: [{ from: hour, to: 2 * hour, why: 'resolved' }],
    toldAcknowledge: null,
    toldResolve: null,
  };
  const { acknowledge, resolve } = clocksOf(at({ clocks }), usualTargets, 2 * hour + minute);
  expect(acknowledge).toMatchObject({ ranMs: minute, state: 'running' });
  expect(resolve).toMatchObject({ ranMs: hour + minute, dueAt: 5 * hour });
});
