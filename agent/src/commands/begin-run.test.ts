import { expect, test } from 'vitest';
import { plainRun } from './begin-run.ts';

test('takes the flags of a plain run as the command line does', () => {
  expect(plainRun(['run'])).toEqual({ reexec: true });
  expect(plainRun(['run', '--data', './a', '--interval=5s', '--no-reexec'])).toEqual({
    data: './a',
    interval: '5s',
    reexec: false,
  });
  expect(plainRun(['run', '--outbox', 'disk', '--outbox-size', '1MiB', '--outbox-days', '2'])).toEqual({
    outbox: 'disk',
    outboxSize: '1MiB',
    outboxDays: '2',
    reexec: true,
  });
});

test('leaves everything else to the command line', () => {
  for (const args of [
    [],
    ['status'],
    ['--version'],
    ['run', '--help'],
    ['run', '-h'],
    ['run', '--nonsense'],
    ['run', 'more'],
    ['run', '--interval'],
    ['run', '--data', '--interval'],
  ]) {
    expect(plainRun(args), args.join(' ')).toBeNull();
  }
});
