import { expect, test } from 'vitest';
import { outboxSettings } from './outbox-settings.ts';

const given = (text: string) => ({ name: '--it', text });

test('is 256 MiB or 7 days on disk when nothing is said', () => {
  expect(outboxSettings({})).toEqual({ where: 'disk', bounds: { bytes: 268_435_456, age: 604_800_000 } });
});

test('takes what people write', () => {
  const settings = outboxSettings({ where: given('memory'), size: given('512KiB'), days: given('0.5') });
  expect(settings).toEqual({ where: 'memory', bounds: { bytes: 524_288, age: 43_200_000 } });
  expect(outboxSettings({ size: given('2GiB') }).bounds.bytes).toBe(2 ** 31);
});

test.each([
  [{ where: given('flash') }],
  [{ size: given('64') }],
  [{ size: given('511KiB') }],
  [{ size: given('-1MiB') }],
  [{ days: given('0') }],
  [{ days: given('a week') }],
])('refuses %j by the name under which it was given', (texts) => {
  expect(() => outboxSettings(texts)).toThrow(/^--it must be/);
});
