import type { Part, ServiceBody } from '@fettle/shared/api/services';
import { expect, test } from 'vitest';
import { cycleIn, unknownIn, wrongInService } from './check.ts';

const on = (...ids: string[]): Part => ({
  name: ids.join(),
  of: { kind: 'service', ids },
  need: { kind: 'all' },
  impact: 'down',
});
const body = (fields: Partial<ServiceBody> = {}): ServiceBody => ({
  name: 'Mail',
  description: '',
  owner: null,
  pointPerson: null,
  criticality: 'vital',
  calendar: null,
  costPerHour: null,
  site: null,
  parts: [on('db')],
  ...fields,
});

test('a sound service has nothing wrong', () => {
  expect(wrongInService('mail', body())).toBeNull();
});

test.each([
  ['Ümlaut', {}, 'id'],
  ['mail', { name: ' ' }, 'name'],
  ['mail', { name: 'a\u202eb' }, 'visible'],
  ['mail', { parts: [on('db'), on('db')] }, 'Two parts'],
  ['mail', { parts: [{ ...on('db'), name: '\u0007' }] }, 'part'],
  ['mail', { parts: [{ ...on('db', 'db') }] }, 'twice'],
  ['mail', { parts: [{ ...on('a', 'b'), need: { kind: 'at-least', count: 3 } }] }, 'never be in order'],
] as const)('%s %j', (id, fields, words) => {
  expect(wrongInService(id, body(fields as Partial<ServiceBody>))).toContain(words);
});

test('a selector that cannot be read is refused', () => {
  const part: Part = { ...on('x'), of: { kind: 'devices', selector: 'role=', counts: 'away' } };
  expect(() => wrongInService('mail', body({ parts: [part] }))).toThrow(
    expect.objectContaining({ code: 'input_invalid' }),
  );
});

test('what it names and nobody knows is told', () => {
  const device: Part = { ...on('x'), of: { kind: 'device', ids: ['d1', 'd2'], counts: 'any' } };
  expect(unknownIn([device, on('a', 'b')], new Set(['d1' as never]), new Set(['b']))).toEqual(['d2', 'a']);
});

test('the way of a cycle is named, also a long one, and a diamond is none', () => {
  const others = new Map([
    ['b', [on('c')]],
    ['c', [on('d', 'e')]],
    ['d', [on('f')]],
    ['e', [on('f')]],
    ['f', []],
  ]);
  expect(cycleIn('a', [on('b')], others)).toBeNull();
  expect(cycleIn('a', [on('a')], others)).toEqual(['a', 'a']);
  expect(cycleIn('f', [on('b')], others)).toEqual(['f', 'b', 'c', 'e', 'f']);
  // The parts that it had before count no more.
  expect(
    cycleIn(
      'b',
      [on('f')],
      new Map([
        ['b', [on('b')]],
        ['f', []],
      ]),
    ),
  ).toBeNull();
});
