import { expect, test } from 'vitest';
import { cronWords, nextTimes, readCron } from './cron-words.ts';

test.each([
  ['30 3 * * *', 'every day at 03:30'],
  ['0 22 * * 6', 'every Saturday at 22:00'],
  ['0 22 * * 1,0', 'every Monday and Sunday at 22:00'],
  ['15 * * * *', 'every hour at 15 past'],
  ['0 4 1 * *', 'on day 1 of every month at 04:00'],
  ['5 9 * * 1-5', 'every weekday at 09:05'],
  ['*/5 * * * *', 'by the clock */5 * * * *'],
  ['0 4 1 2 *', 'by the clock 0 4 1 2 *'],
  ['nonsense', 'by the clock nonsense'],
])('%s is %s', (line, words) => expect(cronWords(line)).toBe(words));

test('the next times, in a zone whose clocks are changed between', () => {
  const cron = readCron('30 2 * * *');
  if (typeof cron === 'string') throw new Error(cron);
  const times = nextTimes(cron, 'Europe/Berlin', Date.parse('2027-03-26T12:00Z'), 3);
  expect(times.map((time) => new Date(time).toISOString().slice(0, 16))).toEqual([
    '2027-03-27T01:30',
    '2027-03-28T01:00',
    '2027-03-29T00:30',
  ]);
});

test('what is wrong is said', () => {
  expect(readCron('30 25 * * *')).toMatch(/hour/i);
  expect(readCron('30 3 * *')).toMatch(/five/);
});
