import { describe, expect, test } from 'vitest';
import { matches } from './match.ts';
import { parseSelector } from './parse.ts';

const device = {
  labels: {
    role: 'db',
    'app.kubernetes.io/name': 'shop',
    owner: 'Zoë "Z" \\ Söhne',
    empty: '',
    in: 'x',
    os: 'a label',
  },
  os: 'Debian 12',
  kind: 'server',
  site: 'berlin',
};
const chooses = (text: string) => matches(parseSelector(text), device);

describe('a selector', () => {
  test.each([
    '',
    '   ',
    'role=db',
    'role = db',
    'role=db,site=berlin',
    'role=db and site=berlin, kind=server',
    'role!=web',
    'missing!=x',
    'role in (web, db)',
    'role in(db)',
    'role not in (web, cache)',
    'missing not in (web)',
    'has role',
    'not has missing',
    'not not role=db',
    'not role=web',
    'not (role=web and site=berlin)',
    'not (role=web), site=berlin',
    '((role=db))',
    'app.kubernetes.io/name=shop',
    'os="Debian 12"',
    'owner="Zoë \\"Z\\" \\\\ Söhne"',
    'empty=""',
    'has empty',
    '"in"=x',
    'has os and has kind and has site',
    'kind in ("server", desktop)',
  ])('%s chooses it', (text) => {
    expect(chooses(text)).toBe(true);
  });

  test.each([
    'role=web',
    'role=DB',
    'role!=db',
    'role in (web)',
    'role not in (web, db)',
    'has missing',
    'missing=x',
    'missing=""',
    'not has role',
    'role=db, site=rome',
    'role=web and site=berlin',
    'not (role=db, site=berlin)',
    'os="a label"',
    'has constructor',
    'has __proto__',
    'toString=x',
  ])('%s does not', (text) => {
    expect(chooses(text)).toBe(false);
  });
});

test.each([
  ['role', 4],
  ['role=', 5],
  ['=db', 0],
  ['role==db', 5],
  ['role=db site=berlin', 8],
  ['role=db,', 8],
  [',role=db', 0],
  ['role=db and', 11],
  ['role in db', 8],
  ['role in (', 9],
  ['role in ()', 9],
  ['role in (db', 11],
  ['role in (db,)', 12],
  ['role not db', 9],
  ['not', 3],
  ['has', 3],
  ['has (role)', 4],
  ['(role=db', 8],
  ['role=db)', 7],
  ['()', 1],
  ['role="db', 5],
  ['role="d\\b"', 5],
  ['role=db; drop', 7],
  ['role=and', 5],
  ['role=$x', 5],
  [`${'('.repeat(40)}a=b${')'.repeat(40)}`, 32],
  [`${'not '.repeat(5_000)}a=b`, 128],
])('%s is refused at its place', (text, position) => {
  expect(() => parseSelector(text)).toThrow(expect.objectContaining({ code: 'input_invalid', details: { position } }));
});

test('the error says what should be there', () => {
  expect(() => parseSelector('role=db and')).toThrow(
    'This selector cannot be read: at character 12 it ends where a label’s name, “has”, “not” or “(” should be.',
  );
  expect(() => parseSelector('role=;')).toThrow(
    'at character 6 “;” cannot stand without double quotes around the value.',
  );
});
