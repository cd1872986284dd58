/** Changes of JSON at random places, for trying what two readers make of the same thing. */
import type { Random } from '../trust-scene.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Fields = Readonly<Record<string, Json>>;

const texts = [
  '',
  ' ',
  'a',
  ' a',
  'a ',
  'a\n',
  'A',
  '0',
  '-x',
  'a\u0000b',
  'a\u0085b',
  'a\u200eb',
  'a\u202eb',
  '\u00a0a',
  'a\u3000',
  '\ufeffa',
  '\u2028',
  '\u0661',
  'é',
  'e\u0301',
  '🔒',
  '\ud800',
  '__proto__',
  'constructor',
  'toString',
  'site',
  'true',
  'system',
  'linux',
  'order',
  'critical',
];
const lengths = [1, 26, 27, 32, 33, 63, 64, 65, 80, 81, 128, 129, 200, 201, 253, 254, 500, 501, 1_024, 8_192, 8_193];
const selectors = ['site', 'env', 'lab', '"Zürich"', '=', '!=', ',', '(', ')', 'and', 'or', 'not', 'has', 'in', 'os'];
const moreOfSelectors = [
  'constructor',
  '"a\\"b"',
  '"',
  '"\\b"',
  'kind',
  '""',
  "'",
  'x',
  '  ',
  '"not"',
  'Bern',
  'critical',
];
const crons = [
  '*',
  '*/5',
  '0',
  '59',
  '60',
  '1-5',
  '5-1',
  '1,2',
  '7',
  '8',
  '*/0',
  '00',
  '1-5/2',
  '1/2',
  '1,',
  '31',
  '*/59',
];
const numbers = [0, 1, -1, 0.5, 2, 5, 15, 16, 60, 61, 86_400, 86_401, 131_072, 131_073, 1_000_000, 1_000_001, 2 ** 32];
const large = [1_000_000_000, 1_000_000_001, 8_640_000_000_000_000, 8_640_000_000_000_001, 2 ** 53 - 1, 2 ** 53, 1e300];

export function textOfAnyKind(random: Random): string {
  const way = random.whole(0, 6);
  if (way < 3) return random.of(texts);
  if (way === 3) return random.of(['x', '🔒', 'é']).repeat(random.of(lengths));
  if (way === 4)
    return some(random, [...selectors, ...moreOfSelectors], random.whole(1, 9)).join(random.of([' ', ' ', '']));
  if (way === 5) return some(random, crons, 5).join(' ');
  return some(random, texts, 3).join('');
}

const some = <One>(random: Random, choices: readonly One[], count: number): One[] =>
  Array.from({ length: count }, () => random.of(choices));

/** What stands in place of a value; mostly of the same kind. */
function other(value: Json, random: Random): Json {
  if (random.whole(0, 7) === 0) return random.of<Json>([null, true, false, 0, 1, '', '1', [], {}, [value], 'null']);
  if (typeof value === 'number') return otherNumber(value, random);
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string') return otherText(value, random);
  if (value === null) return random.of<Json>([0, '', { step: 0, exits: [0] }, 'ab'.repeat(32)]);
  return Array.isArray(value) ? otherList(value, random) : otherFields(value as Fields, random);
}

function otherNumber(value: number, random: Random): number {
  if (random.whole(0, 1) === 0) return value + random.of([-1, 1, 1, 1_000, -1_000, 86_400_000, -86_400_000]);
  return random.of([...numbers, ...large, -value]);
}

function otherText(value: string, random: Random): string {
  const way = random.whole(0, 8);
  if (way < 4) return textOfAnyKind(random);
  const at = random.whole(0, value.length);
  const piece = random.of([...texts, ...selectors]);
  if (way < 6) return value.slice(0, at) + piece + value.slice(at);
  if (way === 6) return value.slice(0, at) + value.slice(at + 1);
  return way === 7 ? value.toUpperCase() : value + value;
}

function otherList(value: readonly Json[], random: Random): Json {
  const one = value.length === 0 ? null : random.of(value);
  const way = random.whole(0, 4);
  if (way === 0) return value.toReversed();
  if (way === 1) return value.slice(1);
  if (way === 2) return [...value, random.of<Json>([0, 255, 256, -1, 'a', null, one, one])];
  return way === 3
    ? Array.from({ length: random.of([16, 17, 32, 33, 64, 65]) }, (_, i) => (one === null ? i : one))
    : [];
}

function otherFields(value: Fields, random: Random): Json {
  const keys = Object.keys(value);
  const key = keys.length === 0 ? 'a' : random.of(keys);
  const { [key]: taken, ...rest } = value;
  const way = random.whole(0, 3);
  if (way === 0) return rest;
  if (way === 1) return { ...value, [random.of(['!', 'a', 'zz', 'A', 'constructor', 'freebsd', 'x_1'])]: taken ?? 1 };
  return way === 2 ? { ...rest, [`${key}${random.of(['', '_', '2', ' '])}`]: taken ?? null } : {};
}

/** With one value, somewhere in it, replaced. The deeper a part lies, the likelier it is as any other. */
export function changed(value: Json, random: Random): Json {
  const places = placesIn(value);
  const place = random.of(places);
  return replaced(value, place, (old) => other(old, random));
}

type Place = readonly (string | number)[];

function placesIn(value: Json): Place[] {
  if (typeof value !== 'object' || value === null) return [[]];
  const parts: [string | number, Json][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [[], ...parts.flatMap(([key, part]) => placesIn(part).map((place) => [key, ...place]))];
}

function replaced(value: Json, [first, ...rest]: Place, by: (old: Json) => Json): Json {
  if (first === undefined) return by(value);
  if (Array.isArray(value)) return value.map((one: Json, i) => (i === first ? replaced(one, rest, by) : one));
  const fields = value as Fields;
  return { ...fields, [first]: replaced(fields[first] ?? null, rest, by) };
}

/** Sorted as a canonical text is, whatever the values are. */
export function sortedText(value: Json): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
