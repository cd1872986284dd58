/** Made-up attacks on shared/trust by the thousand: whatever is changed, by whomever signed, nothing of it is believed. */
import { rmSync } from 'node:fs';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { fingerprint, fingerprintOf } from '@fettle/shared/trust/chain';
import { type Envelope, payloadTypes } from '@fettle/shared/trust/envelope';
import {
  exampleDevice,
  exampleGrant,
  exampleNext,
  exampleRoot,
  exampleToken,
  seedOf,
  signed,
  signerOf,
} from '@fettle/shared/trust/example.fixture';
import { payloadOf, sealedText, type StatementType, textOf } from '../support/trust/envelopes.ts';
import { mutate, mutations, tokens } from '../support/trust/mutations.ts';
import { outcome } from '../support/trust/outcome.ts';
import { broken, type Edit, makeWorkshop, type Verifier, verifier } from '../support/trust/verifier.ts';

const root = exampleRoot();
const next = exampleNext(root);
const tokenKey = signerOf('token').publicKey;

interface Statement {
  readonly name: string;
  readonly type: StatementType;
  readonly statement: object;
  /** Exactly as many as must sign. */
  readonly signers: readonly string[];
  /** As the one who has to believe it opens it. */
  readonly open: (verifier: Verifier, envelope: unknown) => unknown;
  /** As one who was brought to trust these very bytes does; only a first root has such. */
  readonly openNamed?: (verifier: Verifier, envelope: Envelope) => unknown;
}

const statements: readonly Statement[] = [
  {
    name: 'first root',
    type: 'root',
    statement: root,
    signers: ['ann', 'ben'],
    open: (v, envelope) => v.firstRoot(envelope, fingerprintOf(root)),
    openNamed: (v, envelope) => v.firstRoot(envelope, fingerprint(payloadOf(envelope))),
  },
  {
    name: 'next root',
    type: 'root',
    statement: next,
    signers: ['ann', 'ben'],
    open: (v, envelope) => v.nextRoot(root, envelope),
  },
  {
    name: 'token',
    type: 'token',
    statement: exampleToken(),
    signers: ['dora'],
    open: (v, envelope) => v.openToken(root, envelope),
  },
  {
    name: 'grant',
    type: 'grant',
    statement: exampleGrant(),
    signers: ['dora'],
    open: (v, envelope) => v.openGrant(root, envelope),
  },
  {
    name: 'device',
    type: 'device',
    statement: exampleDevice(),
    signers: ['token', 'device'],
    open: (v, envelope) => v.openDevice(envelope, tokenKey),
  },
];
const right = ({ type, statement, signers }: Statement) => signed(type, statement, ...signers);
const refused = (run: () => unknown) => outcome(run).startsWith('refused');
const anyStatement = fc.constantFrom(...statements);

test('what is right is believed, and tokens are the text', () => {
  for (const one of statements) {
    expect(outcome(() => one.open(verifier, right(one)))).toBe('accepted');
    expect(
      tokens(textOf(one.statement))
        .map(({ text }) => text)
        .join(''),
    ).toBe(textOf(one.statement));
  }
});

/** The right keys sign the wrong bytes. */
const wrongBytes = (v: Verifier) =>
  fc.property(anyStatement, fc.constantFrom(...mutations), fc.nat(), fc.nat(), (one, mutation, place, choice) => {
    const text = mutate(textOf(one.statement), mutation, place, choice);
    fc.pre(text !== null);
    const envelope = sealedText(one.type, text ?? '', ...one.signers);
    return refused(() => (one.openNamed ?? one.open)(v, envelope));
  });

/** Somebody without keys changes what others signed. */
const wrongEnvelope = (v: Verifier) =>
  fc.property(anyStatement, anyStatement, fc.nat(), fc.nat(), fc.nat(), (one, other, way, place, value) => {
    const envelope = damaged(right(one), right(other), way, place, value);
    fc.pre(JSON.stringify(envelope) !== JSON.stringify(right(one)));
    return refused(() => one.open(v, envelope));
  });

function damaged(envelope: Envelope, other: Envelope, way: number, place: number, value: number): unknown {
  const { payload, payloadType, signatures } = envelope;
  const at = place % signatures.length;
  const resigned = (by: (one: Envelope['signatures'][number]) => object) =>
    signatures.map((one, i) => (i === at ? by(one) : one));
  const ways = [
    () => ({ ...envelope, payload: flipped(payload, place, value) }),
    () => ({ ...envelope, payload: changedCharacter(payload, place, value) }),
    () => ({ ...envelope, payload: other.payload }),
    () => ({ ...envelope, payloadType: changedCharacter(payloadType, place, value) }),
    () => ({ ...envelope, payloadType: Object.values(payloadTypes)[value % 4] }),
    () => ({ ...envelope, signatures: other.signatures }),
    () => ({ ...envelope, signatures: resigned((one) => ({ ...one, sig: flipped(one.sig, value, place) })) }),
    () => ({ ...envelope, signatures: resigned((one) => ({ ...one, sig: changedCharacter(one.sig, value, place) })) }),
    () => ({
      ...envelope,
      signatures: resigned((one) => ({ ...one, keyid: changedCharacter(one.keyid, value, place) })),
    }),
    () => ({ ...envelope, signatures: resigned((one) => ({ ...one, sig: other.signatures[0]!.sig })) }),
    () => ({ ...envelope, signatures: resigned((one) => ({ ...one, keyid: other.signatures[0]!.keyid })) }),
    () => ({ ...envelope, signatures: signatures.filter((_one, i) => i !== at) }),
    () => ({ ...envelope, [String.fromCharCode(97 + (value % 26))]: place }),
    () => ({ ...envelope, signatures: resigned((one) => ({ ...one, ['__proto__' + value]: 1 })) }),
  ];
  return ways[way % ways.length]!();
}

const replaceAt = (text: string, at: number, by: string) => text.slice(0, at) + by + text.slice(at + 1);

function changedCharacter(text: string, place: number, value: number): string {
  return replaceAt(text, place % text.length, String.fromCharCode(32 + (value % 95)));
}

function flipped(base64: string, place: number, bit: number): string {
  const bytes = Buffer.from(base64, 'base64');
  bytes[place % bytes.length]! ^= 1 << (bit % 8);
  return bytes.toString('base64');
}

/** One statement handed in for another, with right signatures of whoever. */
const wrongKind = (v: Verifier) =>
  fc.property(
    anyStatement,
    anyStatement,
    anyStatement,
    fc.subarray(['ann', 'ben', 'cleo', 'dora', 'eve', 'token', 'device', 'collector']),
    (one, type, other, names) => {
      fc.pre(one !== other);
      const envelope = sealedText(type.type, textOf(other.statement), ...names);
      return refused(() => one.open(v, envelope));
    },
  );

/** Too few, or the wrong ones, sign what is right. */
const wrongSigners = (v: Verifier) =>
  fc.property(
    anyStatement,
    fc.uniqueArray(fc.constantFrom('ann', 'ann2', 'ben', 'cleo', 'dora', 'eve', 'token', 'device', 'collector', 'eva')),
    (one, names) => {
      const envelope = sealedText(one.type, textOf(one.statement), ...names);
      return (outcome(() => one.open(v, envelope)) === 'accepted') === mayBelieve(one.name, new Set(names));
    },
  );

/** The rule itself, told apart from the code that is tested. */
function mayBelieve(name: string, by: ReadonlySet<string>): boolean {
  const people = (...holders: string[]) => new Set(holders.filter((one) => by.has(one)).map((one) => one.slice(0, 3)));
  const before = people('ann', 'ann2', 'ben', 'cleo').size >= 2;
  if (name === 'first root') return before;
  if (name === 'next root') return before && people('ann', 'ben', 'eve').size >= 2;
  return name === 'device' ? by.has('token') && by.has('device') : by.has('dora');
}

const runs = { numRuns: 2_000 };

describe('nothing wrong is believed and nothing breaks down:', () => {
  test('bytes that are no canonical statement, rightly signed', () => fc.assert(wrongBytes(verifier), runs));
  test('envelopes changed after signing', () => fc.assert(wrongEnvelope(verifier), runs));
  test('one statement for another', () => fc.assert(wrongKind(verifier), { numRuns: 1_000 }));
  test('any set of signers but a right one', () => fc.assert(wrongSigners(verifier), { numRuns: 1_000 }));
  test('anything at all as an envelope', () => {
    const rubbish = fc.oneof(
      fc.anything(),
      fc.jsonValue(),
      fc.record({ payload: fc.anything(), payloadType: fc.anything(), signatures: fc.anything() }),
      fc.record({
        payload: fc.base64String(),
        payloadType: fc.constantFrom(...Object.values(payloadTypes)),
        signatures: fc.array(fc.record({ keyid: fc.string(), sig: fc.base64String({ minLength: 88, maxLength: 88 }) })),
      }),
    );
    const property = fc.property(anyStatement, rubbish, (one, envelope) => refused(() => one.open(verifier, envelope)));
    fc.assert(property, runs);
  });
  test('anything at all as an enrolment token', () => {
    const whole = verifier.formatToken({ seed: seedOf('token'), fingerprint: 'ab'.repeat(32), pin: null });
    const text = fc.oneof(
      fc.string(),
      fc.string().map((rest) => `fettle1-${rest}`),
      fc.stringMatching(/^fettle1-[0-9a-hjkmnp-tv-z]{112}$/),
      fc.tuple(fc.nat(whole.length - 1), fc.nat()).map(([at, value]) => changedCharacter(whole, at, value)),
    );
    const property = fc.property(text, (one) => {
      fc.pre(one.trim().toLowerCase() !== whole);
      return refused(() => verifier.parseToken(one));
    });
    fc.assert(property, runs);
  });
});

describe('these attacks can succeed: with a broken verifier one does,', () => {
  const workshop = makeWorkshop();
  afterAll(() => rmSync(workshop, { recursive: true }));
  const cases: [string, (v: Verifier) => boolean, Edit][] = [
    [
      'bytes: not compared with their canonical form',
      (v) => failing(wrongBytes(v)),
      { file: 'canonical.ts', find: '!equalBytes(canonicalBytes(value), bytes)', replace: 'false' },
    ],
    [
      'bytes: unknown fields let pass',
      (v) => failing(wrongBytes(v)),
      { file: 'fields.ts', find: 'unknown !== undefined', replace: 'false' },
    ],
    [
      'envelopes: any signature verifies',
      (v) => failing(wrongEnvelope(v)),
      { file: 'keys.ts', find: 'return verifyBytes(null, bytes, key, signature);', replace: 'return true;' },
    ],
    [
      'envelopes: loose base64',
      (v) => failing(wrongEnvelope(v)),
      { file: 'base64.ts', find: "bytes.toString('base64') !== text", replace: 'false' },
    ],
    [
      'signers: nobody is counted',
      (v) => failing(wrongSigners(v)),
      { file: 'chain.ts', find: 'people.size < root', replace: '0 > root' },
    ],
    [
      'signers: keys count as people',
      (v) => failing(wrongSigners(v)),
      { file: 'chain.ts', find: 'holders.map((id) => root.keys[id]?.person)', replace: 'holders' },
    ],
  ];
  test.each(cases)('%s', async (_name, isFound, edit) => {
    expect(isFound(await broken(workshop, edit))).toBe(true);
  });
});

function failing<Input>(property: fc.IProperty<Input>): boolean {
  return fc.check(property, { numRuns: 5_000 }).failed;
}
