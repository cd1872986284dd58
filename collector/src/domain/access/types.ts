import type { Role } from '@fettle/shared/api/session';
import type { ApiTokenId, PersonId } from '@fettle/shared/ids';

/** What somebody may see and touch: the devices at these sites, of them only those that the selector chooses. */
export interface Scope {
  readonly sites: 'all' | readonly string[];
  /** A selector that can be read (shared/selector), not empty. */
  readonly selector?: string;
}
export const everywhere: Scope = { sites: 'all' };

/** Who acts. Every verb takes one. */
export interface Actor {
  readonly kind: 'person' | 'token' | 'agent' | 'system';
  /** Shown in the audit log: `person:p…`, `token:t…`, `agent:d…`, `system:jobs`, `system:cli`; there also `nobody`, who failed to sign in. */
  readonly id: string;
  readonly role: Role;
  readonly scope: Scope;
  /** Of what the role allows only these permissions; absent: all. */
  readonly scopes?: readonly string[];
}

export type PersonState = 'active' | 'invited' | 'disabled';

/** A way to reach somebody: an address, or a channel of their own. */
export type ContactWay =
  | { readonly kind: 'email'; readonly address: string }
  | { readonly kind: 'channel'; readonly channel: string };

export interface Person {
  readonly id: PersonId;
  readonly name: string;
  readonly role: Role;
  readonly sites: 'all' | readonly string[];
  /** Of the devices at these sites only those; empty: all. */
  readonly selector: string;
  /** IANA name. */
  readonly zone: string;
  /** Tried in this order. */
  readonly contacts: readonly ContactWay[];
  /** Only who is active can do anything; `invited` has no password yet. */
  readonly state: PersonState;
  /** argon2id in PHC form; null until an invitation was accepted. */
  readonly passwordHash: string | null;
  /** About when their browser last asked for something. */
  readonly lastSeenAt: number | null;
  readonly createdAt: number;
  readonly version: number;
}

/** A link with which a person chooses a password, once. A person has one at most. */
export interface Invitation {
  /** SHA-256 of the code's 32 random bytes, hex. */
  readonly hash: string;
  readonly person: PersonId;
  readonly createdAt: number;
  readonly expiresAt: number;
}

export interface Team {
  /** A slug that people choose. */
  readonly id: string;
  readonly name: string;
  readonly members: readonly PersonId[];
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
  /** Only these permissions; null: all of the role. */
  readonly scopes: readonly string[] | null;
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
