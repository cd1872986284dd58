import type { ScriptParameter } from '@fettle/shared/api/scripts';
import { expect, test } from 'vitest';
import { parameterWords, startOf, textOf, valueOf, wrongWith } from './parameters.ts';

const parameter = (some: Partial<ScriptParameter>): ScriptParameter => ({
  name: 'older_than',
  type: 'text',
  title: 'Older than, days',
  required: false,
  default: null,
  min: 0,
  max: 8,
  choices: [],
  ...some,
});

test('a field begins with what is usual, a flag with no', () => {
  expect(startOf(parameter({ default: 7 }))).toBe('7');
  expect(startOf(parameter({ type: 'flag' }))).toBe('false');
  expect(textOf(parameter({ default: 7 }), { older_than: '' })).toBe('');
});

test.each([
  [{ type: 'integer', min: 1, max: 365 }, '7', undefined],
  [{ type: 'integer', min: 1, max: 365 }, '0', 'From 1 to 365.'],
  [{ type: 'integer', min: 1, max: 365 }, '7.5', 'A whole number.'],
  [{ type: 'integer', min: 0, max: 9e15 }, '99999999999999999', 'A whole number.'],
  [{ required: true }, '', 'It is needed.'],
  [{ required: false, min: 3 }, '', undefined],
  [{ min: 3 }, 'ab', 'At least 3 characters.'],
  [{}, '123456789', 'At most 8 characters.'],
  [{ type: 'choice', choices: ['a'] }, 'b', 'Choose one of the list.'],
  [{ type: 'secret', required: true }, '', undefined],
] as const)('%j with %j: %j', (some, text, wrong) => {
  expect(wrongWith(parameter(some as Partial<ScriptParameter>), text)).toBe(wrong);
});

test('values have their types; a secret is never given here', () => {
  expect(valueOf(parameter({ type: 'integer' }), '7')).toBe(7);
  expect(valueOf(parameter({ type: 'flag' }), 'true')).toBe(true);
  expect(valueOf(parameter({ type: 'text' }), '')).toBeUndefined();
  expect(valueOf(parameter({ type: 'secret' }), 'x')).toBeUndefined();
});

test('in words: the unit after the value, flags by their name', () => {
  const caches = parameter({ name: 'caches', type: 'flag', title: 'Package caches too' });
  const leave = parameter({ name: 'leave', title: 'Leave alone' });
  expect(parameterWords([parameter({}), caches, leave], { older_than: 7, caches: true, leave: '/a' })).toEqual([
    'older than 7 days',
    'package caches too',
    'leave alone /a',
  ]);
  expect(parameterWords([caches], { caches: false })).toEqual([]);
});
