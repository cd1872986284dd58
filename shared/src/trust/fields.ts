/** How typed readers take a statement apart. Each throws TrustError `fields` that names the field. */
import { fromBase64 } from './base64.ts';
import { TrustError } from './errors.ts';
import { isSoundKey } from './keys.ts';

/** An object with exactly these fields, all of its own. An unknown one refuses, as it might restrict what is allowed. */
export function only<Name extends string>(value: unknown, what: string, names: readonly Name[]): Record<Name, unknown> {
  const found = object(value, what);
  const unknown = Object.keys(found).find((key) => !(names as readonly string[]).includes(key));
  if (unknown !== undefined) throw new TrustError('fields', `${what} has an unknown field ${JSON.stringify(unknown)}`);
  const missing = names.find((key) => !Object.hasOwn(found, key));
  if (missing !== undefined) throw new TrustError('fields', `${what} lacks ${missing}`);
  return found as Record<Name, unknown>;
}

/** The version of the statement's own form. @throws TrustError `version` */
export function formVersion(value: unknown): 1 {
  if (value !== 1) throw new TrustError('version');
  return 1;
}

export function object(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TrustError('fields', `${what} is not an object`);
  return value as Readonly<Record<string, unknown>>;
}

export function text(value: unknown, what: string, pattern?: RegExp): string {
  if (typeof value !== 'string' || (pattern !== undefined && !pattern.test(value)))
    throw new TrustError('fields', `${what} is not a text of its form`);
  return value;
}

export function integer(value: unknown, what: string, min: number, max: number): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < min || value > max)
    throw new TrustError('fields', `${what} is not a whole number from ${min} to ${max}`);
  return value;
}

/** Milliseconds since 1970 UTC. */
export function time(value: unknown, what: string): number {
  return integer(value, what, 0, 8_640_000_000_000_000);
}

export function flag(value: unknown, what: string): boolean {
  if (typeof value !== 'boolean') throw new TrustError('fields', `${what} is neither true nor false`);
  return value;
}

/** A list without doubles. */
export function list(value: unknown, what: string, max: number): string[] {
  if (!Array.isArray(value) || value.length > max) throw new TrustError('fields', `${what} is not a list of ≤ ${max}`);
  const texts = value.map((item: unknown) => text(item, what));
  if (new Set(texts).size !== texts.length) throw new TrustError('fields', `${what} names one twice`);
  return texts;
}

/** The base64 of 32 bytes. */
export function bytes32(value: unknown, what: string): string {
  const found = text(value, what);
  if (fromBase64(found).length !== 32) throw new TrustError('fields', `${what} is not of 32 bytes`);
  return found;
}

/** The base64 of a sound Ed25519 public key. */
export function publicKey(value: unknown, what: string): string {
  const found = bytes32(value, what);
  if (!isSoundKey(fromBase64(found))) throw new TrustError('fields', `${what} is not a sound key`);
  return found;
}

/** No control character, line or paragraph separator or direction mark: a name must look like what it is. */
export const hidden = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

/** A name for people: 1 to `max` UTF-16 code units, nothing hidden, no space at its ends. */
export function name(value: unknown, what: string, max: number): string {
  const found = text(value, what);
  if (found.length === 0 || found.length > max || found.startsWith(' ') || found.endsWith(' ') || hidden.test(found))
    throw new TrustError('fields', `${what} is not a name of 1 to ${max} characters`);
  return found;
}

const labelKey = /^[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,62}[A-Za-z0-9])?$/;

/** At most 32 labels: keys of 1 to 64 characters `A-Z a-z 0-9 . _ / -`, values of at most 256 with nothing hidden. */
export function labels(value: unknown): Record<string, string> {
  const entries = Object.entries(object(value, 'labels'));
  if (entries.length > 32) throw new TrustError('fields', 'more than 32 labels');
  return Object.fromEntries(
    entries.map(([key, label]) => {
      const found = text(label, `label ${JSON.stringify(key)}`);
      if (!labelKey.test(key) || found.length > 256 || hidden.test(found))
        throw new TrustError('fields', `label ${JSON.stringify(key)} is not of its form`);
      return [key, found];
    }),
  );
}
