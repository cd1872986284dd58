import { expect, test } from 'vitest';
import { allowSite, commonSites, covers, inScope, overlaps, scopeOf, seesDevice } from './scope.ts';
import { type Actor, everywhere } from './types.ts';

const device = { site: 'berlin', os: 'linux', kind: 'server', labels: { env: 'prod' } };

test('sites', () => {
  const berlin: Actor = { kind: 'person', id: 'person:x', role: 'admin', scope: { sites: ['berlin'] } };
  expect(() => allowSite(berlin, 'berlin')).not.toThrow();
  expect(() => allowSite(berlin, 'rome')).toThrow(expect.objectContaining({ code: 'not_allowed' }));
  expect(inScope(everywhere, 'rome')).toBe(true);
  expect(inScope({ sites: [] }, 'rome')).toBe(false);
  expect(inScope({ sites: [] }, null)).toBe(true);
});

test('a device is seen at the sites, and of them only when the selector chooses it', () => {
  expect(seesDevice(everywhere, device)).toBe(true);
  expect(seesDevice({ sites: ['rome'] }, device)).toBe(false);
  expect(seesDevice({ sites: ['berlin'], selector: 'env=prod, os=linux, kind=server' }, device)).toBe(true);
  expect(seesDevice({ sites: 'all', selector: 'env=test' }, device)).toBe(false);
  expect(seesDevice({ sites: 'all', selector: 'site=berlin' }, device)).toBe(true);
  expect(seesDevice({ sites: ['rome'], selector: 'env=prod' }, device)).toBe(false);
});

test('a selector that cannot be read shows nothing', () => {
  expect(() => seesDevice({ sites: 'all', selector: 'env in (' }, device)).toThrow(
    expect.objectContaining({ code: 'input_invalid' }),
  );
});

test('an empty selector is none', () => {
  expect(scopeOf({ sites: 'all', selector: ' ' })).toEqual({ sites: 'all' });
  expect(scopeOf({ sites: ['a'] })).toEqual({ sites: ['a'] });
  expect(scopeOf({ sites: ['a'], selector: 'x=1' })).toEqual({ sites: ['a'], selector: 'x=1' });
});

test('what two have in common', () => {
  const [all, a, ab, c] = [{ sites: 'all' }, { sites: ['a'] }, { sites: ['a', 'b'] }, { sites: ['c'] }] as const;
  expect([overlaps(all, c), overlaps(c, all), overlaps(a, ab), overlaps(ab, c)]).toEqual([true, true, true, false]);
  expect([commonSites(all, ab), commonSites(ab, all), commonSites(ab, a), commonSites(a, c)]).toEqual([
    ['a', 'b'],
    ['a', 'b'],
    ['a'],
    [],
  ]);
});

test('what covers what', () => {
  const of = (sites: 'all' | string[], selector?: string) => scopeOf({ sites, ...(selector && { selector }) });
  expect(covers(of('all'), of('all', 'x=1'))).toBe(true);
  expect(covers(of(['a', 'b']), of(['a']))).toBe(true);
  expect(covers(of(['a']), of(['a', 'b']))).toBe(false);
  expect(covers(of(['a']), of('all'))).toBe(false);
  expect(covers(of('all', 'x=1'), of('all'))).toBe(false);
  expect(covers(of('all', 'x=1'), of('all', 'x=2'))).toBe(false);
  expect(covers(of('all', 'x=1'), of(['a'], 'x=1'))).toBe(true);
});
