import { expect, test, vi } from 'vitest';
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

test('what came live while an answer was awaited is in it', async () => {
  const answers: ((value: readonly string[]) => void)[] = [];
  const found = resource(() => new Promise<readonly string[]>((resolve) => answers.push(resolve)));
  const first = found.load();
  found.update((before) => [...before, 'live']);
  answers[0]?.(['a']);
  await first;
  expect(found.value.value).toEqual(['a', 'live']);
  const second = found.load();
  answers[1]?.(['a', 'b']);
  await second;
  expect(found.value.value).toEqual(['a', 'b']);
});

test('asked for anew again and again, it is read once more and every answer is shown', async () => {
  const answers: ((value: number) => void)[] = [];
  const found = resource(() => new Promise<number>((resolve) => answers.push(resolve)));
  for (let n = 0; n < 5; n++) found.renew();
  expect(answers.length).toBe(1);
  answers[0]?.(1);
  await vi.waitFor(() => expect(answers.length).toBe(2));
  expect(found.value.value).toBe(1);
  answers[1]?.(2);
  await vi.waitFor(() => expect(found.value.value).toBe(2));
  expect(answers.length).toBe(2);
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
