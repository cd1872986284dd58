import { expect, test } from 'vitest';
import { remedyOf, remedyPath } from './remedy-of.ts';

const scripts = [
  { name: 'clear-temp', title: 'Clear temp and caches', published: 4 },
  { name: 'restart', title: 'Restart a service', published: 1 },
  { name: 'unsigned', title: 'Renew the certificates', published: null },
];
const incident = (runbook: string, workaround?: string) => ({
  id: 'i1',
  device: 'd1',
  words: '/var is 91 % full',
  instance: '',
  runbook,
  evidence:
    workaround === undefined
      ? []
      : [{ kind: 'known-error' as const, problem: 'p', title: 't', rootCause: '', workaround }],
});

test('the workaround counts before the runbook, the first that is named before others', () => {
  expect(remedyOf(incident('Run restart.', 'Clear temp and caches, then Restart a service'), scripts)?.name).toBe(
    'clear-temp',
  );
  expect(remedyOf(incident('1. Run `restart` first'), scripts)?.name).toBe('restart');
});

test('a part of a word names nothing, nor does what nobody published', () => {
  expect(remedyOf(incident('restarting pre-restart restart-all'), scripts)).toBeUndefined();
  expect(remedyOf(incident('Renew the certificates'), scripts)).toBeUndefined();
});

test('the way there says what for', () => {
  const path = remedyPath(incident(''), scripts[0]);
  expect(Object.fromEntries(new URLSearchParams(path.split('?')[1]))).toEqual({
    script: 'clear-temp',
    devices: 'd1',
    incident: 'i1',
    reason: '/var is 91 % full',
  });
});
