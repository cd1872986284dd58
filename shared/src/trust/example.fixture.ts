/** For tests and recorded vectors only: keys that everybody knows, and statements that are right. */
import { createHash } from 'node:crypto';
import { base32 } from '../ids.ts';
import { fingerprintOf } from './chain.ts';
import { type Envelope, payloadTypes, sign } from './envelope.ts';
import { deviceId, publicKeyOf, type Signer, signer, toBase64 } from './keys.ts';
import type { DeviceRecord, Grant, RoleRule, RootStatement, TokenStatement } from './statements.ts';

/** The same name always gives the same key. */
export function seedOf(name: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(`example ${name}`).digest());
}
export function signerOf(name: string): Signer {
  const known = signers.get(name) ?? signer(seedOf(name));
  signers.set(name, known);
  return known;
}
/** Making one costs more than signing with it. */
const signers = new Map<string, Signer>();
const base64Of = (name: string) => toBase64(signerOf(name).publicKey);
const roleOf = (threshold: number, ...names: string[]): RoleRule => ({
  keys: names.map((name) => signerOf(name).keyId),
  threshold,
});

export const tenant = base32(seedOf('tenant'), 26);

/** Two of three admins; `ann2` is a second key of ann; one enroller; version 1. */
export function exampleRoot(change: Partial<RootStatement> = {}): RootStatement {
  const people = { ann: 'ann', ann2: 'ann', ben: 'ben', cleo: 'cleo', dora: 'dora' };
  return {
    v: 1,
    tenant,
    version: 1,
    previous: null,
    expires: 1_900_000_000_000,
    keys: Object.fromEntries(
      Object.entries(people).map(([name, person]) => [signerOf(name).keyId, { key: base64Of(name), person }]),
    ),
    roles: {
      admin: roleOf(2, 'ann', 'ann2', 'ben', 'cleo'),
      approver: roleOf(1, 'ben', 'cleo'),
      enroller: roleOf(1, 'dora'),
      operator: roleOf(1, 'ann'),
      publisher: roleOf(1),
    },
    collectors: [base64Of('collector')],
    policy: { solo: false, freshness: 14, bulk: 25 },
    ...change,
  };
}

/** What follows `root` by the rules: cleo leaves the admins for eve. */
export function exampleNext(root: RootStatement, change: Partial<RootStatement> = {}): RootStatement {
  const eve = { [signerOf('eve').keyId]: { key: base64Of('eve'), person: 'eve' } };
  return {
    ...root,
    version: root.version + 1,
    previous: fingerprintOf(root),
    keys: { ...root.keys, ...eve },
    roles: { ...root.roles, admin: roleOf(2, 'ann', 'ben', 'eve') },
    ...change,
  };
}

export function exampleToken(change: Partial<TokenStatement> = {}): TokenStatement {
  return {
    v: 1,
    tenant,
    key: base64Of('token'),
    site: 'Zürich',
    labels: { env: 'lab', 'rack/row': '7' },
    uses: 1,
    notBefore: 1_800_000_000_000,
    notAfter: 1_800_086_400_000,
    ...change,
  };
}

export function exampleGrant(change: Partial<Grant> = {}): Grant {
  const device = deviceId(signerOf('device').publicKey);
  return { v: 1, tenant, device, version: 3, site: 'Zürich', labels: { env: 'lab' }, ...change };
}

export function exampleDevice(change: Partial<DeviceRecord> = {}): DeviceRecord {
  return {
    v: 1,
    id: deviceId(signerOf('device').publicKey),
    host: 'db-1.example',
    publicKey: base64Of('device'),
    sealingKey: toBase64(publicKeyOf(seedOf('sealing'))),
    tokenKey: base64Of('token'),
    time: 1_800_000_060_000,
    ...change,
  };
}

/** Signs by name. */
export function signed(type: keyof typeof payloadTypes, statement: object, ...names: string[]): Envelope {
  return sign(payloadTypes[type], statement, names.map(signerOf));
}
