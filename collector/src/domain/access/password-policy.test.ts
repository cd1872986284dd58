import { expect, test } from 'vitest';
import { commonWords } from './common-passwords.ts';
import { isWeakPassword } from './password-policy.ts';

test.each([
  'short',
  'elevenchars',
  'aaaaaaaaaaaaaaaa',
  'abababababab',
  'abc1abc1abc1',
  'password1234',
  'Password2026!',
  'P@ssw0rd12345',
  'passwordpassword',
  'Administrator1!',
  'qwertyuiop12',
  'QWERTZuiop123',
  '1q2w3e4r5t6y',
  '1qaz2wsx3edc',
  'abcdefghijkl',
  '123456789012345',
  '987654321098765',
  'iloveyou12345',
  'letmein-letmein',
  'Summer2026!!',
  'welcomewelcome1',
  'FettleAdmin2026',
  'ada.lovelace.1815',
  '!!!!2026####12?',
])('%s is refused', (password) => {
  expect(isWeakPassword(password, 'Ada Lovelace')).toBe(true);
});

test.each([
  'correct horse battery staple',
  'kj4-99rmx-1!pq',
  'Gänseblümchen am Fenster',
  'x7$Kp2#vQ9&mLz',
  'my admin drives a violet bus',
  'пароль из трёх слов',
])('%s is taken', (password) => {
  expect(isWeakPassword(password, 'Ada Lovelace')).toBe(false);
});

test('twelve characters are counted as people count them', () => {
  expect(isWeakPassword('🦊🐢🦉🐙🦔🐝🦋🐞🐬🦭🐘', '')).toBe(true);
  expect(isWeakPassword('🦊 reads 8 old maps', '')).toBe(false);
});

test('the list has some two hundred words, none twice', () => {
  expect(commonWords.length).toBeGreaterThan(200);
  expect(new Set(commonWords).size).toBe(commonWords.length);
});
