import type { Role } from '@fettle/shared/api/session';
import type { ApiTokenId, PersonId } from '@fettle/shared/ids';

/** The sites that somebody may see and touch. */
export type Scope = { readonly sites: 'all' | readonly string[] };
export const everywhere: Scope = { sites: 'all' };

/** Who acts. Every verb takes one. */
export interface Actor {
  readonly kind: 'person' | 'token' | 'agent' | 'system';
  /** Shown in the audit log: `person:p…`, `token:t…`, `agent:d…`, `system:jobs`, `system:cli`; there also `nobody`, who failed to sign in. */
  readonly id: string;
  readonly role: Role;
  readonly scope: Scope;
}

export interface Person {
  readonly id: PersonId;
  readonly name: string;
  readonly role: Role;
  readonly sites: 'all' | readonly string[];
  /** argon2id in PHC form. */
  readonly passwordHash: string;
  readonly createdAt: number;
  readonly version: number;
}

export interface Session {
  /** SHA-256 of the cookie's 32 random bytes, hex. */
  readonly hash: string;
  readonly person: PersonId;
  readonly createdAt: number;
  /** Moved by requests, not by an open stream. */
  readonly usedAt: number;
  readonly expiresAt: number;
}

export interface ApiToken {
  readonly id: ApiTokenId;
  readonly name: string;
  readonly role: Role;
  readonly sites: 'all' | readonly string[];
  /** SHA-256 of the secret, hex. */
  readonly hash: string;
  /** Whose rights bound the token's at every use; null: made where the collector's own files can be written. */
  readonly maker: PersonId | null;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly lastUsedAt: number | null;
}

/** A root statement as it was published: its version and the envelope's JSON. */
export interface StoredRoot {
  readonly version: number;
  readonly envelope: string;
}
