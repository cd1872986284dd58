import { expect, test } from 'vitest';
import { preferencesOf } from './preferences.ts';

const usual = { theme: 'auto', density: 'compact', letters: true, notices: false };

test('keeps what was chosen', () => {
  const chosen = { theme: 'dark', density: 'roomy', letters: false, notices: true };
  expect(preferencesOf(JSON.stringify(chosen))).toEqual(chosen);
});

test.each([null, '', '{', 'null', '7', '{"theme":"pink","density":3,"letters":"yes"}'])(
  '%j is as if nothing was',
  (text) => {
    expect(preferencesOf(text)).toEqual(usual);
  },
);
