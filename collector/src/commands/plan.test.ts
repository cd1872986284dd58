import { expect, test } from 'vitest';
import { retentionPlan } from './plan.ts';

const day = 86_400_000;

test('days become a plan in which nothing coarser is given up before what is finer', () => {
  expect(retentionPlan({ retentionDays: 14, fiveMinuteDays: 90, hourDays: 1_827 })).toEqual({
    raw: 14 * day,
    five: 90 * day,
    hour: 1_827 * day,
  });
  expect(retentionPlan({ retentionDays: 400, fiveMinuteDays: 90, hourDays: 200 })).toEqual({
    raw: 400 * day,
    five: 400 * day,
    hour: 400 * day,
  });
});
