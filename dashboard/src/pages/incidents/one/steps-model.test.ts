import { expect, test } from 'vitest';
import { stepsOf } from './steps-model.ts';

const now = new Date(2026, 10, 19, 14, 38).getTime();
const minute = 60_000;
const running = (targetMs: number, dueIn: number) => ({
  targetMs,
  dueAt: now + dueIn,
  ranMs: targetMs - dueIn,
  state: 'running' as const,
});
const met = (targetMs: number, ranMs: number) => ({ targetMs, dueAt: null, ranMs, state: 'met' as const });
const incident = {
  state: 'open' as const,
  openedAt: now - 10 * minute,
  acknowledgedAt: null,
  resolvedAt: null,
  severity: 'critical' as const,
  reopened: 0,
  timeline: [
    { sequence: 1, time: now - 10 * minute, kind: 'opened', actor: null, words: '', detail: { severity: 'warning' } },
    { sequence: 2, time: now - 4 * minute, kind: 'severity', actor: null, words: '', detail: { to: 'critical' } },
  ],
  acknowledge: running(15 * minute, 5 * minute),
  resolve: running(240 * minute, 230 * minute),
};

test('an open one counts down to its acknowledgement, and says since when it is worse', () => {
  const [opened, acknowledged, worked, resolved] = stepsOf(incident, now);
  expect(opened).toMatchObject({ state: 'done', title: 'Opened 14:28', note: 'warning; critical since 14:34' });
  expect(acknowledged).toMatchObject({ state: 'here', note: '5 min left; target 15 min', late: false });
  expect([worked?.state, resolved?.state]).toEqual(['open', 'open']);
});

test('one that nobody acknowledged in time says by how much', () => {
  const late = { ...incident, acknowledge: { ...running(15 * minute, -3 * minute), state: 'missed' as const } };
  expect(stepsOf(late, now)[1]).toMatchObject({ note: '3 min over; target 15 min', late: true });
});

test('a resolved one says in what time, and whether that was kept', () => {
  const over = {
    ...incident,
    state: 'resolved' as const,
    acknowledgedAt: now - 6 * minute,
    resolvedAt: now,
    acknowledge: met(15 * minute, 4 * minute),
    resolve: met(5 * minute, 10 * minute),
  };
  const [, acknowledged, , resolved] = stepsOf(over, now);
  expect(acknowledged?.note).toBe('in 4 min; target 15 min, kept');
  expect(resolved).toMatchObject({ title: 'Resolved 14:38', note: 'in 10 min; target 5 min, missed', late: true });
});
