import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { keepOutput } from './kept-output.ts';

test('what fits is kept whole', () => {
  const kept = keepOutput(1_000);
  for (let i = 0; i < 100; i++) kept.push(Buffer.from(`line ${i % 10}\n`));
  expect([kept.total, kept.bytes().toString()]).toEqual([
    700,
    Array.from({ length: 100 }, (_, i) => `line ${i % 10}\n`).join(''),
  ]);
  kept.push(Buffer.alloc(300, 'x'));
  expect(kept.bytes()).toHaveLength(1_000);
});

test.each([1, 7, 1_000, 100_000])(
  'of more, in pieces of %i bytes, the head, the tail and how much lies between',
  (piece) => {
    const all = Buffer.from(Array.from({ length: 20_000 }, (_, i) => `${i}\n`).join(''));
    const kept = keepOutput(1_000);
    for (let at = 0; at < all.length; at += piece) kept.push(all.subarray(at, at + piece));
    const text = kept.bytes().toString();
    expect(kept.bytes().length).toBeLessThanOrEqual(1_000);
    const [head = '', tail = ''] = text.split(/\n… \d+ bytes were left out …\n/);
    const left = Number(/… (\d+) bytes/.exec(text)?.[1]);
    expect(all.toString().startsWith(head) && all.toString().endsWith(tail)).toBe(true);
    expect([head.length, tail.length]).toEqual([452, 452]);
    expect(left).toBe(all.length - head.length - tail.length);
  },
);

test('a flood takes no more memory than is kept', async () => {
  const kept = keepOutput(10_000);
  const before = inUse();
  for (let i = 0; i < 4_000; i++) kept.push(Buffer.alloc(10_000, 'x'));
  // What is collected is given back by another thread, in its own time.
  await expect.poll(() => inUse() - before).toBeLessThan(1_000_000);
  expect(kept.total).toBe(40_000_000);
  expect(kept.bytes().length).toBeLessThanOrEqual(10_000);
});

/** Bytes of buffers that somebody still holds. */
function inUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().arrayBuffers;
}
