import { expect, test } from 'vitest';
import { didYouMean, nearest } from './near.ts';

const keys = ['warning', 'critical', 'clear', 'for', 'scope', 'metric'];

test.each([
  ['warnign', 'warning'],
  ['Critcal', 'critical'],
  ['scop', 'scope'],
  ['fro', 'for'],
  ['metrics', 'metric'],
])('%s is near %s', (word, meant) => expect(nearest(word, keys)).toBe(meant));

test('the end of a name with dots is near it, unless two end so', () => {
  expect(nearest('mountpoint', ['system.filesystem.mountpoint', 'other'])).toBe('system.filesystem.mountpoint');
  expect(nearest('utilization', ['system.cpu.utilization', 'system.memory.utilization'])).toBeUndefined();
});

test('what is far from all is near none', () => {
  expect(nearest('colour', keys)).toBeUndefined();
  expect(nearest('', keys)).toBeUndefined();
  expect(didYouMean('colour', keys)).toBe('');
  expect(didYouMean('cleer', keys)).toBe(' Did you mean “clear”?');
});
