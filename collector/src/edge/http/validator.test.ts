import { Type } from 'typebox';
import { expect, test } from 'vitest';
import { validatorCompiler } from './validator.ts';

const query = Type.Object(
  {
    name: Type.Union([Type.String({ maxLength: 3 }), Type.Array(Type.String({ maxLength: 3 }))]),
    how: Type.Optional(Type.Enum(['avg', 'max'])),
    from: Type.Optional(Type.Integer({ minimum: 0 })),
    step: Type.Optional(Type.Union([Type.Literal('whole'), Type.Integer({ minimum: 1 })])),
    all: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
const validate = (httpPart: string) =>
  validatorCompiler({ schema: query, method: 'GET', url: '/', httpPart }) as (value: unknown) => {
    value?: unknown;
    error?: readonly { instancePath: string }[];
  };

test('texts become what the schema asks for, and texts stay texts', () => {
  const ask = validate('querystring');
  expect(ask({ name: '12', how: 'max', from: '5', step: '60', all: 'true' })).toEqual({
    value: { name: '12', how: 'max', from: 5, step: 60, all: true },
  });
  expect(ask({ name: ['1', '2'], step: 'whole' })).toEqual({ value: { name: ['1', '2'], step: 'whole' } });
});

test.each([
  [{ name: 'long' }, '/name'],
  [{ name: 'a', how: 'most' }, '/how'],
  [{ name: 'a', from: '-1' }, '/from'],
  [{ name: 'a', step: 'half' }, '/step'],
  [{ name: 'a', other: '1' }, ''],
  [{}, ''],
])('%j is refused with its place', (value, place) => {
  expect(validate('querystring')(value).error?.map(({ instancePath }) => instancePath)).toContain(place);
});

test('a body is taken as it is', () => {
  expect(validate('body')({ name: 'a', from: '5' }).error).toBeDefined();
  expect(validate('body')({ name: 'a', from: 5 })).toEqual({ value: { name: 'a', from: 5 } });
});
