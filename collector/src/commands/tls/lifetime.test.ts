import { describe, expect, test } from 'vitest';
import { lasts, renewCa, renewedBefore, renewServer } from './lifetime.ts';

const now = 1_800_000_000_000;
const names = ['fettle.lan', 'localhost'];
const good = { from: now - 1, to: now + lasts.server, names, ofCa: true };

describe('a server’s certificate', () => {
  test('is left alone while it is good, though fewer names are asked for', () => {
    expect(renewServer(good, names, now)).toBeNull();
    expect(renewServer(good, ['localhost'], now)).toBeNull();
  });
  test.each([
    ['there is none', null, 'missing'],
    ['a name is not in it', { ...good, names: ['localhost'] }, 'other names'],
    ['another CA signed it', { ...good, ofCa: false }, 'other authority'],
    ['it begins later', { ...good, from: now + 1 }, 'begins later'],
    ['it is over', { ...good, to: now - 1 }, 'ends soon'],
  ])('is made anew when %s', (_name, current, reason) => {
    expect(renewServer(current, names, now)).toBe(reason);
  });
  test('is renewed exactly 30 days before its end, which is 60 days after it was made', () => {
    const renewed = good.to - 30 * 86_400_000;
    expect(renewServer(good, names, renewed - 1)).toBeNull();
    expect(renewServer(good, names, renewed)).toBe('ends soon');
    expect(renewed).toBe(now + 60 * 86_400_000);
  });
});

test('the certificate of the CA is renewed a year before its end, and when the clock was wrong as it was made', () => {
  const ca = { from: now, to: now + lasts.ca };
  expect(renewCa(ca, now)).toBeNull();
  expect(renewCa(ca, ca.to - renewedBefore.ca - 1)).toBeNull();
  expect(renewCa(ca, ca.to - renewedBefore.ca)).toBe('ends soon');
  expect(renewCa(ca, now - 1)).toBe('begins later');
  expect(renewCa(null, now)).toBe('missing');
});
