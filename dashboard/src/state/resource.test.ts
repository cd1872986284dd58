import { expect, test } from 'vitest';
import { ApiProblem } from '../api/problem.ts';
import { resource } from './resource.ts';

test('the last answer stays while reading fails, with the reason', async () => {
  let fail = false;
  const found = resource(async () => {
    if (fail) throw new ApiProblem('unreachable', 0, 'no answer');
    return 7;
  });
  const first = found.load();
  expect(found.loading.value).toBe(true);
  await first;
  expect([found.value.value, found.loading.value, found.problem.value]).toEqual([7, false, undefined]);
  fail = true;
  await found.load();
  expect(found.value.value).toBe(7);
  expect(found.problem.value?.code).toBe('unreachable');
  fail = false;
  await found.load();
  expect(found.problem.value).toBeUndefined();
});

test('an answer that was overtaken is dropped', async () => {
  const answers: ((value: string) => void)[] = [];
  const found = resource(() => new Promise<string>((resolve) => answers.push(resolve)));
  const early = found.load();
  const late = found.load();
  answers[1]?.('new');
  await late;
  answers[0]?.('old');
  await early;
  expect(found.value.value).toBe('new');
});

test('cancelling ends the waiting and aborts the request', async () => {
  let aborted = false;
  const found = resource(
    (signal) =>
      new Promise<string>((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          aborted = true;
          reject(new DOMException('aborted', 'AbortError'));
        });
      }),
  );
  const loading = found.load();
  found.cancel();
  await loading;
  expect(aborted).toBe(true);
  expect(found.loading.value).toBe(false);
  expect(found.problem.value?.code).toBe('cancelled');
});

test('a fault of the program is not taken for an answer', async () => {
  const found = resource(async () => {
    throw new TypeError('a fault');
  });
  await expect(found.load()).rejects.toThrow('a fault');
});
