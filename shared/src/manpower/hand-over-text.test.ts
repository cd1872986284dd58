import { expect, test } from 'vitest';
import type { HandOver } from '../api/manpower.ts';
import { handOverText } from './hand-over-text.ts';

const time = Date.UTC(2026, 10, 29, 18, 4);
const empty: HandOver = {
  from: time,
  to: time + 3_600_000,
  roster: null,
  leaving: null,
  coming: null,
  open: [],
  done: [],
  underWay: [],
  soon: [],
  requests: [],
  notes: [],
};
const item: HandOver['open'][number] = {
  id: 'i1',
  words: '/var is 96 % full',
  device: 'db-1',
  site: 'berlin',
  state: 'critical',
  since: time,
  owner: { id: 'pida', name: 'Ida' },
  next: 'Resolve it within 2 h.',
  link: '/incidents/i1',
};

test('each part says what it has, or that it has nothing', () => {
  expect(handOverText(empty, 'Europe/Berlin')).toBe(
    [
      'Hand-over, Sun 29 Nov 2026, 19:04 to Sun 29 Nov 2026, 20:04 (Europe/Berlin)',
      ...['Notes', 'Open', 'Done in the turn', 'Under way', 'Soon', 'Requests'].flatMap((part) => [
        '',
        `${part}: nothing.`,
      ]),
    ].join('\n'),
  );
});

test('what is open says where, whose and what is next; who leaves and who comes', () => {
  const [leaving, coming] = [{ id: 'pida', name: 'Ida' }, null];
  const text = handOverText({ ...empty, leaving, coming, open: [item] }, 'UTC');
  expect(text).toContain('\nFrom Ida to nobody.\n');
  expect(text).toContain(
    '\nOpen (1)\n- CRITICAL /var is 96 % full on db-1 (berlin). Resolve it within 2 h. Ida has it.\n',
  );
});

test('what others wrote stays on its line and moves no cursor', () => {
  const note = { id: 'n1', time, by: { id: 'p', name: 'Ida\n' }, text: 'a\u001b[2J\nOpen (0)\u202eb' };
  const text = handOverText({ ...empty, notes: [note] }, 'UTC');
  expect(text).toContain('- Ida, Sun 29 Nov 2026, 18:04: a [2J Open (0) b');
});
