import type { Role } from '@fettle/shared/api/session';
import type { ApiTokenId, PersonId } from '@fettle/shared/ids';
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { AccessStore } from '../../domain/access/store.ts';
import type { ApiToken, Person, Scope, Session, StoredRoot } from '../../domain/access/types.ts';
import type { Note } from '../../domain/events/types.ts';
import { writeNote } from './note.ts';
import { nameKey, personRow, toPerson } from './person-rows.ts';
import { executePrepared } from './prepared.ts';
import type { Schema } from './schema.ts';
import { sharesSite } from './scope.ts';

export class AccessRecords implements AccessStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async setSetupCode(hash: string, expiresAt: number): Promise<void> {
    const code = { hash, expires_at: expiresAt };
    await this.#db
      .insertInto('setup_codes')
      .values({ id: 1, ...code })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(code))
      .execute();
  }

  async firstPerson(
    person: Person,
    codeHash: string,
    now: number,
    note: Note,
  ): Promise<'made' | 'setup_done' | 'setup_code_wrong'> {
    return this.#db.transaction().execute(async (transaction) => {
      // The one who takes the code away is the one who goes on; whoever came at the same time finds none.
      const taken = await transaction
        .deleteFrom('setup_codes')
        .where('hash', '=', codeHash)
        .where('expires_at', '>', now)
        .executeTakeFirst();
      if (await somebody(transaction)) return 'setup_done';
      if (taken.numDeletedRows === 0n) return 'setup_code_wrong';
      await transaction.insertInto('people').values(personRow(person)).execute();
      await writeNote(transaction, note);
      return 'made';
    });
  }

  anyPerson(): Promise<boolean> {
    return somebody(this.#db);
  }

  async personNamed(name: string): Promise<Person | null> {
    const row = await this.#db
      .selectFrom('people')
      .selectAll()
      .where('name_key', '=', nameKey(name))
      .executeTakeFirst();
    return row ? toPerson(row) : null;
  }

  async person(id: PersonId): Promise<Person | null> {
    const [row] = await executePrepared(this.#db, 'a person', [id], () =>
      this.#db.selectFrom('people').selectAll().where('id', '=', id),
    );
    return row ? toPerson(row) : null;
  }

  async addSession({ hash, person, createdAt, usedAt, expiresAt }: Session, note: Note): Promise<void> {
    await this.#db.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('sessions')
        .values({ hash, person, created_at: createdAt, used_at: usedAt, expires_at: expiresAt })
        .execute();
      await seen(transaction, person, usedAt);
      await writeNote(transaction, note);
    });
  }

  async session(hash: string): Promise<Session | null> {
    const [row] = await executePrepared(this.#db, 'a session', [hash], () =>
      this.#db.selectFrom('sessions').selectAll().where('hash', '=', hash),
    );
    if (!row) return null;
    const { person, created_at: createdAt, used_at: usedAt, expires_at: expiresAt } = row;
    return { hash, person: person as PersonId, createdAt, usedAt, expiresAt };
  }

  async touchSession(hash: string, usedAt: number, expiresAt: number): Promise<void> {
    // Requests of one browser overtake each other: an older one must not shorten the session.
    const moved = await this.#db
      .updateTable('sessions')
      .set({ used_at: usedAt, expires_at: expiresAt })
      .where('hash', '=', hash)
      .where('used_at', '<=', usedAt)
      .returning('person')
      .executeTakeFirst();
    // Not in one step: that would lock sessions before their person, and whoever changes people does the opposite.
    if (moved) await seen(this.#db, moved.person, usedAt);
  }

  async endSession(hash: string, note: Note): Promise<void> {
    await this.#db.transaction().execute(async (transaction) => {
      const { numDeletedRows } = await transaction.deleteFrom('sessions').where('hash', '=', hash).executeTakeFirst();
      if (numDeletedRows > 0n) await writeNote(transaction, note);
    });
  }

  async sweepSessions(now: number): Promise<number> {
    const { numDeletedRows } = await this.#db.deleteFrom('sessions').where('expires_at', '<', now).executeTakeFirst();
    return Number(numDeletedRows);
  }

  async addApiToken(token: ApiToken, note: Note): Promise<void> {
    await this.#db.transaction().execute(async (transaction) => {
      await transaction.insertInto('api_tokens').values(apiTokenRow(token)).execute();
      await writeNote(transaction, note);
    });
  }

  async apiTokenByHash(hash: string): Promise<ApiToken | null> {
    const [row] = await executePrepared(this.#db, 'a token', [hash], () =>
      this.#db.selectFrom('api_tokens').selectAll().where('hash', '=', hash),
    );
    return row ? toApiToken(row) : null;
  }

  async apiTokens(scope: Scope): Promise<ApiToken[]> {
    const rows = await this.#db.selectFrom('api_tokens').selectAll().orderBy('created_at').orderBy('id').execute();
    return rows.map(toApiToken).filter(({ sites }) => sharesSite(scope, sites));
  }

  async touchApiToken(id: ApiTokenId, usedAt: number): Promise<void> {
    await this.#db
      .updateTable('api_tokens')
      .set({ last_used_at: usedAt })
      .where('id', '=', id)
      .where((eb) => eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<', usedAt)]))
      .execute();
  }

  async removeApiToken(id: ApiTokenId, note: Note): Promise<'removed' | 'not_found'> {
    return this.#db.transaction().execute(async (transaction) => {
      const { numDeletedRows } = await transaction.deleteFrom('api_tokens').where('id', '=', id).executeTakeFirst();
      if (numDeletedRows === 0n) return 'not_found';
      await writeNote(transaction, note);
      return 'removed';
    });
  }

  async addRoot(root: StoredRoot, note: Note): Promise<'added' | 'changed_meanwhile'> {
    return this.#db.transaction().execute(async (transaction) => {
      const newest = await transaction
        .selectFrom('roots')
        .select('version')
        .orderBy('version', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (root.version !== (newest?.version ?? 0) + 1) return 'changed_meanwhile';
      const { numInsertedOrUpdatedRows } = await transaction
        .insertInto('roots')
        .values({ version: root.version, envelope: root.envelope })
        .onConflict((conflict) => conflict.column('version').doNothing())
        .executeTakeFirst();
      if (!numInsertedOrUpdatedRows) return 'changed_meanwhile';
      await writeNote(transaction, note);
      return 'added';
    });
  }

  async roots(): Promise<StoredRoot[]> {
    return this.#db.selectFrom('roots').selectAll().orderBy('version').execute();
  }
}

/** Later times win; no new version, for nobody changed anything. */
async function seen(db: Kysely<Schema> | Transaction<Schema>, person: string, time: number): Promise<void> {
  await db
    .updateTable('people')
    .set({ last_seen_at: time })
    .where('id', '=', person)
    .where((eb) => eb.or([eb('last_seen_at', 'is', null), eb('last_seen_at', '<', time)]))
    .execute();
}

async function somebody(db: Kysely<Schema> | Transaction<Schema>): Promise<boolean> {
  return (await db.selectFrom('people').select('id').limit(1).executeTakeFirst()) !== undefined;
}

function apiTokenRow({ id, name, role, sites, scopes, hash, maker, createdAt, expiresAt, lastUsedAt }: ApiToken) {
  return {
    id,
    name,
    role,
    sites: JSON.stringify(sites),
    scopes: scopes === null ? null : JSON.stringify(scopes),
    hash,
    maker,
    created_at: createdAt,
    expires_at: expiresAt,
    last_used_at: lastUsedAt,
  };
}

function toApiToken(row: Selectable<Schema['api_tokens']>): ApiToken {
  return {
    id: row.id as ApiTokenId,
    name: row.name,
    role: row.role as Role,
    sites: JSON.parse(row.sites) as ApiToken['sites'],
    scopes: row.scopes === null ? null : (JSON.parse(row.scopes) as string[]),
    hash: row.hash,
    maker: row.maker as PersonId | null,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  };
}
