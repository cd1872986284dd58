import { expect, test } from 'vitest';
import { isNothing, nothing, queryOf, same, scrolled, union } from './topics.ts';

test('the union of all tabs, each device once', () => {
  const all = union([
    { fleet: false, devices: ['b'] },
    { fleet: true, devices: [] },
    { fleet: false, devices: ['a', 'b'] },
  ]);
  expect(all).toEqual({ fleet: true, devices: ['a', 'b'] });
  expect(queryOf(all)).toEqual({ device: ['a', 'b'], fleet: '1' });
});

test('never more devices than the API takes', () => {
  const many = Array.from({ length: 12 }, (_, i) => ({ fleet: false, devices: [`d${i}`] }));
  expect(union(many).devices).toHaveLength(8);
  expect(union(many).devices).toContain('d11');
});

test('no tab wants anything', () => {
  expect(isNothing(union([]))).toBe(true);
  expect(isNothing(union([nothing, { fleet: true, devices: [] }]))).toBe(false);
  expect(same(union([nothing]), nothing)).toBe(true);
});

test('who only wants to hear what happens has a stream; beside other wishes it changes nothing', () => {
  const events = { ...nothing, events: true };
  expect(isNothing(events)).toBe(false);
  expect(same(nothing, events)).toBe(false);
  expect(queryOf(events)).toEqual({});
  const fleet = { fleet: true, devices: [] };
  expect(same(fleet, union([fleet, events]))).toBe(true);
});

test('rows in sight are of all tabs, at most what the API takes; other rows alone are a scroll', () => {
  const many = Array.from({ length: 300 }, (_, i) => `d${i}`);
  const topics = union([{ fleet: true, devices: [], rows: many }]);
  expect(topics.rows).toHaveLength(200);
  expect(queryOf({ fleet: true, devices: [], rows: ['a'] })).toEqual({ fleet: '1', row: ['a'] });
  const fleet = { fleet: true, devices: [] };
  expect(scrolled(fleet, { ...fleet, rows: ['a'] })).toBe(true);
  expect(scrolled(fleet, fleet)).toBe(false);
  expect(scrolled({ ...nothing, rows: ['b'] }, { ...fleet, rows: ['a'] })).toBe(false);
});

test('one order and one run are told of: those asked for last; another one is another stream', () => {
  const topics = union([
    { ...nothing, order: 'o1' },
    { ...nothing, order: 'o2', run: 'r1' },
  ]);
  expect(queryOf(topics)).toEqual({ order: 'o2', run: 'r1' });
  expect(isNothing({ ...nothing, run: 'r1' })).toBe(false);
  expect(same({ ...nothing, order: 'o1' }, { ...nothing, order: 'o2' })).toBe(false);
  expect(scrolled({ ...nothing, order: 'o1' }, { ...nothing, order: 'o2' })).toBe(false);
});
