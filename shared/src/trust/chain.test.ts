import { describe, expect, test } from 'vitest';
import { canonicalBytes } from './canonical.ts';
import {
  fingerprint,
  fingerprintOf,
  fingerprintWords,
  firstRoot,
  followChain,
  isCollector,
  keysOf,
  nextRoot,
  requireCurrent,
} from './chain.ts';
import { exampleNext, exampleRoot, signed, signerOf } from './example.fixture.ts';
import { readRoot } from './statements.ts';
import { words } from './words.ts';

const refused = (code: string) => expect.objectContaining({ name: 'TrustError', code });
const one = exampleRoot();
const two = exampleNext(one);
const three = exampleNext(two, { policy: { ...two.policy, bulk: 50 } });
const envelopes = [
  signed('root', one, 'ann', 'ben'),
  signed('root', two, 'ann', 'ben'),
  signed('root', three, 'ben', 'eve'),
];

describe('firstRoot', () => {
  test('takes the root that was named, signed by enough of its admins', () => {
    expect(firstRoot(envelopes[0], fingerprintOf(one))).toEqual(one);
  });
  test('refuses another one, however well signed', () => {
    const other = exampleRoot({ expires: one.expires + 1 });
    expect(() => firstRoot(signed('root', other, 'ann', 'ben', 'cleo'), fingerprintOf(one))).toThrow(
      refused('fingerprint'),
    );
  });
  test.each([[['ann']], [['ann', 'ann2']], [['ann', 'dora']], [['ann', 'mallory']]])(
    'refuses %j as signers',
    (names) => {
      expect(() => firstRoot(signed('root', one, ...names), fingerprintOf(one))).toThrow(refused('threshold'));
    },
  );
  test('refuses one that only others signed', () => {
    expect(() => firstRoot(signed('root', one, 'dora'), fingerprintOf(one))).toThrow(refused('key'));
  });
});

describe('nextRoot', () => {
  const next = (statement: object, ...names: string[]) => nextRoot(one, signed('root', statement, ...names));
  test('takes what the admins of both signed', () => {
    expect(next(two, 'ann', 'ben')).toEqual(two);
    expect(next(two, 'ann', 'cleo', 'eve')).toEqual(two);
  });
  test('needs enough admins of the root before', () => {
    expect(() => next(two, 'ben', 'eve')).toThrow(refused('threshold'));
    expect(() => next(two, 'eve')).toThrow(refused('key'));
  });
  test('needs enough admins of the root itself', () => {
    expect(() => next(two, 'ann', 'cleo')).toThrow(refused('threshold'));
  });
  test('goes from one version to the next only', () => {
    expect(() => next(one, 'ann', 'ben')).toThrow(refused('root'));
    expect(() => next(three, 'ann', 'ben', 'eve')).toThrow(refused('root'));
    expect(() => nextRoot(two, envelopes[0])).toThrow(refused('root'));
  });
  test('refuses a fork: another root before it', () => {
    const other = exampleRoot({ expires: one.expires + 1 });
    expect(() => next(exampleNext(other), 'ann', 'ben')).toThrow(refused('root'));
  });
  test('refuses the root of another tenant', () => {
    expect(() => next(exampleNext(one, { tenant: '0'.repeat(26) }), 'ann', 'ben')).toThrow(refused('tenant'));
  });
});

describe('followChain', () => {
  test('ends at the last root', () => {
    expect(followChain(envelopes, fingerprintOf(one))).toEqual(three);
  });
  test('begins at the root that was named', () => {
    expect(followChain(envelopes, fingerprintOf(three))).toEqual(three);
    expect(followChain(envelopes.slice(1), fingerprintOf(two))).toEqual(three);
  });
  test('refuses a chain without it, with a gap, out of order, or with one twice', () => {
    expect(() => followChain(envelopes.slice(1), fingerprintOf(one))).toThrow(refused('fingerprint'));
    expect(() => followChain([], fingerprintOf(one))).toThrow(refused('fingerprint'));
    // Of version 1 only ben signed version 3: the gap is refused before its version is read.
    expect(() => followChain([envelopes[0], envelopes[2]], fingerprintOf(one))).toThrow(refused('threshold'));
    expect(() => followChain([...envelopes, envelopes[1]], fingerprintOf(one))).toThrow(refused('root'));
    expect(() => followChain([envelopes[0], envelopes[0]], fingerprintOf(one))).toThrow(refused('root'));
  });
});

test('roles and collectors are looked up', () => {
  expect(keysOf(one, 'approver')).toEqual([signerOf('ben').publicKey, signerOf('cleo').publicKey]);
  expect(isCollector(one, signerOf('collector').publicKey)).toBe(true);
  expect(isCollector(one, signerOf('ann').publicKey)).toBe(false);
});

test('a root is current until it expires', () => {
  expect(() => requireCurrent(one, one.expires - 1)).not.toThrow();
  expect(() => requireCurrent(one, one.expires)).toThrow(refused('expired'));
});

test('the fingerprint is that of the payload', () => {
  expect(fingerprintOf(readRoot(one))).toBe(fingerprint(canonicalBytes(one)));
  expect(fingerprint(new Uint8Array())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

describe('words', () => {
  test('are 256, short, plain, and told apart by four letters', () => {
    expect(words).toHaveLength(256);
    expect(words.filter((word) => !/^[a-z]{3,8}$/.test(word))).toEqual([]);
    expect(new Set(words.map((word) => word.slice(0, 4))).size).toBe(256);
  });
  test('tell a fingerprint’s first eight bytes', () => {
    expect(fingerprintWords(`0001fe${'ff'.repeat(5)}${'00'.repeat(24)}`)).toBe(
      'acorn actor wizard zebra zebra zebra zebra zebra',
    );
    expect(() => fingerprintWords('00')).toThrow(refused('fingerprint'));
  });
});

test('a role with a key that is not listed has none, in a root that nobody read', () => {
  const broken = { ...exampleRoot(), keys: {} };
  expect(() => keysOf(broken, 'admin')).toThrow(expect.objectContaining({ code: 'fields' }));
});
