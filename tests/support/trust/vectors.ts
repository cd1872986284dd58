/** What other implementations of shared/trust compare themselves with; recorded under tests/golden/trust. */
import { canonicalBytes } from '@fettle/shared/trust/canonical';
import { fingerprint, fingerprintWords } from '@fettle/shared/trust/chain';
import { formatToken } from '@fettle/shared/trust/enrolment-token';
import { type Envelope, pae, payloadTypes } from '@fettle/shared/trust/envelope';
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
import { deviceId, keyId, publicKeyOf, toBase64 } from '@fettle/shared/trust/keys';
import { transcript } from '@fettle/shared/trust/transcript';
import { words } from '@fettle/shared/trust/words';
import { maintenanceVectors } from './maintenance-vectors.ts';
import { payloadOf, sealed, sealedText, textOf } from './envelopes.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const names = ['ann', 'ann2', 'ben', 'cleo', 'dora', 'eve', 'collector', 'token', 'device'];

function keys() {
  return names.map((name) => {
    const publicKey = publicKeyOf(seedOf(name));
    return {
      name,
      seed: hex(seedOf(name)),
      publicKey: toBase64(publicKey),
      keyId: keyId(publicKey),
      deviceId: deviceId(publicKey),
      /** Of the six bytes `fettle`. */
      signature: toBase64(signerOf(name).sign(new TextEncoder().encode('fettle'))),
    };
  });
}

/** JSON as anybody may write it, and its canonical bytes in hex, or null where it has none. */
function canonical() {
  const written = [
    '{"b":[true,false,null],"a":{"y":-1,"x":0}}',
    '{"\\ufb33":1,"\\ud83d\\ude00":2,"\\u20ac":3,"\\r":4,"1":5,"\\u00f6":6,"\\u0080":7}',
    '"\\u0000\\b\\t\\n\\f\\r\\u001f\\"\\\\\\/\\u007f\\u2028\\u00e9\\ud83d\\ude00"',
    '[9007199254740991,-9007199254740991,-0]',
    '[]',
    '{"":""}',
  ];
  const without = ['0.5', '9007199254740992', '"\\ud800"', '{"\\udc00":1}', '{"__proto__":1}', '1e400'];
  return [
    ...written.map((json) => ({ json, canonical: hex(canonicalBytes(JSON.parse(json))) })),
    ...without.map((json) => ({ json, canonical: null })),
  ];
}

function envelopes() {
  const root = exampleRoot();
  const next = exampleNext(root);
  return {
    root: signed('root', root, 'ann', 'ben'),
    next: signed('root', next, 'ann', 'ben'),
    token: signed('token', exampleToken(), 'dora'),
    grant: signed('grant', exampleGrant(), 'dora'),
    device: signed('device', exampleDevice(), 'token', 'device'),
  };
}

function fingerprints() {
  const { root, next } = envelopes();
  return [root, next].map((envelope) => {
    const found = fingerprint(payloadOf(envelope));
    return { fingerprint: found, words: fingerprintWords(found) };
  });
}

function encodings() {
  const payload = new TextEncoder().encode('{"a":1}');
  return Object.values(payloadTypes)
    .slice(0, 4)
    .map((type) => ({ type, payload: hex(payload), pae: hex(pae(type, payload)) }));
}

function enrolment() {
  const found = fingerprints()[0]!.fingerprint;
  const pin = 'ab'.repeat(32);
  const seed = seedOf('token');
  return [null, pin].map((one) => ({
    seed: hex(seed),
    fingerprint: found,
    pin: one,
    text: formatToken({ seed, fingerprint: found, pin: one }),
  }));
}

function transcripts() {
  const hello = { type: 'hello', versions: [1], agent: '0.1.0', device: null, nonce: toBase64(seedOf('nonce one')) };
  const challenge = {
    type: 'challenge',
    version: 1,
    nonce: toBase64(seedOf('nonce two')),
    identity: toBase64(publicKeyOf(seedOf('collector'))),
  };
  const proven = {
    ...challenge,
    signature: toBase64(signerOf('collector').sign(transcript('collector', [hello, challenge]))),
  };
  return [
    { role: 'collector', signer: 'collector', messages: [hello, challenge] },
    { role: 'token', signer: 'token', messages: [hello, proven] },
    { role: 'device', signer: 'device', messages: [hello, proven] },
  ].map(({ role, signer, messages }) => {
    const bytes = transcript(role as 'device', messages);
    return { role, messages, bytes: hex(bytes), signer, signature: toBase64(signerOf(signer).sign(bytes)) };
  });
}

/** Grants by the rules of the root above, each wrong in one thing. */
function refused(): { code: string; why: string; envelope: unknown }[] {
  const grant = exampleGrant();
  const right = signed('grant', grant, 'dora');
  const text = textOf(grant);
  const wrong = (code: string, why: string, envelope: unknown) => ({ code, why, envelope });
  const told = (code: string, why: string, changed: string) => wrong(code, why, sealedText('grant', changed, 'dora'));
  const change = (by: Partial<Envelope>) => ({ ...right, ...by });
  return [
    wrong('fields', 'an unknown field in the envelope', { ...right, more: 1 }),
    wrong(
      'size',
      'a signature that is too long beside a right one',
      change({ signatures: [...right.signatures, { keyid: 'k', sig: toBase64(new Uint8Array(96)) }] }),
    ),
    wrong('b64', 'a line break behind the base64', change({ payload: `${right.payload}\n` })),
    wrong('type', 'another type', change({ payloadType: payloadTypes.token })),
    wrong('signature', 'signed as a token', change({ signatures: signed('token', grant, 'dora').signatures })),
    wrong(
      'signature',
      'another payload',
      change({ payload: signed('grant', exampleGrant({ version: 4 }), 'dora').payload }),
    ),
    wrong('key', 'signed by ann, who enrols nobody', signed('grant', grant, 'ann')),
    wrong('key', 'not signed', change({ signatures: [] })),
    told('json', 'cut', text.slice(0, -1)),
    wrong('json', 'no UTF-8', sealed('grant', new Uint8Array([0x22, 0xff, 0x22]), 'dora')),
    told('canonical', 'white space', text.replace(':', ': ')),
    told('canonical', 'a field twice', text.replace('{', '{"device":"",')),
    told('canonical', 'a needless escape', text.replace('"grant', '"\\u0067rant').replace('"env"', '"\\u0065nv"')),
    told('canonical', 'a number with a fraction', text.replace('"version":3', '"version":3.0')),
    told('canonical', '__proto__', text.replace('{', '{"__proto__":{},')),
    told('fields', 'an unknown field', text.replace('{', '{"!":1,')),
    told('fields', 'a text in place of a number', text.replace('"version":3', '"version":"3"')),
    told('version', 'a later form', text.replace('"v":1', '"v":2')),
    told('tenant', 'another tenant', textOf(exampleGrant({ tenant: '0'.repeat(26) }))),
  ];
}

/** By the name of their file. */
export function vectors(): Record<string, unknown> {
  return {
    keys: keys(),
    canonical: canonical(),
    encodings: encodings(),
    envelopes: envelopes(),
    fingerprints: fingerprints(),
    'enrolment-tokens': enrolment(),
    transcripts: transcripts(),
    'refused-grants': refused(),
    words,
    ...maintenanceVectors(),
  };
}
