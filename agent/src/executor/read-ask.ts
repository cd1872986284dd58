// pure
/** Reads a line of the wire. Only its form: what is signed in it is for acceptance to judge. */
import type { Ask } from './wire.ts';

type Test = (value: unknown) => boolean;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText: Test = (value) => typeof value === 'string';
const isFlag: Test = (value) => typeof value === 'boolean';
const isCount: Test = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isEnvelope: Test = isObject;
const listOf =
  (test: Test, most: number): Test =>
  (value) =>
    Array.isArray(value) && value.length <= most && value.every(test);
const orNull =
  (test: Test): Test =>
  (value) =>
    value === null || test(value);
const shaped =
  (fields: Readonly<Record<string, Test>>): Test =>
  (value) =>
    isObject(value) &&
    Object.keys(value).length === Object.keys(fields).length &&
    Object.entries(fields).every(([name, test]) => Object.hasOwn(value, name) && test(value[name]));

const beside = {
  scripts: listOf(isEnvelope, 16),
  sealed: orNull(shaped({ v: isCount, key: isText, nonce: isText, box: isText })),
  blobs: (value: unknown) => isObject(value) && Object.values(value).every(isText) && Object.keys(value).length <= 16,
};
const byRule = {
  kind: (value: unknown) => value === 'rule',
  rule: isText,
  instance: isText,
  severity: isText,
  since: isCount,
};
const byClock = { kind: (value: unknown) => value === 'clock', due: isCount };
const isFiring: Test = (value) => shaped(byRule)(value) || shaped(byClock)(value);

const asks: Readonly<Record<Ask['ask'], Readonly<Record<string, Test>>>> = {
  keep: { envelopes: listOf(isEnvelope, 256) },
  order: { envelope: isEnvelope, path: shaped({ index: isCount, hashes: listOf(isText, 64) }), ...beside },
  fire: { standing: isText, firing: isFiring, ...beside },
  judged: { standing: isText, run: isCount, cleared: isFlag },
  stop: {},
  receipts: { after: isCount },
  forget: { upTo: isCount },
  state: {},
};

/** Null for what is no ask. */
export function readAsk(line: string): Ask | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (!isObject(value) || typeof value['ask'] !== 'string' || !Object.hasOwn(asks, value['ask'])) return null;
  const fields = asks[value['ask'] as Ask['ask']];
  return shaped({ ask: isText, ...fields })(value) ? (value as unknown as Ask) : null;
}
