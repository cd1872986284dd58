import { readdirSync } from 'node:fs';
import { type TSchema, Type } from 'typebox';
import { expect, test } from 'vitest';
import { serializerCompiler } from './serializer.ts';
import { validatorCompiler } from './validator.ts';

const writerOf = (schema: TSchema) => serializerCompiler({ schema, method: 'GET', url: '/', httpStatus: '200' });
const Answer = Type.Object({ id: Type.String(), list: Type.Array(Type.Union([Type.Number(), Type.Null()])) });

test('of an answer what its schema has is written, and nothing else, each time', () => {
  const write = writerOf(Answer);
  const answer = { id: 'a"b', list: [1.5, null], secret: 'x' };
  for (let n = 0; n < 2; n++) expect(write(answer)).toBe('{"id":"a\\"b","list":[1.5,null]}');
  expect(writerOf(Answer)({ id: 'c', list: [] })).toBe('{"id":"c","list":[]}');
  expect(writerOf(Type.Object({ secret: Type.String() }))(answer)).toBe('{"secret":"x"}');
});

test('an answer that lacks what its schema asks for fails', () => {
  expect(() => writerOf(Answer)({ list: [] })).toThrow(/"id" is required/);
});

const shared = new URL('../../../../shared/src/api/', import.meta.url);
const isSchema = (one: unknown): one is TSchema =>
  typeof one === 'object' && one !== null && ('type' in one || 'anyOf' in one || '$ref' in one) && '~kind' in one;

// Code for them is made when they are first used, so that a start finds no fault in them.
test('every shape of the API can be checked and written', async () => {
  const files = readdirSync(shared).filter((name) => name.endsWith('.ts') && !name.includes('.test.'));
  const modules = await Promise.all(files.map((name) => import(/* @vite-ignore */ new URL(name, shared).href)));
  const schemas = modules.flatMap((one) => Object.values(one as object).filter(isSchema));
  expect(schemas.length).toBeGreaterThan(100);
  for (const schema of schemas) {
    const check = validatorCompiler({ schema, method: 'GET', url: '/', httpPart: 'body' }) as (
      value: unknown,
    ) => object;
    expect(Object.keys(check(Symbol('nothing that fits')))).toHaveLength(1);
    // What does not fit may be refused; that it cannot be built is another error.
    try {
      writerOf(schema)({});
    } catch (error) {
      expect(String(error)).not.toMatch(/schema is invalid|Cannot resolve/);
    }
  }
});
