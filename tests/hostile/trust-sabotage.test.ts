/** Shows that the attacks on shared/trust can succeed: each check of the verifier is taken out in turn. */
import { rmSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { outcome } from '../support/trust/outcome.ts';
import {
  broken,
  type Edit,
  lineOf,
  makeWorkshop,
  refusals,
  type Verifier,
  verifier,
} from '../support/trust/verifier.ts';
import { attacks, rights } from './trust-attacks.ts';

const workshop = makeWorkshop();
afterAll(() => rmSync(workshop, { recursive: true }));

const noticed = (copy: Verifier) => attacks.filter(({ code, run }) => outcome(() => run(copy)) !== `refused: ${code}`);
const successful = (copy: Verifier) =>
  attacks.filter(({ run }) => outcome(() => run(copy)) === 'accepted').map(({ name }) => name);

describe('the verifier', () => {
  test.each(rights)('lets pass what is right: $name', ({ run }) => {
    expect(outcome(() => run(verifier))).toBe('accepted');
  });
  test.each(attacks)('refuses as $code: $name', ({ code, run }) => {
    expect(outcome(() => run(verifier))).toBe(`refused: ${code}`);
  });
  test('as an unbroken copy does the same', async () => {
    const copy = await broken(workshop, { file: 'words.ts', find: 'acorn', replace: 'acorn' });
    expect(noticed(copy)).toEqual([]);
    expect(rights.map(({ run }) => outcome(() => run(copy)))).toEqual(rights.map(() => 'accepted'));
  });
});

/** Refusals with another one behind them: they are there for a better word, and without them nothing passes either. */
const doubled = [
  // What is no JSON has no canonical form.
  /^canonical\.ts.*'json'/,
  // Without a first root there is nothing to open; no role names an unlisted key once a root was read.
  /^chain\.ts.*first < 0/,
  /^chain\.ts.*entry === undefined/,
  // The checksum finds what has another length or holds another letter.
  /^checked-text\.ts.*length === undefined/,
  /^checked-text\.ts.*value < 0/,
  // Where no key is named, none is valid; what is no list cannot be gone through.
  /^envelope\.ts.*!named/,
  /^envelope\.ts.*not a list/,
];
const lines = refusals().map((edit) => ({ line: lineOf(edit), edit }));
const isDoubled = (line: string) => doubled.some((one) => one.test(line));

describe('without this refusal an attack succeeds:', () => {
  test.each(lines.filter(({ line }) => !isDoubled(line)))('$line', async ({ edit }) => {
    expect(successful(await broken(workshop, edit))).not.toEqual([]);
  });
});

describe('without this refusal another stands:', () => {
  test.each(lines.filter(({ line }) => isDoubled(line)))('$line', async ({ edit }) => {
    expect(successful(await broken(workshop, edit))).toEqual([]);
  });
  test('and each of these exists', () => {
    expect(doubled.filter((one) => !lines.some(({ line }) => one.test(line)))).toEqual([]);
  });
});

/** [what is broken, the attack that then succeeds, how] */
const sabotages: [string, string, Edit][] = [
  [
    'any signature verifies',
    'grant: one byte changed after signing',
    { file: 'keys.ts', find: 'return verifyBytes(null, bytes, key, signature);', replace: 'return true;' },
  ],
  [
    'a signature for any type is taken',
    'grant: signed as a token, renamed',
    {
      file: 'envelope.ts',
      find: 'verify(key, bytes, sig)',
      replace: 'Object.values(payloadTypes).some((type) => verify(key, pae(type, payload), sig))',
    },
  ],
  [
    'keys count in place of people',
    'first root: signed by one person with two keys',
    { file: 'chain.ts', find: 'holders.map((id) => root.keys[id]?.person)', replace: 'holders' },
  ],
  [
    'the first root’s own admins are not asked',
    'first root: signed by one of two',
    { file: 'chain.ts', find: "requireThreshold(root, 'admin', signersOf(", replace: '((..._: unknown[]) => {})((' },
  ],
  [
    'the admins before are not counted',
    'next root: signed by one admin of the root before',
    { file: 'chain.ts', find: "requireThreshold(current, 'admin', signedBy);", replace: '' },
  ],
  [
    'the admins after are not counted',
    'next root: signed by one admin of its own',
    { file: 'chain.ts', find: "requireThreshold(next, 'admin', signersOf(", replace: '((..._: unknown[]) => {})((' },
  ],
  [
    'enrollers are not counted',
    'grant: signed by one enroller of two',
    { file: 'check.ts', find: "requireThreshold(root, 'enroller', signedBy);", replace: '' },
  ],
  [
    'anybody in the root enrols',
    'grant: a stranger signed',
    {
      file: 'envelope.ts',
      find: 'const key = known.get(keyid);',
      replace:
        'const key = known.get(keyid) ?? [...known.values()][0]; if (keyid !== [...known.keys()][0]) { valid.set(keyid, key!); named = true; }',
    },
  ],
  [
    'the device’s own signature is not asked for',
    'device: the device did not sign',
    { file: 'check.ts', find: 'open(envelope, payloadTypes.device, [fromBase64(record.publicKey)]);', replace: '' },
  ],
  [
    'bytes are not compared with their canonical form',
    'payload: a key twice',
    { file: 'canonical.ts', find: '!equalBytes(canonicalBytes(value), bytes)', replace: 'false' },
  ],
  [
    'only lengths are compared',
    'payload: keys out of order',
    { file: 'canonical.ts', find: 'Buffer.compare(one, other) === 0', replace: 'one.length === other.length' },
  ],
  [
    'keys are written in the order they come',
    'payload: keys out of order',
    { file: 'canonical.ts', find: 'one < other ? -1 : 1', replace: '0' },
  ],
  [
    'points of small order are keys',
    'first root: a collector of order four',
    { file: 'keys.ts', find: '!smallOrder.has(hex)', replace: 'true' },
  ],
  [
    'a point has two encodings',
    'first root: a collector in another encoding',
    { file: 'keys.ts', find: 'hex < prime', replace: 'true' },
  ],
  [
    'names may hide signs',
    'first root: a person with a hidden sign',
    { file: 'fields.ts', find: '\\u2028-\\u202e', replace: '\\u2028' },
  ],
];

describe('when this is broken its attack succeeds:', () => {
  test.each(sabotages)('%s', async (_name, attack, edit) => {
    expect(successful(await broken(workshop, edit))).toContain(attack);
  });
});
