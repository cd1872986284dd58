import { expect, test } from 'vitest';
import { touching } from './phrases.ts';

test('blanks around what leads somewhere stand by themselves; nothing is lost', () => {
  const sentence = [
    { text: ' overspent by 45 min. ', basis: 'level' },
    { text: 'Scripts gave back ' },
    { text: '2 h', tone: 'strong', basis: 'hours' },
  ] as const;
  expect(touching(sentence)).toEqual([
    { text: ' ' },
    { text: 'overspent by 45 min.', basis: 'level' },
    { text: ' ' },
    { text: 'Scripts gave back ' },
    { text: '2 h', tone: 'strong', basis: 'hours' },
  ]);
  expect(
    touching(sentence)
      .map(({ text }) => text)
      .join(''),
  ).toBe(sentence.map(({ text }) => text).join(''));
});
