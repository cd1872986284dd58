import type { Forecast } from '@fettle/shared/api/capacity';
import { expect, test } from 'vitest';
import { textOf } from '../../parts/piece.ts';
import { capacitySentence, shapeOf, spreadWords, trialWords, whenWords } from './words.ts';

const now = new Date(2026, 10, 30, 12).getTime();
const day = 86_400_000;
const forecast = (title: string, inDays: number | null): Forecast => ({
  id: title,
  kind: 'filesystem',
  device: 'd1',
  deviceName: 'anna',
  site: 'berlin',
  metric: null,
  attributes: {},
  title,
  unit: 'By',
  value: 1,
  limit: 2,
  slopePerDay: 1,
  fullAt: inDays === null ? null : now + inDays * day,
  earliestAt: inDays === null ? null : now + (inDays - 2) * day,
  latestAt: inDays === null ? null : now + (inDays + 3) * day,
  days: 60,
  trial: null,
  remark: '',
});

test('the sentence says what is full first, and what can wait', () => {
  const say = (...all: Forecast[]) => textOf(capacitySentence(all, now, now));
  expect(say(forecast('/var of anna', 18), forecast('/srv of bert', 60), forecast('x', 400))).toBe(
    '/var of anna is full on 18 Dec, 1 more thing within 90 days. 1 thing later, within two years.',
  );
  expect(say(forecast('x', null))).toBe('Nothing is full within 90 days. Nothing else within two years.');
  const young = { ...forecast('y', null), days: 1 };
  expect(say(young, young)).toBe('No forecast yet. 2 things, each with less than 14 days of history.');
  expect(say(forecast('x', null), young)).toBe(
    'Nothing is full within 90 days. Nothing else within two years. 1 thing with too short a history.',
  );
  expect(textOf(capacitySentence([], null, now))).toContain('Nothing was reckoned yet');
});

test('only what is near hurts', () => {
  expect([10, 40, 200, null].map((days) => shapeOf(forecast('x', days), now))).toEqual([
    'critical',
    'warning',
    undefined,
    undefined,
  ]);
});

test('when, between when and when, and how good', () => {
  const one = forecast('x', 18);
  expect([whenWords(now - 1, now), whenWords(now + 60 * day, now)]).toEqual(['now', 'on 29 Jan 2027']);
  expect(spreadWords(one, now)).toBe('16 Dec to 21 Dec');
  expect(spreadWords({ ...one, earliestAt: now, latestAt: null }, now)).toBe('now to later than two years');
  expect(spreadWords({ ...one, earliestAt: one.fullAt, latestAt: one.fullAt }, now)).toBe('');
  expect(trialWords({ trial: { horizonDays: 15, error: 0.012, within: 0.875, tries: 8 } })).toBe(
    'usually off by 1.2 % of the limit over 15 days; 7 of 8 tries within the spread',
  );
  expect(trialWords({ trial: null })).toBe('not tried on its history');
});
