import { expect, test } from 'vitest';
import { LoginFailures } from './login-failures.ts';

const start = 1_790_812_800_000;
const minute = 60_000;
const from = (n: number) => ({ name: 'ada', address: `10.0.0.${n}` });

test('sixty rows in 15 minutes, then those left out are counted and told by the next', () => {
  const failures = new LoginFailures();
  const answers = Array.from({ length: 100 }, (_, n) => failures.due('password_wrong', from(n), start + n));
  expect(answers.filter((one) => one !== null)).toHaveLength(60);
  expect(failures.due('password_wrong', from(0), start + 15 * minute - 1)).toBeNull();
  expect(failures.due('password_wrong', from(0), start + 15 * minute)).toEqual({ leftOut: 41 });
  expect(failures.due('password_wrong', from(0), start + 15 * minute + 1)).toEqual({ leftOut: 0 });
});

test('who is told to wait is written once a window, by name and address, whatever the case', () => {
  const failures = new LoginFailures();
  expect(failures.due('too_many_requests', from(1), start)).toEqual({ leftOut: 0 });
  expect(failures.due('too_many_requests', { ...from(1), name: 'ADA' }, start + 1)).toBeNull();
  expect(failures.due('too_many_requests', from(2), start + 2)).toEqual({ leftOut: 1 });
  expect(failures.due('password_wrong', from(1), start + 3)).toEqual({ leftOut: 0 });
  expect(failures.due('too_many_requests', from(1), start + 15 * minute)).toEqual({ leftOut: 0 });
});
