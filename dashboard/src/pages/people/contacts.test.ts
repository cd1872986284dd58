import { expect, test } from 'vitest';
import { emailOf, withEmail } from './contacts.ts';

const chat = { kind: 'channel', channel: 'chat' } as const;
const mail = (address: string) => ({ kind: 'email', address }) as const;

test('the first address is the one that is shown', () => {
  expect(emailOf([chat, mail('a@b.c'), mail('d@e.f')])).toBe('a@b.c');
  expect(emailOf([chat])).toBe('');
});

test('another address stands where the first stood, and the other ways stay', () => {
  expect(withEmail([chat, mail('a@b.c'), mail('d@e.f')], ' x@y.z ')).toEqual([chat, mail('x@y.z'), mail('d@e.f')]);
  expect(withEmail([chat], 'x@y.z')).toEqual([mail('x@y.z'), chat]);
  expect(withEmail([chat, mail('a@b.c')], ' ')).toEqual([chat]);
  expect(withEmail([chat], '')).toEqual([chat]);
});
