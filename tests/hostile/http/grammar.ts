// pure
// Values that a schema asks for, and what is wrong with them in every way that a parser or a verb might trip over.
import { pick } from '../../fuzz/damage.ts';

export interface Shape {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Shape[];
  readonly items?: Shape;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly patternProperties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
}

export type Random = () => number;
/** What is there under a property's name, and so may be named. */
export type Known = Readonly<Record<string, readonly string[]>>;

export const below = (random: Random, bound: number): number => Math.floor(random() * bound);

/** What parsers, tables of names, SQL, selectors, patterns and terminals are known to trip over. */
export const oddTexts: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'prototype',
  '../../etc/passwd',
  '..\\..\\',
  "'; DROP TABLE runs; --",
  '" OR 1=1',
  '%',
  '_',
  '%00',
  '\uD800',
  '\uDFFF\uD800',
  '\u202Eabc',
  '😀'.repeat(40),
  'x'.repeat(70_000),
  '\r\nSet-Cookie: fettle=x',
  '${7*7}{{7*7}}',
  '=1+1',
  'NaN',
  'null',
  'true',
  '1e999',
  '0x10',
  '9007199254740993',
  '-1',
  '(((((((((((((((((((',
  'a=b, c in (d',
  'not '.repeat(500),
  '*/* * * * *',
  '0 3 * * *',
  '61 25 32 13 8',
  'Europe/Berlin',
  'device',
  '<script>alert(1)</script>',
  'AAAA',
  'eyJ2IjoxfQ==',
];

const oddNumbers: readonly number[] = [
  0,
  -0,
  -1,
  1,
  0.5,
  1e-320,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  2 ** 53 + 2,
  -(2 ** 53),
  2 ** 63,
  1e21,
  1e308,
  8_640_000_000_000_001,
  -8_640_000_000_000_001,
];

const prototypeNames = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];

/** Something that fits a schema, mostly. @param name the property that it stands under */
export function valueFor(shape: Shape, random: Random, known: Known, name = ''): unknown {
  if (shape.const !== undefined) return shape.const;
  if (shape.enum) return pick(random, shape.enum);
  if (shape.anyOf) return valueFor(pick(random, shape.anyOf), random, known, name);
  if (shape.type === 'object') return objectFor(shape, random, known, name);
  if (shape.type === 'array') {
    const most = Math.min(shape.maxItems ?? 3, 3);
    const length = Math.max(shape.minItems ?? 0, below(random, most + 1));
    return Array.from({ length }, () => valueFor(shape.items ?? {}, random, known, name));
  }
  if (shape.type === 'integer' || shape.type === 'number') return numberFor(shape, random);
  if (shape.type === 'boolean') return random() < 0.5;
  if (shape.type === 'string') return textFor(shape, random, known, name);
  if (shape.type === 'null') return null;
  return pick(random, [null, {}, [], 'x', 1, { payload: 'e30=', payloadType: 'x', signatures: [] }]);
}

function objectFor(shape: Shape, random: Random, known: Known, name: string): Record<string, unknown> {
  const { properties = {}, required = [], patternProperties = {} } = shape;
  const made: Record<string, unknown> = {};
  for (const [key, of] of Object.entries(properties)) {
    if (!required.includes(key) && random() < 0.5) continue;
    made[key] = valueFor(of, random, known, key === 'id' ? name : key);
  }
  for (const of of Object.values(patternProperties)) {
    for (let left = below(random, 3); left > 0; left--) made[pick(random, keysOfRecords)] = valueFor(of, random, known);
  }
  return made;
}

const keysOfRecords = ['a', 'days', 'env', 'constructor', 'toString'];

function numberFor({ minimum, maximum, type }: Shape, random: Random): number {
  const least = minimum ?? 0;
  const most = Math.min(maximum ?? 10, least + 1e13);
  if (random() < 0.3) return pick(random, [least, most]);
  const value = least + random() * (most - least);
  return type === 'integer' ? Math.floor(value) : value;
}

function textFor(
  { minLength = 0, maxLength = 60, pattern }: Shape,
  random: Random,
  known: Known,
  name: string,
): string {
  const named = Object.hasOwn(known, name) ? known[name] : undefined;
  if (named && random() < 0.8) return pick(random, named);
  if (pattern !== undefined) return 'a'.repeat(Math.max(1, minLength));
  const text = pick(random, ['a', 'Some words of a person', 'ü😀', ...oddTexts])
    .slice(0, maxLength)
    .toWellFormed();
  return text.padEnd(minLength, 'x');
}

/** The value with one thing in it made wrong. */
export function spoiled(value: unknown, random: Random): unknown {
  if (typeof value === 'object' && value !== null && random() < 0.85) {
    const keys = Object.keys(value);
    if (keys.length > 0) {
      const key = pick(random, keys);
      return changed(value, key, random);
    }
  }
  return instead(value, random);
}

function changed(value: object, key: string, random: Random): unknown {
  const before = (value as Record<string, unknown>)[key];
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...(value as unknown[])] : { ...value };
  const of = copy as Record<string, unknown>;
  const kind = below(random, 10);
  if (kind === 0 && !Array.isArray(copy)) delete of[key];
  else if (kind === 1 && !Array.isArray(copy)) define(of, pick(random, [...prototypeNames, 'unknown', '']), before);
  else if (kind === 2 && Array.isArray(copy)) copy.push(...Array.from({ length: 200 }, () => before));
  else of[key] = kind < 6 ? instead(before, random) : spoiled(before, random);
  return copy;
}

/** As JSON text may hold it: an own property, even when it is called `__proto__`. */
function define(of: object, name: string, value: unknown): void {
  Object.defineProperty(of, name, { value, enumerable: true, configurable: true, writable: true });
}

/** Another value in its place: of its own kind but extreme, or of another kind. */
export function instead(value: unknown, random: Random): unknown {
  if (typeof value === 'number' && random() < 0.6) return pick(random, oddNumbers);
  if (typeof value === 'string' && random() < 0.6) return pick(random, oddTexts);
  return pick<() => unknown>(random, [
    () => null,
    () => true,
    () => [],
    () => ({}),
    () => [value],
    () => ({ value }),
    () => pick(random, oddNumbers),
    () => pick(random, oddTexts),
    () => deep(2 + below(random, 2_000)),
    () => Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`k${i}`, i])),
  ])();
}

function deep(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}
