import { expect, test } from 'vitest';
import { deliveryOfCode, linkCode, seal, unseal } from './sealing.ts';

const [key, other] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];

test('a secret comes back with its key and for its owner only, and looks different each time', () => {
  const sealed = seal(key, 'channel:a', 'between us ü');
  expect(unseal(key, 'channel:a', sealed)).toBe('between us ü');
  expect(seal(key, 'channel:a', 'between us ü')).not.toBe(sealed);
  const refused = expect.objectContaining({ code: 'secret_unreadable' });
  expect(() => unseal(other, 'channel:a', sealed)).toThrow(refused);
  expect(() => unseal(key, 'channel:b', sealed)).toThrow(refused);
  const bytes = Buffer.from(sealed, 'base64');
  bytes[30] = (bytes[30] ?? 0) ^ 1;
  expect(() => unseal(key, 'channel:a', bytes.toString('base64'))).toThrow(refused);
  expect(() => unseal(key, 'channel:a', 'short')).toThrow(refused);
});

test('a link is of one delivery and one collector', () => {
  const code = linkCode(key, 'n1');
  expect(deliveryOfCode(key, code)).toBe('n1');
  for (const forged of [linkCode(other, 'n1'), code.replace('n1', 'n2'), `${code}0`, 'n1', '', 'n1.']) {
    expect(deliveryOfCode(key, forged)).toBeNull();
  }
});
