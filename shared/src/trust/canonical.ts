/**
 * The one byte form of a statement: the subset of RFC 8785 with safe integers as its only numbers. Keys are sorted by
 * UTF-16 code units, strings are well-formed and escaped as ECMAScript's JSON.stringify does, there is no white space.
 */
import { TrustError } from './errors.ts';

/** Objects and lists may lie so deep in each other. */
const maxDepth = 16;

/** @throws TrustError `canonical` for anything that JSON or the subset cannot say: no value is dropped or changed. */
export function canonicalBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(write(value, 0));
}

/** @throws TrustError `json`, or `canonical` unless writing the value again gives the same bytes */
export function parseCanonical(bytes: Uint8Array): unknown {
  const value = parse(bytes);
  if (!equalBytes(canonicalBytes(value), bytes)) throw new TrustError('canonical', 'its bytes have another form');
  return value;
}

export function equalBytes(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new TrustError('json');
  }
}

function write(value: unknown, depth: number): string {
  if (depth > maxDepth) throw new TrustError('canonical', 'it lies too deep in itself');
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return writeNumber(value);
  if (typeof value === 'string') return writeString(value);
  if (Array.isArray(value)) return `[${Array.from(value, (item) => write(item, depth + 1)).join(',')}]`;
  if (typeof value === 'object') return writeObject(value, depth);
  throw new TrustError('canonical', `a ${typeof value} has no canonical form`);
}

function writeNumber(value: number): string {
  if (!Number.isSafeInteger(value)) throw new TrustError('canonical', `${value} is not a safe integer`);
  return String(value);
}

function writeString(value: string): string {
  if (!value.isWellFormed()) throw new TrustError('canonical', 'a text is not well-formed Unicode');
  return JSON.stringify(value);
}

function writeObject(value: object, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if ((prototype !== Object.prototype && prototype !== null) || Object.getOwnPropertySymbols(value).length > 0)
    throw new TrustError('canonical', 'only plain objects have a canonical form');
  const members = Object.entries(value).map(([key, member]) => {
    if (key === '__proto__') throw new TrustError('canonical', '__proto__ is not a key');
    return [key, `${writeString(key)}:${write(member, depth + 1)}`] as const;
  });
  // The default order of strings is that of UTF-16 code units, which RFC 8785 section 3.2.3 asks for.
  members.sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([, text]) => text).join(',')}}`;
}
