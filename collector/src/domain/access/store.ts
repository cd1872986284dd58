import type { ApiTokenId, PersonId } from '@fettle/shared/ids';
import type { Note } from '../events/index.ts';
import type { ApiToken, Person, Scope, Session, StoredRoot } from './types.ts';

/** Each method is one atomic step. */
export interface AccessStore {
  /** Replaces the setup code (its SHA-256, hex); only one is valid. */
  setSetupCode(hash: string, expiresAt: number): Promise<void>;
  /**
   * Makes the first person and uses up the setup code, only if nobody exists, the hash fits and `now` is before its end.
   * Called twice at once, one wins.
   */
  firstPerson(
    person: Person,
    codeHash: string,
    now: number,
    note: Note,
  ): Promise<'made' | 'setup_done' | 'setup_code_wrong'>;
  anyPerson(): Promise<boolean>;
  /** Names are compared without case. */
  personNamed(name: string): Promise<Person | null>;
  person(id: PersonId): Promise<Person | null>;

  addSession(session: Session, note: Note): Promise<void>;
  session(hash: string): Promise<Session | null>;
  /** Moves `usedAt` and `expiresAt`, and the person's `lastSeenAt`. */
  touchSession(hash: string, usedAt: number, expiresAt: number): Promise<void>;
  endSession(hash: string, note: Note): Promise<void>;
  /** Removes sessions that ended before a time. */
  sweepSessions(now: number): Promise<number>;

  addApiToken(token: ApiToken, note: Note): Promise<void>;
  apiTokenByHash(hash: string): Promise<ApiToken | null>;
  /** All tokens that have a site in the scope, oldest first. */
  apiTokens(scope: Scope): Promise<ApiToken[]>;
  touchApiToken(id: ApiTokenId, usedAt: number): Promise<void>;
  removeApiToken(id: ApiTokenId, note: Note): Promise<'removed' | 'not_found'>;

  /** Adds the next root; version must be the newest + 1 (the first is 1). Called twice at once, one wins. */
  addRoot(root: StoredRoot, note: Note): Promise<'added' | 'changed_meanwhile'>;
  /** All roots, oldest first. */
  roots(): Promise<StoredRoot[]>;
}
