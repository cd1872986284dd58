import { deviceStates } from '@fettle/shared/api/devices';
import { expect, test } from 'vitest';
import { exampleDevice, exampleTrouble } from '../../state/example.ts';
import { textOf } from '../../parts/piece.ts';
import { deviceSentence } from './sentence.ts';

const now = new Date(2026, 10, 19, 14, 38).getTime();
const say = (some = {}) => textOf(deviceSentence(exampleDevice(now, some), 214, now));

test('in order, with what that rests on', () => {
  expect(say()).toBe('Everything is in order. 214 values every 10 s, none beyond its limit.');
});

test('names two troubles and counts the others', () => {
  const trouble = (words: string) => exampleTrouble('critical', words);
  expect(say({ troubles: [trouble('/var is 91.4 % full')] })).toBe('/var is 91.4 % full. Everything else is in order.');
  expect(say({ troubles: ['a', 'b', 'c'].map(trouble) })).toBe('a; b. One more thing below.');
});

test('silence says how old what is shown is', () => {
  const gone = { stateSince: now - 17 * 60_000, lastSeen: now - 17 * 60_000 };
  expect(say({ ...gone, state: 'offline' })).toBe(
    'Silent since 14:21: no goodbye, so its power, its sleep or its network. What you see is from 14:21.',
  );
  expect(say({ state: 'late', lastSeen: now - 45_000 })).toBe(
    'Its newest frame is late: the last one came at 14:37:15, and one is due every 10 s. ',
  );
  expect(say({ state: 'unknown', lastSeen: null, enrolledAt: now - 60_000 })).toBe(
    'Enrolled 14:37; its first frame has not come yet.',
  );
});

test('every state has a sentence', () => {
  for (const state of deviceStates) expect(say({ state }).length).toBeGreaterThan(10);
});

test('an open incident is said before all else, and leads to its page', () => {
  const open = { id: 'i1', words: '/var is 91.4 % full', severity: 'critical' as const };
  const told = (count: number) =>
    deviceSentence(
      exampleDevice(now),
      400,
      now,
      Array.from({ length: count }, () => open),
    );
  expect(told(1)[0]).toEqual({ text: '/var is 91.4 % full', shape: 'critical', href: '/incidents/i1' });
  expect(textOf(told(1))).toBe('/var is 91.4 % full. Everything else is in order.');
  expect(textOf(told(3))).toBe('/var is 91.4 % full; /var is 91.4 % full. One more incident is open.');
});
