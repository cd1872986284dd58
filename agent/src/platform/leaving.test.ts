import { expect, test } from 'vitest';
import { leaving } from './leaving.ts';

const host = (run: () => Promise<string>) => ({ root: '/', run });

test('tells a shutdown of the system from a stop of the agent', async () => {
  expect(await leaving(host(async () => 'SystemState=stopping\n'))).toBe('shutdown');
  expect(await leaving(host(async () => 'SystemState=running\n'))).toBe('stop');
  expect(await leaving(host(() => Promise.reject(new Error('systemctl is not here'))))).toBe('stop');
});
