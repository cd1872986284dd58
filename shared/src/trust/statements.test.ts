import { describe, expect, test } from 'vitest';
import { exampleDevice, exampleGrant, exampleNext, exampleRoot, exampleToken, signerOf } from './example.fixture.ts';
import { deviceId, toBase64 } from './keys.ts';
import { readDevice, readGrant, readRoot, readToken } from './statements.ts';

const refused = (code: string) => expect.objectContaining({ name: 'TrustError', code });
const key = (name: string) => toBase64(signerOf(name).publicKey);
const id = (name: string) => signerOf(name).keyId;

describe.each<[string, (value: unknown) => unknown, object]>([
  ['root', readRoot, exampleRoot()],
  ['next root', readRoot, exampleNext(exampleRoot())],
  ['token', readToken, exampleToken()],
  ['grant', readGrant, exampleGrant()],
  ['device', readDevice, exampleDevice()],
])('%s', (_name, read, right) => {
  test('is read as it was written', () => {
    expect(read(right)).toEqual(right);
  });
  test.each(Object.keys(right))('needs %s', (field) => {
    const { [field]: _left, ...rest } = right as Record<string, unknown>;
    expect(() => read(rest)).toThrow(refused(field === 'v' ? 'version' : 'fields'));
  });
  test.each(Object.keys(right))('refuses %s of another kind', (field) => {
    for (const wrong of [null, true, -1, 'a\nb', [1], { x: 1 }]) {
      if ((right as Record<string, unknown>)[field] === wrong) continue;
      expect(() => read({ ...right, [field]: wrong })).toThrow(expect.objectContaining({ name: 'TrustError' }));
    }
  });
  test('refuses a field more', () => {
    expect(() => read({ ...right, more: 1 })).toThrow(refused('fields'));
    expect(() => read({ ...right, ['constructor']: 1 })).toThrow(refused('fields'));
  });
  test('of another form version is told apart', () => {
    expect(() => read({ ...right, v: 2, more: 1 })).toThrow(refused('version'));
  });
  test.each([null, 1, 'root', [], [right]])('is not %j', (value) => {
    expect(() => read(value)).toThrow(refused('fields'));
  });
});

describe('root refuses', () => {
  const root = exampleRoot();
  const admin = root.roles.admin;
  const roles = (change: object) => ({ roles: { ...root.roles, ...change } });
  test.each<[string, object]>([
    ['a tenant of another form', { tenant: 'acme' }],
    ['version 0', { version: 0 }],
    ['version 1 with one before it', { previous: '0'.repeat(64) }],
    ['version 2 with none before it', { version: 2 }],
    ['a key under another id', { keys: { ...root.keys, [id('eve')]: { key: key('mallory'), person: 'eve' } } }],
    [
      'a key of small order',
      { keys: { ...root.keys, [id('eve')]: { key: toBase64(new Uint8Array(32)), person: 'e' } } },
    ],
    ['a key with a field more', { keys: { ...root.keys, [id('eve')]: { key: key('eve'), person: 'e', may: 'all' } } }],
    ['a person without a name', { keys: { ...root.keys, [id('eve')]: { key: key('eve'), person: '' } } }],
    ['a name that hides something', { keys: { ...root.keys, [id('eve')]: { key: key('eve'), person: 'an\u202en' } } }],
    ['an unknown role', roles({ owner: admin })],
    ['a missing role', { roles: { admin } }],
    ['a role with a key that is not listed', roles({ operator: { keys: [id('eve')], threshold: 1 } })],
    ['a role with one key twice', roles({ operator: { keys: [id('ann'), id('ann')], threshold: 1 } })],
    ['a threshold of 0', roles({ admin: { ...admin, threshold: 0 } })],
    ['a threshold beyond the people', roles({ admin: { ...admin, threshold: 4 } })],
    ['two keys of one person as two', roles({ admin: { keys: [id('ann'), id('ann2')], threshold: 2 } })],
    ['no admin', roles({ admin: { keys: [], threshold: 1 } })],
    ['a collector twice', { collectors: [key('collector'), key('collector')] }],
    ['a collector with the key of a person', { collectors: [key('cleo')] }],
    ['65 collectors', { collectors: Array.from({ length: 65 }, (_, i) => key(`collector ${i}`)) }],
    ['a policy with a field more', { policy: { ...root.policy, force: true } }],
    ['freshness for ever', { policy: { ...root.policy, freshness: 91 } }],
    ['a time that no clock shows', { expires: 8_640_000_000_000_001 }],
  ])('%s', (_name, change) => {
    expect(() => readRoot({ ...root, ...change })).toThrow(refused('fields'));
  });
  test('nothing that is right: a role that nobody holds, no collector', () => {
    const change = { ...roles({ operator: { keys: [], threshold: 1 } }), collectors: [] };
    expect(readRoot({ ...root, ...change }).roles.operator.keys).toEqual([]);
  });
});

describe('token refuses', () => {
  test.each<[string, object]>([
    ['no use', { uses: 0 }],
    ['half a use', { uses: 1.5 }],
    ['a window that is none', { notAfter: exampleToken().notBefore }],
    ['a site with a space before it', { site: ' x' }],
    ['a site of 65 characters', { site: 'x'.repeat(65) }],
    ['a label without a key', { labels: { '': 'x' } }],
    ['a label __proto__', { labels: JSON.parse('{"__proto__":"x"}') }],
    ['a label with a space in its key', { labels: { 'a b': 'x' } }],
    ['a label that is a number', { labels: { a: 1 } }],
    ['a label with a line break', { labels: { a: 'x\ny' } }],
    ['a label of 257 characters', { labels: { a: 'x'.repeat(257) } }],
    ['33 labels', { labels: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`l${i}`, ''])) }],
  ])('%s', (_name, change) => {
    expect(() => readToken({ ...exampleToken(), ...change })).toThrow(refused('fields'));
  });
});

test('a grant is for a device', () => {
  expect(() => readGrant(exampleGrant({ device: id('device') as never }))).toThrow(refused('fields'));
});

describe('device refuses', () => {
  test('the id of another key', () => {
    expect(() => readDevice(exampleDevice({ id: deviceId(signerOf('other').publicKey) }))).toThrow(refused('id'));
  });
  test('the token’s key as its own', () => {
    const own = { publicKey: key('token'), id: deviceId(signerOf('token').publicKey) };
    expect(() => readDevice(exampleDevice(own))).toThrow(refused('fields'));
  });
  test('a key that is too short, or in loose base64', () => {
    expect(() => readDevice(exampleDevice({ sealingKey: toBase64(new Uint8Array(31)) }))).toThrow(refused('fields'));
    expect(() => readDevice(exampleDevice({ publicKey: key('device').replace('=', '') }))).toThrow(refused('b64'));
  });
});

test('a refusal does not repeat at length what it refuses', () => {
  expect(() => readGrant({ ...exampleGrant(), ['x'.repeat(9_000)]: 1 })).toThrow(
    expect.toSatisfy((error: Error) => error.message.length < 300),
  );
});
