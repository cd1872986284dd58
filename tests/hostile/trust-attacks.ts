/** Aimed attacks on shared/trust: each is right but for one thing, and says with which code it must be refused. */
import { fingerprintOf } from '@fettle/shared/trust/chain';
import type { Envelope } from '@fettle/shared/trust/envelope';
import type { TrustCode } from '@fettle/shared/trust/errors';
import {
  exampleDevice,
  exampleGrant,
  exampleNext,
  exampleRoot,
  exampleToken,
  seedOf,
  signerOf,
} from '@fettle/shared/trust/example.fixture';
import { deviceId, toBase64 } from '@fettle/shared/trust/keys';
import type { RootStatement } from '@fettle/shared/trust/statements';
import { sealed, sealedText, type StatementType, textOf } from '../support/trust/envelopes.ts';
import type { Verifier } from '../support/trust/verifier.ts';

export interface Attack {
  readonly name: string;
  readonly code: TrustCode;
  readonly run: (verifier: Verifier) => unknown;
}

const root = exampleRoot();
const next = exampleNext(root);
const foreign = '0'.repeat(26);
const publicOf = (name: string) => signerOf(name).publicKey;
const base64Of = (name: string) => toBase64(publicOf(name));
const signed = (type: StatementType, statement: object, ...names: string[]) =>
  sealedText(type, textOf(statement), ...names);

const attack = (code: TrustCode, name: string, run: Attack['run']): Attack => ({ code, name, run });
/** A grant that an enroller signed. */
const grant = (code: TrustCode, name: string, envelope: unknown) =>
  attack(code, `grant: ${name}`, (verifier) => verifier.openGrant(root, envelope));
const token = (code: TrustCode, name: string, envelope: unknown) =>
  attack(code, `token: ${name}`, (verifier) => verifier.openToken(root, envelope));
const device = (code: TrustCode, name: string, envelope: unknown) =>
  attack(code, `device: ${name}`, (verifier) => verifier.openDevice(envelope, publicOf('token')));
/** A root whose fingerprint a person was brought to trust. */
const first = (code: TrustCode, name: string, statement: RootStatement, ...names: string[]) =>
  attack(code, `first root: ${name}`, (verifier) =>
    verifier.firstRoot(
      signed('root', statement, ...(names.length > 0 ? names : ['ann', 'ben'])),
      fingerprintOf(statement),
    ),
  );
const following = (code: TrustCode, name: string, statement: object, ...names: string[]) =>
  attack(code, `next root: ${name}`, (verifier) =>
    verifier.nextRoot(root, signed('root', statement, ...(names.length > 0 ? names : ['ann', 'ben']))),
  );
/** Bytes that ann signed, with no reader behind. */
const bytes = (code: TrustCode, name: string, payload: string | Uint8Array) =>
  attack(code, `payload: ${name}`, (verifier) =>
    verifier.open(
      typeof payload === 'string' ? sealedText('grant', payload, 'ann') : sealed('grant', payload, 'ann'),
      'application/vnd.fettle.grant.v1+json',
      [publicOf('ann')],
    ),
  );

const rightGrant = signed('grant', exampleGrant(), 'dora');
const changed = (change: object) => ({ ...rightGrant, ...change });
const dorasSignature = rightGrant.signatures[0]!;
const beside = (keyid: string, sig: string) => changed({ signatures: [dorasSignature, { keyid, sig }] });

const envelopes: Attack[] = [
  grant('fields', 'a field more in the envelope', changed({ force: true })),
  grant('fields', 'a field more in a signature', changed({ signatures: [{ ...dorasSignature, alg: 'none' }] })),
  grant('fields', 'an envelope that inherits its fields', Object.create(rightGrant)),
  grant('fields', 'no envelope', null),
  grant('fields', 'signatures that are no list', changed({ signatures: dorasSignature })),
  grant('size', 'a signature beside with a long key id', beside('k'.repeat(129), dorasSignature.sig)),
  grant('size', 'a signature beside of another length', beside('k', toBase64(new Uint8Array(96)))),
  attack('size', 'grant: 17 signatures', (verifier) => {
    const names = Array.from({ length: 17 }, (_, i) => `enroller ${i}`);
    return verifier.openGrant(crowd(names), signed('grant', exampleGrant(), ...names));
  }),
  attack('size', 'first root: 63 KiB', (verifier) => {
    const names = Array.from({ length: 128 }, (_, i) => `enroller ${i}`);
    const large = crowd(names, '한'.repeat(60));
    return verifier.firstRoot(signed('root', large, 'enroller 0'), fingerprintOf(large));
  }),
  grant('b64', 'a line break behind the payload', changed({ payload: `${rightGrant.payload}\n` })),
  grant('b64', 'stray bits at a signature’s end', changed({ signatures: [strayBits(dorasSignature)] })),
  grant('type', 'the type of a token', changed({ payloadType: 'application/vnd.fettle.token.v1+json' })),
  grant('signature', 'signed as a token, renamed', changed(signatureAs('token'))),
  grant('signature', 'one byte changed after signing', {
    ...signed('grant', exampleGrant({ version: 4 }), 'dora'),
    signatures: rightGrant.signatures,
  }),
  grant('key', 'nobody signed', changed({ signatures: [] })),
  grant('key', 'a stranger signed', signed('grant', exampleGrant(), 'mallory')),
  attack('signature', 'payload: a signature that fits nothing', (verifier) =>
    verifier.open(
      changed({ signatures: [{ ...dorasSignature, sig: toBase64(new Uint8Array(64)) }] }),
      rightGrant.payloadType,
      [publicOf('dora')],
    ),
  ),
];

const payloads: Attack[] = [
  bytes('json', 'no JSON', '{'),
  bytes('json', 'bytes that are no UTF-8', new Uint8Array([0x22, 0xff, 0x22])),
  bytes('json', 'a byte order mark', '\ufeff{}'),
  bytes('canonical', 'white space', '{"a": 1}'),
  bytes('canonical', 'keys out of order', '{"b":1,"a":1}'),
  bytes('canonical', 'a key twice', '{"a":1,"a":2}'),
  bytes('canonical', 'a needless escape', '"\\u0061"'),
  bytes('canonical', 'half a surrogate pair', '"\\ud800"'),
  bytes('canonical', 'a fraction', '{"a":0.5}'),
  bytes('canonical', 'an unsafe integer', '9007199254740992'),
  bytes('canonical', '__proto__', '{"__proto__":{"admin":true}}'),
  bytes('canonical', '18 levels', `${'['.repeat(18)}${']'.repeat(18)}`),
  ...Object.entries({ nothing: undefined, code: () => 1, date: new Date(0), symbol: { [Symbol('a')]: 1 } }).map(
    ([name, value]) => attack('canonical', `written: ${name}`, (verifier) => verifier.canonicalBytes({ value })),
  ),
];

const people = (change: object) => ({ keys: { ...root.keys, ...change } });
const inRoles = (change: object) => ({ roles: { ...root.roles, ...change } });
const eve = { [signerOf('eve').keyId]: { key: base64Of('eve'), person: 'eve' } };

const roots: Attack[] = [
  attack('fingerprint', 'first root: another than the one named', (verifier) =>
    verifier.firstRoot(signed('root', root, 'ann', 'ben'), fingerprintOf(next)),
  ),
  attack('fingerprint', 'chain: without the root named', (verifier) =>
    verifier.followChain([signed('root', next, 'ann', 'ben')], fingerprintOf(root)),
  ),
  attack('fingerprint', 'words: of no fingerprint', (verifier) => verifier.fingerprintWords('')),
  first('threshold', 'signed by one of two', root, 'ann'),
  first('threshold', 'signed by one person with two keys', root, 'ann', 'ann2'),
  following('threshold', 'signed by one admin of the root before', next, 'ann', 'eve'),
  following('threshold', 'signed by one admin of its own', next, 'ann', 'cleo'),
  following('root', 'two versions on', exampleNext(root, { version: 3 })),
  following('root', 'the same version', exampleNext(root, { version: 1, previous: null })),
  following('root', 'a fork', exampleNext(root, { previous: 'ab'.repeat(32) })),
  following('tenant', 'of another tenant', exampleNext(root, { tenant: foreign })),
  following('fields', 'a field more', { ...next, backdoor: true }),
  following('version', 'of a later form', { ...next, v: 2 }),
  following('fields', 'a fork of a version 1', exampleNext(root, { previous: null })),
  first('fields', 'a tenant of another form', exampleRoot({ tenant: 'acme' })),
  first('fields', 'a version 1 with one before', exampleRoot({ previous: 'ab'.repeat(32) })),
  first('fields', 'version 0', exampleRoot({ version: 0 })),
  first('fields', '129 keys', exampleRoot(people(crowd(Array.from({ length: 124 }, (_, i) => `more ${i}`)).keys))),
  first(
    'fields',
    'a key under another’s id',
    exampleRoot(people({ [signerOf('eve').keyId]: { key: base64Of('mallory'), person: 'e' } })),
  ),
  first('fields', 'a role with an unlisted key', exampleRoot(inRoles({ operator: only('eve') }))),
  first(
    'fields',
    'a role with a key twice',
    exampleRoot(inRoles({ operator: { keys: [signerOf('ann').keyId, signerOf('ann').keyId], threshold: 1 } })),
  ),
  first(
    'fields',
    'more asked than there are people',
    exampleRoot(inRoles({ approver: { keys: [signerOf('ann').keyId, signerOf('ann2').keyId], threshold: 2 } })),
  ),
  first('fields', 'a threshold of 0', exampleRoot(inRoles({ approver: { ...root.roles.approver, threshold: 0 } }))),
  first('fields', 'a collector with a person’s key', exampleRoot({ ...people(eve), collectors: [base64Of('eve')] })),
  first('fields', 'a collector of order four', exampleRoot({ collectors: [toBase64(new Uint8Array(32))] })),
  first('fields', 'a collector in another encoding', exampleRoot({ collectors: [toBase64(beyondPrime())] })),
  first(
    'fields',
    '65 collectors',
    exampleRoot({ collectors: Array.from({ length: 65 }, (_, i) => base64Of(`collector ${i}`)) }),
  ),
  first('fields', 'solo as a number', exampleRoot({ policy: { ...root.policy, solo: 1 as never } })),
  first('fields', 'a person with a hidden sign', exampleRoot(people({ ...eve, ...named('eve', 'e\u202eve') }))),
  first('fields', 'a key that is bound to no site', exampleRoot(people(boundTo('sites', [])))),
  first('fields', 'a key that is bound to a number', exampleRoot(people(boundTo('sites', 7)))),
  first('fields', 'a key until some day', exampleRoot(people(boundTo('until', 'Friday')))),
  first('fields', 'a key with another bound', exampleRoot(people(boundTo('from', 1)))),
  attack('expired', 'root: its end', (verifier) => verifier.requireCurrent(root, root.expires)),
];

const labels = (change: unknown) => signed('grant', { ...exampleGrant(), labels: change }, 'dora');
const twoEnrollers: RootStatement = exampleRoot(
  inRoles({ enroller: { keys: [signerOf('dora').keyId, signerOf('ann').keyId], threshold: 2 } }),
);

const statements: Attack[] = [
  grant('fields', 'a field more', signed('grant', { ...exampleGrant(), admin: true }, 'dora')),
  grant('version', 'of a later form', signed('grant', { ...exampleGrant(), v: 2 }, 'dora')),
  grant('tenant', 'of another tenant', signed('grant', exampleGrant({ tenant: foreign }), 'dora')),
  grant('fields', 'for what is no device', signed('grant', exampleGrant({ device: 'd1' as never }), 'dora')),
  grant('fields', 'a site without a name', signed('grant', exampleGrant({ site: '' }), 'dora')),
  grant('fields', 'labels that are a list', labels([])),
  grant('fields', '33 labels', labels(Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`l${i}`, ''])))),
  grant('fields', 'a label with a space', labels({ 'a b': 'c' })),
  grant('fields', 'half a version', signed('grant', { ...exampleGrant(), version: '3' }, 'dora')),
  attack('scope', 'grant: of another site than its signer’s', (verifier) =>
    verifier.openGrant(
      exampleRoot(people({ [signerOf('dora').keyId]: { key: base64Of('dora'), person: 'dora', sites: ['Bern'] } })),
      rightGrant,
    ),
  ),
  attack('threshold', 'grant: signed by one enroller of two', (verifier) =>
    verifier.openGrant(twoEnrollers, rightGrant),
  ),
  token('tenant', 'of another tenant', signed('token', exampleToken({ tenant: foreign }), 'dora')),
  token('fields', 'no use', signed('token', exampleToken({ uses: 0 }), 'dora')),
  token('fields', 'an end before its beginning', signed('token', exampleToken({ notAfter: 1 }), 'dora')),
  token('fields', 'what is a grant', signed('token', exampleGrant(), 'dora')),
  attack('early', 'token: before its time', (verifier) =>
    verifier.requireWindow(exampleToken(), exampleToken().notBefore - 1),
  ),
  attack('expired', 'token: its end', (verifier) => verifier.requireWindow(exampleToken(), exampleToken().notAfter)),
  device('id', 'the id of another', signed('device', exampleDevice({ id: idOf('ann') }), 'token', 'device')),
  device('key', 'another token', signed('device', exampleDevice({ tokenKey: base64Of('ann') }), 'token', 'device')),
  device('key', 'the device did not sign', signed('device', exampleDevice(), 'token')),
  device('key', 'the token did not sign', signed('device', exampleDevice(), 'device')),
  device(
    'fields',
    'the token’s key as its own',
    signed('device', exampleDevice({ publicKey: base64Of('token'), id: idOf('token') }), 'token'),
  ),
  device(
    'fields',
    'a short sealing key',
    signed('device', exampleDevice({ sealingKey: toBase64(new Uint8Array(31)) }), 'token', 'device'),
  ),
];

const secret = { seed: seedOf('token'), fingerprint: 'ab'.repeat(32), pin: null };
const texts: Attack[] = [
  attack('text', 'enrolment token: cut', (verifier) => verifier.parseToken(verifier.formatToken(secret).slice(0, -1))),
  attack('text', 'enrolment token: a slip', (verifier) =>
    verifier.parseToken(
      verifier.formatToken(secret).replace(/^fettle1-./, (head) => (head.endsWith('q') ? 'fettle1-r' : 'fettle1-q')),
    ),
  ),
  attack('text', 'enrolment token: a letter outside', (verifier) =>
    verifier.parseToken(verifier.formatToken(secret).replace(/.{8}$/, 'uuuuuuuu')),
  ),
  attack('text', 'enrolment token: another kind of text', (verifier) =>
    verifier.parseToken(verifier.formatToken(secret).replace('fettle1', 'fettle2')),
  ),
  attack('text', 'enrolment token: made of a short seed', (verifier) =>
    verifier.formatToken({ ...secret, seed: secret.seed.subarray(1) }),
  ),
  attack('text', 'enrolment token: made of half a fingerprint', (verifier) =>
    verifier.formatToken({ ...secret, fingerprint: 'ab' }),
  ),
];

export const attacks: readonly Attack[] = [...envelopes, ...payloads, ...roots, ...statements, ...texts];

/** What must pass, or a verifier that refuses everything would look safe. */
export const rights: readonly { readonly name: string; readonly run: (verifier: Verifier) => unknown }[] = [
  { name: 'first root', run: (v) => v.firstRoot(signed('root', root, 'ann', 'ben'), fingerprintOf(root)) },
  { name: 'next root', run: (v) => v.nextRoot(root, signed('root', next, 'ann', 'ben')) },
  { name: 'token', run: (v) => v.openToken(root, signed('token', exampleToken(), 'dora')) },
  { name: 'grant', run: (v) => v.openGrant(root, rightGrant) },
  { name: 'device', run: (v) => v.openDevice(signed('device', exampleDevice(), 'token', 'device'), publicOf('token')) },
  { name: 'enrolment token', run: (v) => v.parseToken(v.formatToken(secret)) },
];

function only(name: string) {
  return { keys: [signerOf(name).keyId], threshold: 1 };
}

function named(name: string, person: string) {
  return { [signerOf(name).keyId]: { key: base64Of(name), person } };
}

function boundTo(bound: string, value: unknown) {
  return { [signerOf('eve').keyId]: { key: base64Of('eve'), person: 'eve', [bound]: value } };
}

function idOf(name: string) {
  return deviceId(publicOf(name));
}

/** A root whose admins and enrollers are all of these. */
function crowd(names: readonly string[], person = ''): RootStatement {
  const keys = Object.fromEntries(names.flatMap((name, i) => Object.entries(named(name, `${person}${i}`))));
  const all = { keys: Object.keys(keys), threshold: 1 };
  return exampleRoot({
    keys,
    roles: { admin: all, approver: all, enroller: all, operator: all, publisher: all },
  });
}

/** The same signature in base64 whose unused bits are not zero. */
function strayBits(signature: Envelope['signatures'][number]) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const last = signature.sig[85]!;
  return { ...signature, sig: `${signature.sig.slice(0, 85)}${alphabet[alphabet.indexOf(last) + 1]}==` };
}

function signatureAs(type: StatementType) {
  return { signatures: signed(type, exampleGrant(), 'dora').signatures };
}

/** y = p + 3: a second encoding of a point. */
function beyondPrime() {
  return Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 0xf0 : i === 31 ? 0x7f : 0xff));
}
