import { expect, test } from 'vitest';
import { isLoopback } from './loopback.ts';

test('knows what only this machine can reach', () => {
  expect(['127.0.0.1', '127.9.9.9', '::ffff:127.0.0.1', '::1', 'localhost'].every(isLoopback)).toBe(true);
  expect(['0.0.0.0', '10.0.0.1', '::', 'localhost.example.org', '127.0.0.1.example.org'].some(isLoopback)).toBe(false);
});
