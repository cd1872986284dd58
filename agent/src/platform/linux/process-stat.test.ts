import { expect, test } from 'vitest';
import { emptyStat, parseStat } from './process-stat.ts';
import { bytesOf, Reader } from './reader.ts';

const rest =
  'S 22504 22504 2854 0 -1 4194304 101 0 0 0 70 30 4 5 20 0 1 0 272562 3133440 410 18446744073709551615 0 0 0 0 0 0\n';

function parsed(text: string) {
  const reader = new Reader();
  const bytes = bytesOf(text);
  reader.load(bytes, bytes.length);
  const stat = emptyStat();
  if (!parseStat(reader, stat)) return undefined;
  const { nameFrom, nameTo, state, ...numbers } = stat;
  return { name: reader.text(nameFrom, nameTo), state: String.fromCharCode(state), ...numbers };
}

test.each(['cat', 'tmux: server', '(sd-pam)', 'a) R 1 2 3 (b', '))', '', 'two\nlines', '12 34'])(
  'a name like "%s" does not disturb the numbers',
  (name) => {
    expect(parsed(`22511 (${name}) ${rest}`)).toEqual({
      name,
      state: 'S',
      ticks: 100,
      start: 272_562,
      isKernels: false,
      residentPages: 410,
    });
  },
);

test.each(['', 'garbage', '12 (cat', '12 (cat)', '12 (cat) ', '12 (cat) S 1 2 3', ')('])(
  '"%s" is no process',
  (text) => {
    expect(parsed(text)).toBeUndefined();
  },
);

test('the kernel’s own have no memory', () => {
  expect(parsed(`2 (kthreadd) ${rest.replace('3133440 410', '0 0')}`)).toMatchObject({
    isKernels: true,
    residentPages: 0,
  });
});
