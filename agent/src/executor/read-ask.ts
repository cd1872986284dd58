// pure
/** Reads a line of the wire. Only its form: what is signed in it is for acceptance to judge. */
import type { Ask } from './wire.ts';

type Test = (value: unknown) => boolean;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText: Test = (value) => typeof value === 'string';
const isCount: Test = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const listOf =
  (test: Test, most: number): Test =>
  (value) =>
    Array.isArray(value) && value.length <= most && value.every(test);
/** Exactly these fields. */
const shaped =
  (fields: Readonly<Record<string, Test>>): Test =>
  (value) =>
    isObject(value) &&
    Object.keys(value).length === Object.keys(fields).length &&
    Object.entries(fields).every(([name, test]) => Object.hasOwn(value, name) && test(value[name]));

const isSealed = shaped({ v: isCount, key: isText, nonce: isText, box: isText });
const beside = {
  scripts: listOf(isObject, 16),
  sealed: (value: unknown) => value === null || isSealed(value),
  blobs: (value: unknown) => isObject(value) && listOf(isText, 16)(Object.values(value)),
};
const asks: Readonly<Record<Ask['ask'], Test>> = {
  keep: shaped({ ask: isText, envelopes: listOf(isObject, 256) }),
  order: shaped({
    ask: isText,
    envelope: isObject,
    path: shaped({ index: isCount, hashes: listOf(isText, 64) }),
    ...beside,
  }),
  // What fired it is read with the statements.
  fire: shaped({ ask: isText, standing: isText, firing: isObject, ...beside }),
  judged: shaped({ ask: isText, standing: isText, run: isCount, cleared: (value) => typeof value === 'boolean' }),
  stop: shaped({ ask: isText }),
  receipts: shaped({ ask: isText, after: isCount }),
  forget: shaped({ ask: isText, upTo: isCount }),
  state: shaped({ ask: isText }),
};

/** Null for what is no ask. */
export function readAsk(line: string): Ask | null {
  try {
    const value: unknown = JSON.parse(line);
    const kind = isObject(value) && isText(value['ask']) ? String(value['ask']) : '';
    return Object.hasOwn(asks, kind) && asks[kind as Ask['ask']](value) ? (value as Ask) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
