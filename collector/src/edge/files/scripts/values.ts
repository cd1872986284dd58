import { didYouMean } from '../near.ts';
import type { Field, Source } from '../source.ts';

/** A whole number within bounds; undefined, and told, where it is none. */
export function integer(source: Source, field: Field, what: string, min: number, max: number): number | undefined {
  const text = source.words(field, what, String(Math.max(min, 0)));
  if (text === undefined) return undefined;
  const value = /^[+-]?\d{1,15}$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  return source.error(field.valueAt, `${what} is a whole number from ${min} to ${max}, not “${text}”.`);
}

/** One of a list of words; undefined, and told with the nearest, where it is none. */
export function oneOf<Word extends string>(
  source: Source,
  field: Field,
  what: string,
  words: readonly Word[],
): Word | undefined {
  const text = source.words(field, what, words[0] ?? '')?.trim();
  if (text === undefined) return undefined;
  const found = words.find((word) => word === text);
  return found ?? source.error(field.valueAt, `${what} is one of ${words.join(', ')}.${didYouMean(text, words)}`);
}

/** A text of bounded length. */
export function shortText(source: Source, field: Field, what: string, most: number): string | undefined {
  const text = source.anyText(field, what)?.trim();
  if (text === undefined || text.length <= most) return text;
  return source.error(field.valueAt, `${what} has at most ${most} characters.`);
}

/** Each member of a list, without those that were told. */
export function listOf<Value>(
  source: Source,
  field: Field | undefined,
  most: number,
  what: string,
  read: (member: Field) => Value | undefined,
): Value[] {
  if (field === undefined || source.isEmpty(field)) return [];
  const members = source.members(field);
  if (members.length > most) source.error(field.valueAt, `${what} has at most ${most} members.`);
  return members.slice(0, most).flatMap((member) => read(member) ?? []);
}
