/** What statements about maintenance are made of, beside what fields.ts reads. Each throws TrustError `fields` that names the field. */
import { TrustError } from './errors.ts';
import { hidden, integer, text } from './fields.ts';

/** One of these texts. */
export function choice<Option extends string>(value: unknown, what: string, options: readonly Option[]): Option {
  const found = text(value, what);
  if (!(options as readonly string[]).includes(found))
    throw new TrustError('fields', `${what} is none of ${options.join(', ')}`);
  return found as Option;
}

/** What stands in a list of so many. */
export function items(value: unknown, what: string, min: number, max: number): unknown[] {
  if (!Array.isArray(value) || value.length < min || value.length > max)
    throw new TrustError('fields', `${what} is not a list of ${min} to ${max}`);
  return value;
}

/** A list of whole numbers without doubles. */
export function integers(value: unknown, what: string, count: readonly [number, number], max: number): number[] {
  const found = items(value, what, ...count).map((one) => integer(one, what, 0, max));
  if (new Set(found).size !== found.length) throw new TrustError('fields', `${what} names one twice`);
  return found;
}

/** A SHA-256 as 64 characters of lower-case hex. */
export function hash(value: unknown, what: string): string {
  return text(value, what, /^[0-9a-f]{64}$/);
}

/** A text for people of one line that may be empty: at most `max` UTF-16 code units, nothing hidden. */
export function line(value: unknown, what: string, max: number): string {
  const found = text(value, what);
  if (found.length > max || hidden.test(found)) throw new TrustError('fields', `${what} is not one line of ≤ ${max}`);
  return found;
}

/** A key's id. */
export const keyIdForm = /^k[0-9a-hjkmnp-tv-z]{26}$/;

/** 128 random bits as 26 characters of base 32: of tenants, orders and standing orders. */
export const idForm = /^[0-9a-hjkmnp-tv-z]{26}$/;
