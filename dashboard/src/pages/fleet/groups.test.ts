import { expect, test } from 'vitest';
import { exampleDevice, exampleTrouble } from '../../state/example.ts';
import { standingOf } from '../../state/standing.ts';
import { byGroup, byState, held, type Line } from './groups.ts';

const now = Date.UTC(2026, 10, 19);
const stood = (name: string, some = {}) => {
  const device = exampleDevice(now, { name, id: name, ...some });
  return { device, standing: standingOf(device, now) };
};
const sick = (name: string) => stood(name, { troubles: [exampleTrouble('critical', 'x')] });
const told = (lines: readonly Line[]) =>
  lines.map((line) => (line.kind === 'row' ? line.key : `${line.word}: ${line.note}`));

test('by state: needs you, off, in order', () => {
  const all = [
    stood('ok'),
    stood('off', { state: 'stopped' }),
    stood('gone', { state: 'offline' }),
    sick('sick'),
    stood('new', { state: 'unknown', lastSeen: null }),
  ];
  expect(told(byState(all))).toEqual([
    'sick',
    'gone',
    'Off or not yet: 2 devices',
    'new',
    'off',
    'In order: 1 device, by name',
    'ok',
  ]);
  expect(told(byState([stood('a'), stood('b')]))).toEqual(['a', 'b']);
  expect(byState([])).toEqual([]);
});

test('by site: groups by name with their counts, none last, worst first inside', () => {
  const site = new Map([
    ['a', 'porto'],
    ['b', 'berlin'],
    ['c', 'porto'],
  ]);
  const lines = byGroup([stood('a'), stood('b'), sick('c'), stood('d')], (id) => site.get(id) ?? '', 'No site');
  expect(told(lines)).toEqual([
    'berlin: 1 device, all in order',
    'b',
    'porto: 2 devices, 1 needs you',
    'c',
    'a',
    'No site: 1 device, all in order',
    'd',
  ]);
});

test('rows keep their places while somebody points at them; who joins those in need is counted', () => {
  const before = byState([stood('a'), stood('b'), sick('c')]);
  const { lines, above } = held(byState([sick('a'), stood('b'), sick('c'), sick('z')]), before);
  expect(told(lines)).toEqual(['c', 'In order: 1 device, by name', 'a', 'b']);
  expect(above).toBe(2);
  expect(held(before, before)).toEqual({ lines: before, above: 0 });
});
