import { expect, test } from 'vitest';
import { Passwords, passwords } from './passwords.ts';
import { Turnstile } from './turnstile.ts';

const quick = new Passwords({ memoryKiB: 64, passes: 1 });

test('a password fits its own hash only, also one made at another cost', async () => {
  const phc = await quick.hash('gänse blümchen');
  expect(phc).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(await new Passwords({ memoryKiB: 128, passes: 2 }).verify('gänse blümchen', phc)).toBe(true);
  expect(await quick.verify('gänse blümchen '.normalize('NFD').trim(), phc)).toBe(true);
  expect(await quick.verify('gänse blumchen', phc)).toBe(false);
  expect(await quick.verify('', phc)).toBe(false);
  expect(await quick.verify('gänse blümchen', null)).toBe(false);
  expect(await quick.hash('gänse blümchen')).not.toBe(phc);
});

test('the form is the one that others write', async () => {
  // From the tests of the reference implementation, phc-winner-argon2 src/test.c.
  const known = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  expect(await quick.verify('password', known)).toBe(true);
  expect(await quick.verify('passwore', known)).toBe(false);
  await expect(quick.verify('x', '$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$AAAA')).rejects.toThrow(RangeError);
  await expect(quick.verify('x', 'plain')).rejects.toThrow(RangeError);
});

test('an unknown name takes as long as a known one', async () => {
  const phc = await passwords.hash('some password');
  const time = async (hash: string | null) => {
    const begin = performance.now();
    await passwords.verify('another password', hash);
    return performance.now() - begin;
  };
  const [known, unknown] = [await time(phc), await time(null)];
  expect(unknown).toBeGreaterThan(known / 4);
});

test('at most so many at once and waiting', async () => {
  const few = new Passwords({ memoryKiB: 64, passes: 1 }, new Turnstile(2, 3));
  const results = await Promise.allSettled(Array.from({ length: 9 }, () => few.hash('x')));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  for (const result of results) {
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'too_many_requests' });
  }
});
