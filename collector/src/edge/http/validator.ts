import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Value } from 'typebox/value';

/** What is looked at of a schema. */
interface Shape {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Shape[];
  readonly items?: Shape;
  readonly properties?: Readonly<Record<string, Shape>>;
}

/** Of schemas as they stand in the program, whatever number of servers use them. */
const checkers = new WeakMap<TSchema, ReturnType<typeof Compile<TSchema>>>();

function checkerOf(schema: TSchema): ReturnType<typeof Compile<TSchema>> {
  let checker = checkers.get(schema);
  if (checker === undefined) checkers.set(schema, (checker = Compile(schema)));
  return checker;
}

/**
 * Holds each part of a request against its schema, which is compiled when the first comes. All but the body come as texts, and become the numbers and flags that
 * the schema asks for; what may only be text is left alone, for trying costs more than all else of a short request.
 */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const convert = httpPart === 'body' ? (value: unknown) => value : converterOf(schema);
  return (value: unknown) => {
    const checker = checkerOf(schema);
    const converted = convert(value);
    return checker.Check(converted) ? { value: converted } : { error: checker.Errors(converted) as never };
  };
};

function converterOf(schema: TSchema): (value: unknown) => unknown {
  const { properties } = schema as Shape;
  if (properties === undefined) return (value) => Value.Convert(schema, value);
  const others = Object.entries(properties).filter(([, property]) => !isText(property));
  return (value) => {
    if (typeof value !== 'object' || value === null) return value;
    const converted: Record<string, unknown> = { ...value };
    for (const [name, property] of others) {
      if (Object.hasOwn(converted, name)) converted[name] = Value.Convert(property as TSchema, converted[name]);
    }
    return converted;
  };
}

/** Whether nothing but texts, or lists of them, can fit. */
function isText({ type, const: only, enum: some, anyOf, items }: Shape): boolean {
  if (some !== undefined) return some.every((one) => typeof one === 'string');
  if (anyOf !== undefined) return anyOf.every(isText);
  if (type === 'array') return items !== undefined && isText(items);
  return only === undefined ? type === 'string' : typeof only === 'string';
}
