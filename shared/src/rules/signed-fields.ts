/** How a signed rule is taken apart. Each throws FettleError `input_invalid` that names the field. */
import { FettleError } from '../errors.ts';
import type { Where } from './rule.ts';

export type Fields = Readonly<Record<string, unknown>>;

export function wrong(why: string): FettleError {
  return new FettleError('input_invalid', `This is no rule that a standing order can have: ${why}.`);
}

/** An object with exactly these fields, all of its own; null: with any. */
export function fieldsOf(value: unknown, what: string, names: readonly string[] | null): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(`${what} is not an object`);
  const unknown = names && Object.keys(value).find((key) => !names.includes(key));
  if (unknown) throw wrong(`${what} has an unknown field ${JSON.stringify(unknown.slice(0, 64))}`);
  const missing = names?.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) throw wrong(`${what} lacks ${missing}`);
  return value as Fields;
}

export function text(value: unknown, what: string, max: number, form?: RegExp): string {
  const fits = typeof value === 'string' && value.length > 0 && value.length <= max && (form?.test(value) ?? true);
  if (!fits) throw wrong(`${what} is not a text of its form`);
  return value;
}

export function integer(value: unknown, what: string, min: number, max: number): number {
  // 0 and -0 would be one number with two meanings: JSON has only one of them.
  const fits = typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max;
  if (!fits || Object.is(value, -0)) throw wrong(`${what} is not a whole number from ${min} to ${max}`);
  return value;
}

export function choice<Word extends string>(value: unknown, what: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === value);
  if (found === undefined) throw wrong(`${what} is none of ${words.join(', ')}`);
  return found;
}

export function orNull<T>(value: unknown, read: (value: unknown) => T): T | null {
  return value === null ? null : read(value);
}

export function listOf<T>(value: unknown, what: string, max: number, read: (value: unknown) => T): T[] {
  if (!Array.isArray(value) || value.length > max) throw wrong(`${what} is not a list of at most ${max}`);
  return value.map(read);
}

/** Attributes and what they must be; at most 16. */
export function whereOf(value: unknown, what: string): Where {
  const entries = Object.entries(fieldsOf(value, what, null));
  if (entries.length > 16) throw wrong(`${what} has more than 16 attributes`);
  return Object.fromEntries(entries.map(([key, wanted]) => [text(key, what, 256), attribute(wanted, what)]));
}

function attribute(value: unknown, what: string): string {
  if (typeof value !== 'string' || value.length > 256) throw wrong(`${what} is not of texts`);
  return value;
}
