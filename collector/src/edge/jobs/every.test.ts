import { expect, test, vi } from 'vitest';
import { repeat } from './every.ts';

const silent = { error() {}, warn() {}, info() {}, debug() {} };
const counting = () => {
  const job = { name: 'count', everyMs: 1_000, runs: 0, run: async () => void job.runs++ };
  return job;
};

test('driven, a job runs when its time has come, once however late, and never by itself', async () => {
  vi.useFakeTimers();
  const job = counting();
  const driven = repeat(job, silent);
  await driven.runDue(5_000);
  await driven.runDue(5_999);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(job.runs).toBe(0);
  await driven.runDue(6_000);
  await driven.runDue(6_999);
  expect(job.runs).toBe(1);
  await driven.runDue(86_400_000);
  expect(job.runs).toBe(2);
  await driven.stop();
  await driven.runDue(2 * 86_400_000);
  expect(job.runs).toBe(2);
  vi.useRealTimers();
});

test('timed, a job runs again only after it ended; a failure is counted and the next run comes', async () => {
  vi.useFakeTimers();
  let runs = 0;
  const held = Promise.withResolvers<void>();
  const timed = repeat(
    { name: 'slow', everyMs: 1_000, run: () => (++runs === 1 ? held.promise : Promise.resolve()) },
    silent,
  );
  timed.start();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(runs).toBe(1);
  held.reject(new Error('disk full'));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(runs).toBe(2);
  expect(timed.failures).toBe(1);
  await timed.stop();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(runs).toBe(2);
  vi.useRealTimers();
});
