import type { Actor } from '../access/index.ts';
import { expect, test } from 'vitest';
import { allowRule } from './allow-rule.ts';

const operator = (sites: 'all' | string[]): Actor => ({
  kind: 'person',
  id: 'person:p',
  role: 'operator',
  scope: { sites },
});
const of = (selector: string) => ({ selector });
const refused = expect.objectContaining({ code: 'not_allowed' });

test.each([
  'site=berlin',
  'role=db, site=berlin',
  'site in (berlin, vienna)',
  '(os=linux, site=vienna) and has backup',
])('with two sites somebody may change “%s”', (selector) => {
  expect(() => allowRule(operator(['berlin', 'vienna']), [null, of(selector)])).not.toThrow();
});

test.each(['', 'role=db', 'site!=oslo', 'site in (berlin, oslo)', 'not site=oslo', 'has site'])(
  'with one site nobody may change “%s”',
  (selector) => {
    expect(() => allowRule(operator(['berlin']), [of(selector)])).toThrow(refused);
  },
);

test('neither what it was nor what it is to be may lie beyond', () => {
  const own = of('site=berlin');
  expect(() => allowRule(operator(['berlin']), [own, of('')])).toThrow(refused);
  expect(() => allowRule(operator(['berlin']), [of(''), own])).toThrow(refused);
  expect(() => allowRule(operator('all'), [of(''), own])).not.toThrow();
});

test('with a selector of his own somebody repeats it in the rule', () => {
  const web: Actor = { ...operator('all'), scope: { sites: 'all', selector: 'role=web, env=prod' } };
  expect(() => allowRule(web, [of('kind=server, (env=prod and role=web)')])).not.toThrow();
  for (const selector of ['', 'role=web', 'role in (web, db), env=prod', 'not (role=web, env=prod)']) {
    expect(() => allowRule(web, [of(selector)])).toThrow(refused);
  }
});

test('a viewer may change none', () => {
  expect(() => allowRule({ ...operator('all'), role: 'viewer' }, [of('site=berlin')])).toThrow(refused);
});
