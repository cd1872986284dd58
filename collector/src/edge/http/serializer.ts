import build from 'fast-json-stringify';
import type { FastifySerializerCompiler } from 'fastify/types/schema.js';
import type { TSchema } from 'typebox';

const built = new WeakMap<TSchema, (value: unknown) => string>();

/**
 * Writes what a schema has of an answer, and nothing else. The code for that is built when the first answer is written: for
 * all routes it takes most of a start, and a collector that has just started answers few of them.
 */
export const serializerCompiler: FastifySerializerCompiler<TSchema> =
  ({ schema }) =>
  (value) => {
    let write = built.get(schema);
    if (write === undefined) built.set(schema, (write = build(schema as Parameters<typeof build>[0])));
    return write(value);
  };
