import { describe, expect, test } from 'vitest';
import { type Envelope, open, pae, payloadTypes, sign, signersOf, unpack } from './envelope.ts';
import { exampleGrant, signed, signerOf } from './example.fixture.ts';
import { toBase64 } from './keys.ts';

const refused = (code: string) => expect.objectContaining({ name: 'TrustError', code });
const dora = signerOf('dora').publicKey;
const grant = () => signed('grant', exampleGrant(), 'dora');
const openGrantBy = (envelope: unknown, ...keys: Uint8Array[]) => open(envelope, payloadTypes.grant, keys);

test('the pre-authentication encoding is that of DSSE’s own example', () => {
  const text = new TextDecoder().decode(pae('http://example.com/HelloWorld', new TextEncoder().encode('hello world')));
  expect(text).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
});

test('what was signed is opened', () => {
  const { statement, payload, signedBy } = openGrantBy(grant(), dora);
  expect(statement).toEqual(exampleGrant());
  expect(toBase64(payload)).toBe(grant().payload);
  expect(signedBy).toEqual([dora]);
});

test('every key counts once, in whatever order and however often it signed', () => {
  const { signatures, ...rest } = signed('grant', exampleGrant(), 'ann', 'ben');
  const doubled: Envelope = { ...rest, signatures: [...signatures, ...signatures.toReversed()] };
  const keys = ['ben', 'ann', 'ann', 'cleo'].map((name) => signerOf(name).publicKey);
  expect(openGrantBy(doubled, ...keys).signedBy).toHaveLength(2);
});

test('a foreign signature beside a right one neither counts nor harms', () => {
  const { signatures, ...rest } = signed('grant', exampleGrant(), 'ann', 'dora');
  const wrong = { keyid: signerOf('dora').keyId, sig: toBase64(new Uint8Array(64)) };
  expect(openGrantBy({ ...rest, signatures: [wrong, ...signatures] }, dora).signedBy).toEqual([dora]);
});

describe('refuses', () => {
  const change = (by: Record<string, unknown>) => ({ ...grant(), ...by });
  const signature = () => grant().signatures[0]!;
  test.each<[string, string, unknown]>([
    ['fields', 'nothing', null],
    ['fields', 'a list', [grant()]],
    ['fields', 'a text', JSON.stringify(grant())],
    ['fields', 'a field more', change({ more: 1 })],
    ['fields', '__proto__', JSON.parse(JSON.stringify(grant()).replace('{', '{"__proto__":{},'))],
    ['fields', 'no payload', { payloadType: payloadTypes.grant, signatures: [] }],
    ['fields', 'fields that are inherited', Object.create(grant())],
    ['fields', 'a payload that is no text', change({ payload: 1 })],
    ['fields', 'signatures that are no list', change({ signatures: { length: 1, 0: signature() } })],
    ['fields', 'a signature with a field more', change({ signatures: [{ ...signature(), alg: 'none' }] })],
    ['size', 'a payload beyond the limit', change({ payload: 'A'.repeat(65_540) })],
    ['size', '17 signatures', change({ signatures: Array.from({ length: 17 }, signature) })],
    ['size', 'a short signature', change({ signatures: [{ ...signature(), sig: 'AAAA' }] })],
    ['size', 'a long key id', change({ signatures: [{ ...signature(), keyid: 'k'.repeat(129) }] })],
    ['b64', 'the other alphabet', change({ payload: grant().payload.replace(/.$/, '-') })],
    ['b64', 'a signature that is no base64', change({ signatures: [{ ...signature(), sig: '*'.repeat(88) }] })],
    ['type', 'another type', change({ payloadType: payloadTypes.token })],
    ['key', 'no signature', change({ signatures: [] })],
    ['key', 'another key', signed('grant', exampleGrant(), 'ann')],
    [
      'signature',
      'a signature by another key under this name',
      change({ signatures: [{ ...signature(), sig: signed('grant', exampleGrant(), 'ann').signatures[0]!.sig }] }),
    ],
    [
      'signature',
      'another payload',
      change({ payload: signed('grant', exampleGrant({ version: 4 }), 'dora').payload }),
    ],
    [
      'signature',
      'a signature of another type',
      change({ signatures: signed('token', exampleGrant(), 'dora').signatures }),
    ],
  ])('%s: %s', (code, _name, envelope) => {
    expect(() => openGrantBy(envelope, dora)).toThrow(refused(code));
  });

  test('any key when none is given', () => {
    expect(() => openGrantBy(grant())).toThrow(refused('key'));
  });
});

test('nothing is read before a signature holds: bytes that are no JSON are refused for their signature', () => {
  const broken = { ...grant(), payload: toBase64(new Uint8Array([1, 2, 3])) };
  expect(() => openGrantBy(broken, dora)).toThrow(refused('signature'));
});

test('sign does not make what nobody could open', () => {
  expect(() => sign(payloadTypes.grant, { much: 'x'.repeat(50_000) }, [signerOf('ann')])).toThrow(refused('size'));
  expect(() => sign(payloadTypes.grant, { a: 0.5 }, [signerOf('ann')])).toThrow(refused('canonical'));
});

test('unpack and signersOf are open in two steps', () => {
  const unverified = unpack(grant(), payloadTypes.grant);
  expect(signersOf(unverified, [dora])).toEqual([dora]);
});
