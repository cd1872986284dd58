import { parseCron } from '@fettle/shared/cron';
import { expect, test } from 'vitest';
import { dueOf } from './alarm.ts';
import { jitterOf } from './jitter.ts';

const at = (text: string) => Date.parse(`2026-${text}Z`);
const alarm = (cron: string, missed: 'skip' | 'run' = 'skip', jitter = 0) => ({
  cron: parseCron(cron),
  zone: 'UTC',
  jitter,
  missed,
});

test('waits for the next time, and fires when it has come', () => {
  const daily = alarm('0 3 * * *');
  expect(dueOf(daily, at('03-01T04:00:00'), at('03-02T02:00:00'))).toEqual({
    what: 'wait',
    at: at('03-02T03:00:00'),
    after: at('03-01T04:00:00'),
  });
  const due = at('03-02T03:00:00');
  expect(dueOf(daily, at('03-01T04:00:00'), due)).toEqual({ what: 'fire', due, after: due });
  expect(dueOf(daily, due, due)).toMatchObject({ what: 'wait', at: at('03-03T03:00:00') });
});

test('its place in the spread belongs to the time: it is later, and not missed', () => {
  const spread = alarm('0 3 * * *', 'skip', 1_800_000);
  expect(dueOf(spread, at('03-01T04:00:00'), at('03-02T03:29:59'))).toMatchObject({ at: at('03-02T03:30:00') });
  expect(dueOf(spread, at('03-01T04:00:00'), at('03-02T03:34:00'))).toMatchObject({ what: 'fire' });
  expect(dueOf(spread, at('03-01T04:00:00'), at('03-02T03:36:00'))).toMatchObject({ what: 'wait' });
});

test.each([
  ['* * * * *', '12-31T23:58:30', '12-31T23:58:00'],
  ['*/5 9 * * 1', '12-30T12:00:00', '12-28T09:55:00'],
  ['0 3 1 * *', '12-30T12:00:00', '12-01T03:00:00'],
  ['0 3 29 2 *', '12-30T12:00:00', null],
])('after a year off %s is made up for once, for its last time', (cron, now, last) => {
  const due = dueOf(alarm(cron, 'run'), at('01-01T00:00:00'), at(now));
  if (last === null) expect(due.what).toBe('wait');
  else expect(due).toEqual({ what: 'fire', due: at(last), after: at(last) });
});

test('skipped: the next one is waited for, and none of those that passed comes', () => {
  expect(dueOf(alarm('0 3 * * *'), at('03-01T04:00:00'), at('03-09T12:00:00'))).toEqual({
    what: 'wait',
    at: at('03-10T03:00:00'),
    after: at('03-09T03:00:00'),
  });
});

test('a clock that was set back a little fires nothing again; one that was years ahead does not silence it', () => {
  const daily = alarm('0 3 * * *', 'run');
  const done = at('03-02T03:00:00');
  expect(dueOf(daily, done, at('03-02T02:00:00'))).toMatchObject({ what: 'wait', at: at('03-03T03:00:00') });
  expect(dueOf(daily, Date.parse('2036-01-01T03:00:00Z'), at('03-02T02:00:00'))).toMatchObject({
    what: 'wait',
    at: at('03-02T03:00:00'),
  });
});

test('a device’s place is always the same, within the spread, and devices differ', () => {
  const places = Array.from({ length: 200 }, (_, n) => jitterOf(`d${n}`, 'order', 600));
  expect(places).toEqual(Array.from({ length: 200 }, (_, n) => jitterOf(`d${n}`, 'order', 600)));
  expect(Math.max(...places)).toBeLessThan(600_000);
  expect(Math.max(...places) - Math.min(...places)).toBeGreaterThan(500_000);
  expect(jitterOf('d1', 'order', 0)).toBe(0);
  expect(jitterOf('d1', 'other', 600)).not.toBe(jitterOf('d1', 'order', 600));
});
