import type { HandOver } from '@fettle/shared/api/manpower';
import { expect, test } from 'vitest';
import { textOf } from '../../parts/piece.ts';
import { handOverSentence, markOf } from './words.ts';

const item = (state: string) => ({
  id: state,
  words: '',
  device: null,
  site: null,
  state,
  since: 0,
  owner: null,
  next: '',
  link: '/',
});
const handOver = (fields: Partial<HandOver>): HandOver => ({
  from: 0,
  to: 1,
  roster: null,
  leaving: null,
  coming: null,
  open: [],
  done: [],
  underWay: [],
  soon: [],
  requests: [],
  notes: [],
  ...fields,
});

test('who gives what to whom', () => {
  const [leaving, coming] = [
    { id: 'a', name: 'Jana' },
    { id: 'b', name: 'Tom' },
  ];
  const open = [item('critical'), item('warning'), item('warning')];
  expect(
    textOf(
      handOverSentence(handOver({ leaving, coming, open, done: [item('resolved')], requests: [item('waiting')] })),
    ),
  ).toBe(
    'Jana hands over to Tom: 1 critical incident and 2 warnings open, 1 request waiting. 1 put right in the turn.',
  );
  expect(textOf(handOverSentence(handOver({ leaving })))).toBe(
    'Jana hands over to nobody: nothing is open. 0 put right in the turn.',
  );
  expect(textOf(handOverSentence(handOver({})))).toBe('Nothing is open. 0 put right in the turn.');
});

test('what is not known by a shape is in order, and says its word', () => {
  expect(markOf('waiting-approval')).toEqual({ shape: 'order', word: 'waiting approval' });
  expect(markOf('halted').shape).toBe('warning');
});
