import { expect, test } from 'vitest';
import { type Attempt, LoginThrottle } from './throttle.ts';

const start = 1_790_812_800_000;
const minute = 60_000;

function fail(throttle: LoginThrottle, times: number, attempt: Attempt, now = start): void {
  for (let i = 0; i < times; i++) throttle.begin(attempt, now);
}
const refused = expect.objectContaining({ code: 'too_many_requests' });

test('five failures for a name from an address, then a wait of 15 minutes from the first', () => {
  const throttle = new LoginThrottle();
  const ada = { name: 'Ada', address: '10.0.0.1' };
  fail(throttle, 4, ada);
  fail(throttle, 1, ada, start + 5 * minute);
  expect(() => throttle.begin({ ...ada, name: 'ADA' }, start + 6 * minute)).toThrow(
    expect.objectContaining({ code: 'too_many_requests', details: { retryAfter: 540 } }),
  );
  expect(() => throttle.begin({ ...ada, address: '10.0.0.2' }, start + 6 * minute)).not.toThrow();
  expect(() => throttle.begin(ada, start + 15 * minute)).not.toThrow();
});

test('a success forgets the failures of that name from there', () => {
  const throttle = new LoginThrottle();
  const ada = { name: 'Ada', address: '10.0.0.1' };
  fail(throttle, 5, ada);
  throttle.succeeded(ada);
  expect(() => fail(throttle, 5, ada)).not.toThrow();
  expect(() => throttle.begin(ada, start)).toThrow(refused);
});

test('one address with many names, and one name from many addresses', () => {
  const throttle = new LoginThrottle();
  for (let i = 0; i < 30; i++) throttle.begin({ name: `name${i}`, address: '10.0.0.1' }, start);
  expect(() => throttle.begin({ name: 'other', address: '10.0.0.1' }, start)).toThrow(refused);
  for (let i = 0; i < 50; i++) throttle.begin({ name: 'Ada', address: `10.1.0.${i}` }, start);
  expect(() => throttle.begin({ name: 'Ada', address: '10.2.0.1' }, start)).toThrow(refused);
});

test('successes alone never refuse', () => {
  const throttle = new LoginThrottle();
  const ada = { name: 'Ada', address: '10.0.0.1' };
  for (let i = 0; i < 200; i++) {
    throttle.begin(ada, start + i);
    throttle.succeeded(ada);
  }
});
