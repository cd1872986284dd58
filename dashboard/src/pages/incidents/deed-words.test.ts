import { expect, test } from 'vitest';
import { deedWords, undoOf } from './deed-words.ts';

const one = { id: 'i1', deviceName: 'ber-db-02', owner: { id: 'p1', name: 'Ida Lund' } };
const other = { id: 'i2', deviceName: 'ber-db-03', owner: null };

test('what was done is told of one by name, of many by count', () => {
  expect(deedWords({ kind: 'acknowledge' }, [one])).toBe('ber-db-02 acknowledged');
  expect(deedWords({ kind: 'resolve' }, [one, other])).toBe('2 incidents resolved');
  expect(deedWords({ kind: 'own', owner: 'p1' }, [one])).toBe('ber-db-02: owner is now Ida Lund');
});

test('what can be taken back has its way back; each gets the owner that it had', () => {
  const nobody = new Map<string, string | null>();
  expect(undoOf({ kind: 'resolve' }, [one], nobody)).toEqual([{ act: { kind: 'reopen' }, incidents: [one] }]);
  expect(undoOf({ kind: 'note', text: 'x' }, [one], nobody)).toEqual([]);
  const owners = new Map([
    ['i1', 'p7'],
    ['i2', null],
  ]);
  expect(undoOf({ kind: 'own', owner: 'p1' }, [one, other], owners)).toEqual([
    { act: { kind: 'own', owner: 'p7' }, incidents: [one] },
    { act: { kind: 'own', owner: null }, incidents: [other] },
  ]);
});
