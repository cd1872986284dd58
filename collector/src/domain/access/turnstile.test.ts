import { expect, test } from 'vitest';
import { Turnstile } from './turnstile.ts';

function work() {
  const running: (() => void)[] = [];
  const begun: number[] = [];
  return {
    begun,
    start: (name: number) => () => {
      begun.push(name);
      return new Promise<number>((resolve) => running.push(() => resolve(name)));
    },
    finish: async () => {
      running.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

test('two at once, the rest in order, too many turned away', async () => {
  const turnstile = new Turnstile(2, 2);
  const { begun, start, finish } = work();
  const passed = [1, 2, 3, 4].map((name) => turnstile.pass(start(name)));
  await expect(turnstile.pass(start(5))).rejects.toMatchObject({ code: 'too_many_requests' });
  expect(begun).toEqual([1, 2]);
  await finish();
  expect(begun).toEqual([1, 2, 3]);
  const late = turnstile.pass(start(6));
  await finish();
  await finish();
  await finish();
  await finish();
  expect(begun).toEqual([1, 2, 3, 4, 6]);
  expect(await Promise.all([...passed, late])).toEqual([1, 2, 3, 4, 6]);
});

test('work that fails gives its place on', async () => {
  const turnstile = new Turnstile(1, 1);
  const failing = turnstile.pass(() => Promise.reject(new Error('no')));
  const next = turnstile.pass(() => Promise.resolve('done'));
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('done');
  expect(await turnstile.pass(() => Promise.resolve('again'))).toBe('again');
});
