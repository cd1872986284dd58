import { type Static, Type } from 'typebox';
import { Closed, Nullable, Page, Time } from './schema.ts';
import { Role } from './session.ts';

/** API tokens; the secret itself is shown once, when it is made (`fettle token create`). */
export const ApiToken = Closed({
  id: Type.String(),
  name: Type.String(),
  role: Role,
  sites: Type.Union([Type.Literal('all'), Type.Array(Type.String())]),
  /** Only these permissions; null: all of the role. */
  scopes: Nullable(Type.Array(Type.String())),
  /** Who made it, whose rights bound it; null: made where the collector's data is. */
  maker: Nullable(Type.String()),
  createdAt: Time,
  expiresAt: Nullable(Time),
  lastUsedAt: Nullable(Time),
});
export type ApiToken = Static<typeof ApiToken>;
export const ApiTokenPage = Page(ApiToken);
export const ApiTokenParameter = Closed({ id: Type.String({ minLength: 1, maxLength: 64 }) });
