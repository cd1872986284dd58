import type { Script, ScriptRelease } from '@fettle/collector/domain/scripts/index';
import type { Holding, StoredStatement } from '@fettle/collector/domain/trust/index';
import type { ScriptName } from '@fettle/shared/ids';
import { expect, test } from 'vitest';
import { scriptBody } from '../../support/orders-world.ts';
import type { Open } from './place.ts';
import { day, device, deviceId, enrolled, everywhere, note, noted, nowhere, only, start, tally } from './samples.ts';

const name = 'clear-temp' as ScriptName;
const envelope = { payload: 'e30=', payloadType: 'x', signatures: [] };
const script = (fields: Partial<Script> = {}): Script => ({
  name,
  origin: 'own',
  draft: { body: scriptBody({ title: 'Räumen; "x"' }), by: 'person:pada', at: start },
  published: null,
  statement: null,
  current: null,
  shipped: null,
  createdAt: start,
  changedAt: start,
  version: 1,
  ...fields,
});
const release = (version: number): ScriptRelease => ({
  name,
  version,
  body: scriptBody(),
  envelope,
  statement: `hash ${version}`,
  publishedAt: start,
  signers: ['cleo'],
});

export function scriptContract(open: Open): void {
  test('drafts are written by the version that was read, once at once; all that ship or none', async () => {
    await using place = await open();
    const { scripts } = place.records;
    const made = await Promise.all([1, 2].map(() => scripts.put(script(), note('drafted'))));
    expect(tally(made)).toEqual({ put: 1, changed_meanwhile: 1 });
    expect(await scripts.script(name)).toEqual(script());
    const other = script({ name: 'reboot' as ScriptName });
    expect(await scripts.offer([other, script({ version: 3 })], note('lost'))).toBe('changed_meanwhile');
    expect(await scripts.scripts()).toEqual([script()]);
    expect(await scripts.remove(name, 2, note('lost'))).toBe('changed_meanwhile');
    expect(await scripts.remove(name, 1, note('removed'))).toBe('removed');
    expect(await scripts.remove(name, 1, note('lost'))).toBe('not_found');
    expect(await noted(place)).toEqual(['drafted', 'removed']);
  });

  test('a version is published once at once, with its bodies', async () => {
    await using place = await open();
    const { scripts } = place.records;
    await scripts.put(script(), note('drafted'));
    const after = script({ draft: null, published: 1, statement: 'hash 1', current: scriptBody(), version: 2 });
    const blobs = [{ sha256: 'aa', text: 'echo é\n' }];
    const answers = await Promise.all([1, 2].map(() => scripts.publish(after, release(1), blobs, note('published'))));
    expect(tally(answers)).toEqual({ published: 1, changed_meanwhile: 1 });
    expect(await scripts.script(name)).toEqual(after);
    expect(await scripts.publish({ ...after, published: 2, version: 3 }, release(2), blobs, note('published'))).toBe(
      'published',
    );
    expect((await scripts.releases(name)).map(({ version }) => version)).toEqual([2, 1]);
    expect(await scripts.release(name, 1)).toEqual(release(1));
    expect(await scripts.byStatement(['hash 1', 'none'])).toEqual([release(1)]);
    expect(await scripts.byStatement([])).toEqual([]);
    expect(await scripts.blob('aa')).toBe('echo é\n');
    expect(await scripts.blob('bb')).toBeNull();
    // What was published once stays.
    expect(await scripts.remove(name, 3, note('lost'))).toBe('changed_meanwhile');
    expect(await noted(place)).toEqual(['drafted', 'published', 'published']);
  });
}

export function trustContract(open: Open): void {
  test('of each kind the newest statement stays, whoever comes at once', async () => {
    await using place = await open();
    const { trust } = place.records;
    const one = (version: number): StoredStatement => ({ kind: 'fresh', version, envelope, at: start });
    expect(await trust.statement('fresh')).toBeNull();
    const answers = await Promise.all([1, 2].map(() => trust.put(one(start + day), note('fresh'))));
    expect(tally(answers)).toEqual({ put: 1, older: 1 });
    expect(await trust.put(one(start), note('lost'))).toBe('older');
    expect(await trust.put({ ...one(1), kind: 'revoke' }, note('revoke'))).toBe('put');
    expect(await trust.statement('fresh')).toEqual(one(start + day));
    expect(await noted(place)).toEqual(['fresh', 'revoke']);
  });

  test('what devices hold, and what they enrolled with, is kept of those that there are', async () => {
    await using place = await open();
    const { trust, devices } = place.records;
    await enrolled(place, device('a'));
    const holding = (of: string, fields: Partial<Holding> = {}): Holding => ({
      device: deviceId(of),
      root: 1,
      rev: 0,
      fresh: start,
      grant: 3,
      standing: [{ id: 's', version: 2 }],
      executor: 'ready',
      at: start,
      ...fields,
    });
    await trust.hold([holding('a'), holding('gone')]);
    await Promise.all([trust.hold([holding('a', { root: 2 })]), trust.hold([holding('a', { root: 2 })])]);
    expect(await trust.holdings(everywhere)).toEqual([holding('a', { root: 2 })]);
    expect(await trust.holdings(only('berlin'))).toHaveLength(1);
    expect(await trust.holdings(nowhere)).toEqual([]);
    expect(await trust.holdings({ sites: 'all', selector: 'role=web' })).toEqual([]);
    expect(await trust.holding(deviceId('gone'))).toBeNull();
    const evidence = { device: deviceId('a'), host: 'ä', envelope };
    await trust.putEvidence(evidence);
    await trust.putEvidence(evidence);
    expect(await trust.evidence([deviceId('a'), deviceId('b')])).toEqual(new Map([[deviceId('a'), evidence]]));
    await devices.setGrant(deviceId('a'), 1, '{"a":1}', note('granted'));
    expect(await devices.grants(everywhere)).toEqual(new Map([[deviceId('a'), '{"a":1}']]));
    expect((await devices.grants(nowhere)).size).toBe(0);
  });
}
