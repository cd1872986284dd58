import { type Static, Type } from 'typebox';
import { Closed, Nullable, Time } from './schema.ts';

/** `GET /api/v1/trust`: whose keys the devices of this collector obey, and how fresh that is. Nothing here is secret. */
export const TrustView = Closed({
  tenant: Type.String(),
  version: Type.Integer(),
  fingerprint: Type.String(),
  /** Eight words to compare by voice. */
  words: Type.String(),
  expires: Time,
  solo: Type.Boolean(),
  bulk: Type.Integer(),
  freshnessDays: Type.Integer(),
  keys: Type.Array(
    Closed({
      id: Type.String(),
      person: Type.String(),
      roles: Type.Array(Type.String()),
      /** Null: everywhere. */
      sites: Nullable(Type.Array(Type.String())),
      until: Nullable(Time),
      revoked: Type.Boolean(),
    }),
  ),
  roles: Type.Array(Closed({ role: Type.String(), threshold: Type.Integer(), people: Type.Array(Type.String()) })),
  collectors: Type.Array(Type.String()),
  fresh: Nullable(Closed({ until: Time, signedAt: Time, signer: Type.String() })),
  /** `none`: nothing was ever signed; then only class-read standing orders run. */
  freshness: Type.Enum(['current', 'ending', 'stale', 'none'] as const),
  revocations: Closed({
    version: Type.Integer(),
    keys: Type.Array(Type.String()),
    orders: Type.Array(Type.String()),
    stop: Nullable(Time),
    signedAt: Nullable(Time),
  }),
  /** How many devices hold what. */
  devices: Closed({
    total: Type.Integer(),
    /** Newest root, revocations, freshness. */
    current: Type.Integer(),
    behind: Type.Integer(),
    ready: Type.Integer(),
    monitorOnly: Type.Integer(),
    locked: Type.Integer(),
    unknown: Type.Integer(),
    /** Where they belong nobody has signed: standing orders leave them out. */
    ungranted: Type.Integer(),
  }),
  history: Type.Array(
    Closed({
      version: Type.Integer(),
      fingerprint: Type.String(),
      words: Type.Array(Type.String()),
      at: Nullable(Time),
    }),
  ),
});
export type TrustView = Static<typeof TrustView>;

/** `GET /api/v1/trust/statements`: all roots, the newest revocations and freshness, for who signs and for verifiers elsewhere. */
export const TrustStatements = Closed({
  roots: Type.Array(Type.Unknown()),
  revoke: Nullable(Type.Unknown()),
  fresh: Nullable(Type.Unknown()),
});
export type TrustStatements = Static<typeof TrustStatements>;
/** `POST /api/v1/trust/statements`: a root, a revoke or a fresh statement. Taken if it verifies and is newer. */
export const TrustPublish = Closed({ envelope: Type.Unknown() });
export type TrustPublish = Static<typeof TrustPublish>;
