/** What a stranger sent, held against a schema. */
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { FettleError } from '../errors.ts';

/** @throws FettleError `message_malformed`, naming the first place that is wrong */
export function checked<Schema extends TSchema>(schema: Schema, value: unknown, what: string): Static<Schema> {
  if (Value.Check(schema, value)) return value;
  const [first] = Value.Errors(schema, value);
  throw new FettleError(
    'message_malformed',
    `${what} is not of the form that the API describes${first === undefined ? '' : ` (${first.instancePath || 'the whole'} ${first.message})`}.`,
  );
}
