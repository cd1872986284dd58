import { type Static, Type } from 'typebox';
import { Closed, Nullable, Time } from './schema.ts';
import { StorageItem } from './storage.ts';

export const roles = ['viewer', 'technician', 'operator', 'manager', 'admin'] as const;
export const Role = Type.Enum(roles);
export type Role = (typeof roles)[number];

/** `POST /api/v1/session` */
export const Login = Closed({
  name: Type.String({ minLength: 1, maxLength: 128 }),
  password: Type.String({ minLength: 1, maxLength: 1_024 }),
});

/** `GET /api/v1/session`: who asks; `person` null when nobody is signed in. Open to everybody. */
export const Session = Closed({
  person: Nullable(Closed({ id: Type.String(), name: Type.String(), role: Role })),
  /** True until the first admin exists: the dashboard shows the setup page. */
  setup: Type.Boolean(),
  expires: Nullable(Time),
  /** `full`: the collector takes nothing new until there is room on its disk. */
  storage: StorageItem,
  version: Type.String({ description: 'version of the collector' }),
});
export type Session = Static<typeof Session>;

/** `POST /api/v1/setup`: makes the first admin, signs in. Exists only until one exists. */
export const Setup = Closed({
  code: Type.String({ minLength: 1, maxLength: 64 }),
  name: Type.String({ minLength: 1, maxLength: 128, pattern: '^[^\\p{C}]+$' }),
  password: Type.String({ minLength: 1, maxLength: 1_024 }),
});
