import { expect, test } from 'vitest';
import { newKey } from '@fettle/shared/trust/keys';
import { formatRecoveryKey, parseRecoveryKey } from './recovery-key.ts';

const { seed } = newKey();
const text = formatRecoveryKey(seed);

test('is sixteen groups of four, read back as people type it', () => {
  expect(text).toMatch(/^([0-9a-z]{4}-){15}[0-9a-z]{4}$/);
  expect(parseRecoveryKey(text)).toEqual(seed);
  expect(parseRecoveryKey(` ${text.toUpperCase().replaceAll('-', '  ')}\n`)).toEqual(seed);
  expect(parseRecoveryKey(text.replaceAll('-', ''))).toEqual(seed);
});

test('a slip is found', () => {
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '-') continue;
    const wrong = text.slice(0, at) + (text[at] === '7' ? '8' : '7') + text.slice(at + 1);
    expect(() => parseRecoveryKey(wrong)).toThrow(expect.objectContaining({ code: 'text' }));
  }
  for (const other of ['', text.slice(5), text.replace(/.$/, 'u')])
    expect(() => parseRecoveryKey(other)).toThrow(expect.objectContaining({ code: 'text' }));
});
