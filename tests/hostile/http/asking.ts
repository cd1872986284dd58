// pure
// One request: a route, asked well or in any way badly.
import type { NamedRoute } from '@fettle/collector/edge/http/authenticate';
import { pick } from '../../fuzz/damage.ts';
import { below, type Known, oddTexts, type Random, type Shape, spoiled, valueFor } from './grammar.ts';

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: string | Buffer;
  /** What stands in the path for its parameters. */
  readonly named: readonly string[];
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'];
const types = [
  'text/plain',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'application/json; charset=utf-16',
  'application/json;',
  'x',
  '',
];

/** How much of what is asked is spoiled: the rest is as the schema wants it, so that verbs are reached. */
const share = { path: 0.12, query: 0.25, body: 0.55, raw: 0.12, method: 0.02 } as const;

export function askedOf(route: NamedRoute, random: Random, known: Known): Asked {
  const { method, url, schema } = route;
  const { path, named } = pathOf(url, random, known);
  const query = queryOf(schema?.querystring ?? {}, random, known);
  const body = schema?.body === undefined ? undefined : bodyOf(schema.body as Shape, random, known);
  const asked = random() < share.method ? pick(random, methods) : method;
  return {
    method: asked,
    url: `${path}${query === '' ? '' : `?${query}`}`,
    headers: body === undefined ? {} : { 'content-type': body.type },
    ...(body !== undefined && { payload: body.payload }),
    named,
  };
}

function pathOf(url: string, random: Random, known: Known): { path: string; named: string[] } {
  const named: string[] = [];
  const parts = url.split('/');
  const path = parts.map((part, i) => {
    if (!part.startsWith(':') && part !== '*') return part;
    const of = parts[i - 1] ?? '';
    const values = Object.hasOwn(known, of) ? known[of] : undefined;
    const value = values && random() > share.path ? pick(random, values) : pick(random, oddTexts).slice(0, 400);
    // What is sent in its place names nothing of it.
    if (random() < 0.01) return pick(random, ['%', '%ff', '%zz', '..', '%2e%2e', ';a=b', '%00', '']);
    named.push(value);
    return encodeURIComponent(value.toWellFormed());
  });
  return { path: path.join('/'), named };
}

function queryOf(shape: Shape, random: Random, known: Known): string {
  const { properties = {}, required = [] } = shape;
  const pairs: string[] = [];
  for (const [name, of] of Object.entries(properties)) {
    if (!required.includes(name) && random() < 0.7) continue;
    const value = valueFor(of, random, known, name);
    const wrong = random() < share.query;
    const texts = wrong ? [pick(random, oddTexts).slice(0, 2_000)] : [value].flat().map(String);
    for (const text of texts) pairs.push(`${name}=${encodeURIComponent(text.toWellFormed())}`);
    if (wrong && random() < 0.3) pairs.push(`${name}=${pick(random, ['1', '%ff', '%', '', 'x'])}`);
  }
  if (random() < 0.05)
    pairs.push(pick(random, ['unknown=1', '__proto__=1', 'constructor[a]=1', 'toString', '&&', '%']));
  return pairs.join('&');
}

function bodyOf(shape: Shape, random: Random, known: Known): { payload: string | Buffer; type: string } {
  let value = valueFor(shape, random, known);
  if (random() < share.body) for (let left = 1 + below(random, 3); left > 0; left--) value = spoiled(value, random);
  const text = JSON.stringify(value) ?? 'null';
  if (random() >= share.raw) return { payload: text, type: 'application/json' };
  return rawOf(text, random);
}

/** What no JSON writer would write. */
function rawOf(text: string, random: Random): { payload: string | Buffer; type: string } {
  const json = (payload: string | Buffer) => ({ payload, type: 'application/json' });
  const twice = text.replace(/^\{("[^"]*"):/, '{$1:null,$1:');
  return pick<() => { payload: string | Buffer; type: string }>(random, [
    () => ({ payload: text, type: pick(random, types) }),
    () => json(Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0xff, 0xfe, 0xc0, 0x80])])),
    () => json(Buffer.from(text.replaceAll('a', '\u0001'), 'latin1')),
    () => json(twice),
    () => json(text.replace('{', '{"__proto__":{"admin":true},')),
    () => json(text.replace('{', '{"constructor":{"prototype":{"admin":true}},')),
    () => json(text.slice(0, below(random, text.length))),
    () => json(`\uFEFF${text}`),
    () => json('['.repeat(20_000)),
    () => json(`${text}${text}`),
    () => json(text.replaceAll(/\d+/g, '1e400')),
    () => json(text.replaceAll(/\d+/g, '9'.repeat(400))),
    () => json(random() < 0.1 ? text.replace('{', `{"x":"${'x'.repeat(300_000)}",`) : ''),
  ])();
}
