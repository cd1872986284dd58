/** Pieces that several capabilities' schemas share. */
import { type TSchema, Type } from 'typebox';
import { errorCodes } from '../errors.ts';

/** Milliseconds since 1970 UTC. */
export const Time = Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000, description: 'ms since 1970 UTC' });
export const Nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);

/** An object that refuses properties it does not know. */
export const Closed = <Properties extends Record<string, TSchema>>(properties: Properties) =>
  Type.Object(properties, { additionalProperties: false });

/** Every listing: the items and where to go on, null at the end. */
export const Page = <Item extends TSchema>(item: Item) =>
  Closed({ items: Type.Array(item), next: Nullable(Type.String()) });

/** RFC 9457 problem details, `application/problem+json`. */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.Enum(Object.keys(errorCodes) as [string, ...string[]]),
  detail: Type.Optional(Type.String()),
});

export const DeviceIdParameter = Closed({ id: Type.String({ minLength: 1, maxLength: 64 }) });
