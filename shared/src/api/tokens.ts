import { type Static, Type } from 'typebox';
import { Closed, Nullable, Page, Time } from './schema.ts';
import { Role } from './session.ts';

/** API tokens; the secret itself is shown once, when it is made (`fettle token create`). */
export const ApiToken = Closed({
  id: Type.String(),
  name: Type.String(),
  role: Role,
  createdAt: Time,
  expiresAt: Nullable(Time),
  lastUsedAt: Nullable(Time),
});
export type ApiToken = Static<typeof ApiToken>;
export const ApiTokenPage = Page(ApiToken);
