import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { runtimeEnvironment, runtimeFlags, startAgainWith, startedAgain } from './flags.ts';

const usual = { processes: 100, ffi: true };
const started = { flags: [], environment: { HOME: '/root' }, mayBeReplaced: true };

test('the optimizer stays where it earns its keep: with many processes', () => {
  const optimizes = (processes: number) => !runtimeFlags({ processes, ffi: false }).includes('--no-opt');
  expect([0, 100, 499, 500, 5_000].map((processes) => optimizes(processes))).toEqual([false, false, false, true, true]);
});

test('a plain start is followed by one with the flags, and by no third', () => {
  const again = startAgainWith(started, usual);
  expect(again?.flags).toEqual(runtimeFlags(usual));
  expect(again?.environment).toEqual({ HOME: '/root', ...runtimeEnvironment, [startedAgain]: '1' });
  // Also where flags got lost on the way.
  expect(startAgainWith({ ...started, environment: again?.environment ?? {} }, usual)).toBeNull();
});

test('a service that was started with all of it is not started again', () => {
  const unit = { ...started, flags: runtimeFlags(usual), environment: runtimeEnvironment };
  expect(startAgainWith(unit, usual)).toBeNull();
  expect(startAgainWith({ ...unit, environment: {} }, usual)).not.toBeNull();
});

test('flags of the user’s own stay and stand last, each once', () => {
  const own = { ...started, flags: ['--cpu-prof', '--no-opt', '--max-semi-space-size=4'] };
  const flags = startAgainWith(own, usual)?.flags ?? [];
  expect(flags.slice(-3)).toEqual(own.flags);
  expect(new Set(flags).size).toBe(flags.length);
});

test('where a process cannot be replaced it runs on', () => {
  expect(startAgainWith({ ...started, mayBeReplaced: false }, usual)).toBeNull();
});

test('this Node takes every flag of the table', () => {
  const all = [...runtimeFlags(usual), ...runtimeFlags({ processes: 500, ffi: true })];
  const { status, stderr } = spawnSync(process.execPath, [...all, '-e', ''], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
