import type { ScriptParameter } from '@fettle/shared/api/scripts';
import { isScalar } from 'yaml';
import type { Field, Source } from '../source.ts';
import { parameterKeys, usualBounds } from './keys.ts';
import { integer, listOf, oneOf, shortText } from './values.ts';

const types = ['text', 'integer', 'flag', 'choice', 'secret'] as const;
const name = /^[a-z][a-z0-9_]{0,31}$/;
const mostParameters = 32;
/** Integers travel as JSON and as text; these pass through every shell. */
const furthest = 9_007_199_254_740_991;

/** A mapping from name to what it is, in the order in which the program gets them. */
export function readParameters(source: Source, field: Field | undefined): ScriptParameter[] {
  if (field === undefined || source.isEmpty(field)) return [];
  const pairs = source.pairs(field, '“parameters”') ?? [];
  if (pairs.length > mostParameters) source.error(field.at, `A script has at most ${mostParameters} parameters.`);
  return pairs.slice(0, mostParameters).flatMap(([key, one]) => readParameter(source, key, one) ?? []);
}

function readParameter(source: Source, key: string, field: Field): ScriptParameter | undefined {
  const what = `“${key}”`;
  if (!name.test(key)) {
    source.error(field.at, `A parameter is named by 1 to 32 small letters, digits and _, such as days; not ${what}.`);
  }
  const fields = source.fields(field, 'A parameter', parameterKeys);
  if (fields === null) return undefined;
  if (!fields.type) return source.error(field.at, `${what} has no “type”: it is one of ${types.join(', ')}.`);
  const type = oneOf(source, fields.type, '“type”', types);
  if (type === undefined) return undefined;
  const bound = (end: 'min' | 'max') =>
    (fields[end] && integer(source, fields[end], `“${end}”`, -furthest, furthest)) ?? usualBounds[type][end];
  return {
    name: key,
    type,
    title: (fields.title && shortText(source, fields.title, '“title”', 200)) || key,
    required: (fields.required && source.flag(fields.required, '“required”')) ?? false,
    default: fields.default === undefined ? null : (readDefault(source, fields.default, type) ?? null),
    min: bound('min'),
    max: bound('max'),
    choices: listOf(source, fields.choices, 64, '“choices”', (one) => source.words(one, 'A choice', 'weekly')),
  };
}

function readDefault(
  source: Source,
  field: Field,
  type: ScriptParameter['type'],
): ScriptParameter['default'] | undefined {
  if (type === 'flag') return source.flag(field, '“default”');
  if (type === 'integer') return integer(source, field, '“default”', -furthest, furthest);
  // `default:` with nothing behind it is what an empty text looks like.
  if (isScalar(field.value) && field.value.value === null) return '';
  return source.anyText(field, '“default”');
}
