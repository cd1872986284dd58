import { describe, expect, test } from 'vitest';
import { signed, signerOf, tenant } from './example.fixture.ts';
import {
  day,
  device,
  exampleFresh,
  exampleOrder,
  exampleRevoke,
  exampleScript,
  exampleStanding,
  hashOf,
  maintenanceRoot,
  noon,
  revokedId,
  zurichGrant,
} from './maintenance.fixture.ts';
import * as opening from './open.ts';
import { exampleReceipt } from './receipt.fixture.ts';

const refused = (code: string) => expect.objectContaining({ name: 'TrustError', code });
const root = maintenanceRoot();
const at = { root, revoke: exampleRevoke(), now: noon };
const first = { ...at, revoke: null };
const ids = (...names: string[]) => names.map((name) => signerOf(name).keyId);

test('a script that was published is opened', () => {
  const script = exampleScript();
  const opened = opening.openScript(at, signed('script', script, 'pia'));
  expect(opened).toEqual({ statement: script, hash: hashOf(script), signers: ids('pia') });
});

test('an order tells whose signatures it needs, and whether they are there', () => {
  const dangerous = exampleOrder({ class: 'dangerous' });
  const one = opening.openOrder(at, signed('order', dangerous, 'ann'));
  expect(one).toMatchObject({ need: 'operator-and-approver', complete: false, statement: dangerous });
  expect(opening.openOrder(at, signed('order', dangerous, 'ann', 'ben')).complete).toBe(true);
  expect(opening.openOrder(at, signed('order', exampleOrder(), 'ann'))).toMatchObject({
    need: 'operator',
    complete: true,
  });
  expect(opening.openOrder(at, signed('order', exampleOrder({ op: ids('ben')[0]! }), 'ben')).complete).toBe(false);
  expect(opening.openOrder(at, signed('order', exampleOrder(), 'oleg')).complete).toBe(false);
});

test('where nothing was revoked yet an order knows of nothing', () => {
  expect(opening.openOrder(first, signed('order', exampleOrder({ rev: 0 }), 'ann')).complete).toBe(true);
});

test('a standing order too', () => {
  expect(opening.openStanding(at, signed('standing', exampleStanding(), 'ann')).complete).toBe(false);
  expect(opening.openStanding(at, signed('standing', exampleStanding(), 'ann', 'ben')).complete).toBe(true);
});

test('revocations, freshness and a grant are opened', () => {
  expect(opening.openRevoke(first, signed('revoke', exampleRevoke(), 'cleo')).statement).toEqual(exampleRevoke());
  const more = exampleRevoke({ version: 2, keys: [...exampleRevoke().keys, ...ids('eve')] });
  expect(opening.openRevoke(at, signed('revoke', more, 'cleo')).statement).toEqual(more);
  for (const name of ['ann', 'oleg', 'cleo'])
    expect(opening.openFresh(at, signed('fresh', exampleFresh(), name)).statement).toEqual(exampleFresh());
  expect(opening.openFresh(first, signed('fresh', exampleFresh({ rev: 0 }), 'ann')).signers).toEqual(ids('ann'));
  expect(opening.openGrantAt(at, signed('grant', zurichGrant(), 'dora')).statement).toEqual(zurichGrant());
});

describe('refuses', () => {
  const order = (change: object, ...names: string[]) =>
    signed('order', exampleOrder(change), ...(names.length > 0 ? names : ['ann']));
  const standing = (change: object) => signed('standing', exampleStanding(change), 'ann', 'ben');
  const revoke = (change: object, name = 'ann') => signed('revoke', exampleRevoke({ version: 2, ...change }), name);
  const fresh = (change: object, name = 'ann') => signed('fresh', exampleFresh(change), name);
  test.each<[string, string, () => unknown]>([
    ['key', 'an order of an enroller', () => opening.openOrder(at, order({}, 'dora'))],
    ['revoked', 'an order of a revoked key', () => opening.openOrder(at, order({}, 'gone', 'ann'))],
    ['key-expired', 'an order of a key that is over', () => opening.openOrder(at, order({}, 'late'))],
    ['tenant', 'an order of another tenant', () => opening.openOrder(at, order({ tenant: '0'.repeat(26) }))],
    ['root', 'an order of an older root', () => opening.openOrder(at, order({ root: 1 }))],
    ['root', 'an order of a newer root', () => opening.openOrder(at, order({ root: 3 }))],
    ['rev', 'an order that knows more', () => opening.openOrder(at, order({ rev: 2 }))],
    ['rev', 'one where nothing was revoked', () => opening.openOrder(first, order({}))],
    ['revoked', 'a revoked order', () => opening.openOrder(at, order({ id: revokedId }))],
    ['revoked', 'a stopped one', () => opening.openOrder(at, order({ iat: noon - 31 * day }))],
    ['window', 'an order for 91 days', () => opening.openOrder(at, order({ exp: noon + 91 * day }))],
    ['fields', 'a standing order as an order', () => opening.openOrder(at, signed('order', exampleStanding(), 'ann'))],
    ['root', 'a standing order of a newer root', () => opening.openStanding(at, standing({ root: 3 }))],
    ['window', 'a standing order for 91 days', () => opening.openStanding(at, standing({ exp: noon + 91 * day }))],
    ['revoked', 'a revoked standing order', () => opening.openStanding(at, standing({ id: revokedId }))],
    ['key', 'revocations of an operator', () => opening.openRevoke(at, revoke({}, 'oleg'))],
    ['older', 'the same revocations', () => opening.openRevoke(at, revoke({ version: 1 }))],
    ['rev', 'a key that comes back', () => opening.openRevoke(at, revoke({ keys: [] }))],
    ['rev', 'an order that comes back', () => opening.openRevoke(at, revoke({ orders: [] }))],
    ['rev', 'a stop that is taken back', () => opening.openRevoke(at, revoke({ stop: 0 }))],
    ['key', 'freshness by an approver of nothing else', () => opening.openFresh(at, fresh({}, 'pia'))],
    ['root', 'freshness of a newer root', () => opening.openFresh(at, fresh({ root: 3 }))],
    ['rev', 'freshness of newer revocations', () => opening.openFresh(at, fresh({ rev: 2 }))],
    ['rev', 'the same where nothing was revoked', () => opening.openFresh(first, fresh({}))],
    [
      'window',
      'freshness for longer than the root allows',
      () => opening.openFresh(at, fresh({ until: noon + 14 * day })),
    ],
    ['scope', 'a grant of another site', () => opening.openGrantAt(at, signed('grant', zurichGrant(), 'bern'))],
    ['key', 'a grant of an operator', () => opening.openGrantAt(at, signed('grant', zurichGrant(), 'ann'))],
    [
      'threshold',
      'a script by one of two',
      () => {
        const publisher = { ...root.roles.publisher, threshold: 2 };
        return opening.openScript(
          { ...at, root: { ...root, roles: { ...root.roles, publisher } } },
          signed('script', exampleScript(), 'pia'),
        );
      },
    ],
  ])('as %s: %s', (code, _name, open) => {
    expect(open).toThrow(refused(code));
  });
});

describe('receipts', () => {
  const key = signerOf('device').publicKey;
  const receipt = exampleReceipt({ tenant });
  test('are opened with the device’s key', () => {
    expect(opening.openReceipt(signed('receipt', receipt, 'device'), { id: device.id, key })).toEqual({
      statement: receipt,
      hash: hashOf(receipt),
      signers: ids('device'),
    });
  });
  test('of another, by another or about another are refused', () => {
    const open = (envelope: unknown) => () => opening.openReceipt(envelope, { id: device.id, key });
    expect(open(signed('receipt', receipt, 'ann'))).toThrow(refused('key'));
    expect(open(signed('order', receipt, 'device'))).toThrow(refused('type'));
    const other = exampleReceipt({ device: `d${'0'.repeat(26)}` as never });
    expect(open(signed('receipt', other, 'device'))).toThrow(refused('id'));
  });
  test('follow each other without a gap', () => {
    const begin = exampleReceipt({ seq: 1, previous: null });
    const next = exampleReceipt({ seq: 2, previous: hashOf(begin) });
    expect(() => opening.requireNext(null, begin)).not.toThrow();
    expect(() => opening.requireNext({ seq: 1, hash: hashOf(begin) }, next)).not.toThrow();
    expect(() => opening.requireNext(null, next)).toThrow(refused('chain'));
    expect(() => opening.requireNext({ seq: 1, hash: 'ab'.repeat(32) }, next)).toThrow(refused('chain'));
    expect(() => opening.requireNext({ seq: 1, hash: hashOf(begin) }, { ...next, seq: 3 })).toThrow(refused('chain'));
    expect(() => opening.requireNext(null, { ...begin, previous: 'ab'.repeat(32) })).toThrow(refused('chain'));
  });
});
