import { describe, expect, test } from 'vitest';
import { fingerprintOf } from './chain.ts';
import { signed, signerOf } from './example.fixture.ts';
import { keep, type Kept } from './keep.ts';
import {
  day,
  device,
  exampleFresh,
  exampleOrder,
  exampleRevoke,
  firstMaintenanceRoot,
  maintenanceRoot,
  neighbour,
  noon,
  zurichGrant,
} from './maintenance.fixture.ts';

const refused = (code: string) => expect.objectContaining({ name: 'TrustError', code });
const begin: Kept = { root: firstMaintenanceRoot(), revoke: null, fresh: null, grant: null, floor: 0 };
const kept = (one: Kept, ...envelopes: ReturnType<typeof signed>[]) =>
  envelopes.reduce((so, envelope) => keep(so, envelope, device.id, noon), one);
const second = signed('root', maintenanceRoot(), 'ann', 'ben');
const revoke = signed('revoke', exampleRevoke(), 'ann');
const fresh = (change: object = {}, name = 'oleg') => signed('fresh', exampleFresh(change), name);
const grant = (change: object = {}) => signed('grant', zurichGrant(change), 'dora');

test('what comes in its order is kept', () => {
  const all = kept(begin, second, revoke, fresh(), grant());
  expect(all.root.version).toBe(2);
  expect(all.revoke).toEqual(exampleRevoke());
  expect(all.fresh?.statement).toEqual(exampleFresh());
  expect(all.grant?.statement).toEqual(zurichGrant());
});

test('what confirms more than is here has to wait', () => {
  expect(() => kept(begin, fresh())).toThrow(refused('root'));
  expect(() => kept(begin, second, fresh())).toThrow(refused('rev'));
});

describe('nothing goes back', () => {
  const all = kept(begin, second, revoke, fresh(), grant());
  test.each<[string, string, ReturnType<typeof signed>]>([
    ['root', 'a root', second],
    ['older', 'revocations', revoke],
    ['older', 'freshness', fresh()],
    ['older', 'freshness that lasts longer', fresh({ iat: noon - 2 * day, until: noon + 12 * day })],
    ['older', 'a grant', grant()],
    ['older', 'a grant of before', grant({ version: 2 })],
    ['id', 'another’s grant', grant({ device: neighbour.id, version: 9 })],
    ['type', 'an order', signed('order', exampleOrder(), 'ann')],
  ])('%s: %s', (code, _name, envelope) => {
    expect(() => kept(all, envelope)).toThrow(refused(code));
  });
  test('and what is newer is kept', () => {
    expect(kept(all, fresh({ iat: noon })).fresh?.statement.iat).toBe(noon);
    expect(kept(all, grant({ version: 4 })).grant?.statement.version).toBe(4);
  });
});

test('with its signer what he confirmed and granted falls', () => {
  const all = kept(begin, second, revoke, fresh(), grant());
  const gone = (name: string) =>
    kept(
      all,
      signed('revoke', exampleRevoke({ version: 2, keys: [...exampleRevoke().keys, signerOf(name).keyId] }), 'ann'),
    );
  expect([gone('oleg').fresh, gone('oleg').grant === null]).toEqual([null, false]);
  expect([gone('dora').fresh === null, gone('dora').grant]).toEqual([false, null]);
});

test('a new root begins the floor anew and leaves the rest', () => {
  const all = { ...kept(begin, second, revoke, fresh(), grant()), floor: noon + day };
  const third = maintenanceRoot({ version: 3, previous: fingerprintOf(maintenanceRoot()) });
  expect(kept(all, signed('root', third, 'ann', 'cleo'))).toEqual({ ...all, root: third, floor: 0 });
});

test('a key’s time is told by the floor where the clock is behind', () => {
  const all = { ...kept(begin, second), floor: 1_890_000_000_000 };
  expect(() => keep(all, signed('fresh', exampleFresh({ rev: 0 }), 'zoe'), device.id, noon)).toThrow(
    refused('key-expired'),
  );
});
