import type { ScriptBody } from '@fettle/shared/api/scripts';
import type { ScriptName } from '@fettle/shared/ids';
import type { Envelope } from '@fettle/shared/trust/envelope';
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Note } from '../../domain/events/types.ts';
import type { ScriptBlob, ScriptStore } from '../../domain/scripts/store.ts';
import type { Script, ScriptRelease } from '../../domain/scripts/types.ts';
import { writeNote } from './note.ts';
import type { Schema } from './schema.ts';
import { slices } from './slices.ts';

export class ScriptRecords implements ScriptStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async scripts(): Promise<Script[]> {
    const rows = await selectScripts(this.#db).execute();
    // Sorted here, because databases differ in how they order text.
    return rows.map(toScript).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  async script(name: ScriptName): Promise<Script | null> {
    const row = await selectScripts(this.#db).where('scripts.name', '=', name).executeTakeFirst();
    return row ? toScript(row) : null;
  }

  async releases(name: ScriptName): Promise<ScriptRelease[]> {
    const rows = await this.#db
      .selectFrom('script_releases')
      .selectAll()
      .where('name', '=', name)
      .orderBy('version', 'desc')
      .execute();
    return rows.map(toRelease);
  }

  async release(name: ScriptName, version: number): Promise<ScriptRelease | null> {
    const row = await this.#db
      .selectFrom('script_releases')
      .selectAll()
      .where('name', '=', name)
      .where('version', '=', version)
      .executeTakeFirst();
    return row ? toRelease(row) : null;
  }

  async byStatement(statements: readonly string[]): Promise<ScriptRelease[]> {
    if (statements.length === 0) return [];
    const rows = await this.#db
      .selectFrom('script_releases')
      .selectAll()
      .where('statement', 'in', statements)
      .execute();
    return rows.map(toRelease);
  }

  put(script: Script, note: Note): Promise<'put' | 'changed_meanwhile'> {
    return this.offer([script], note);
  }

  async offer(scripts: readonly Script[], note: Note): Promise<'put' | 'changed_meanwhile'> {
    const ordered = scripts.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    return this.#step(async (transaction) => {
      for (const one of ordered) await write(transaction, one);
      await writeNote(transaction, note);
      return 'put' as const;
    });
  }

  async remove(name: ScriptName, version: number, note: Note): Promise<'removed' | 'changed_meanwhile' | 'not_found'> {
    return this.#db.transaction().execute(async (transaction) => {
      const { numDeletedRows } = await transaction
        .deleteFrom('scripts')
        .where('name', '=', name)
        .where('version', '=', version)
        .where('published', 'is', null)
        .executeTakeFirst();
      if (numDeletedRows === 0n) {
        const left = await transaction.selectFrom('scripts').select('name').where('name', '=', name).executeTakeFirst();
        return left === undefined ? 'not_found' : 'changed_meanwhile';
      }
      await writeNote(transaction, note);
      return 'removed';
    });
  }

  async publish(
    script: Script,
    release: ScriptRelease,
    blobs: readonly ScriptBlob[],
    note: Note,
  ): Promise<'published' | 'changed_meanwhile'> {
    return this.#step(async (transaction) => {
      await write(transaction, script);
      await transaction.insertInto('script_releases').values(releaseRow(release)).execute();
      await writeBlobs(transaction, blobs);
      await writeNote(transaction, note);
      return 'published' as const;
    });
  }

  async blob(sha256: string): Promise<string | null> {
    const row = await this.#db.selectFrom('blobs').select('text').where('sha256', '=', sha256).executeTakeFirst();
    return row?.text ?? null;
  }

  async #step<Done extends string>(
    run: (transaction: Transaction<Schema>) => Promise<Done>,
  ): Promise<Done | 'changed_meanwhile'> {
    try {
      return await this.#db.transaction().execute(run);
    } catch (error) {
      if (error instanceof Meanwhile) return 'changed_meanwhile';
      throw error;
    }
  }
}

/** Undoes the transaction. */
class Meanwhile extends Error {}

/** @throws Meanwhile unless the script is one version older, or new */
async function write(transaction: Transaction<Schema>, script: Script): Promise<void> {
  const { name, ...row } = scriptRow(script);
  if (script.version === 1) {
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('scripts')
      .values({ name, ...row })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .executeTakeFirst();
    if (!numInsertedOrUpdatedRows) throw new Meanwhile();
    return;
  }
  const { numUpdatedRows } = await transaction
    .updateTable('scripts')
    .set(row)
    .where('name', '=', name)
    .where('version', '=', script.version - 1)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Meanwhile();
}

/** The same body by the same hash is the same. */
export async function writeBlobs(transaction: Transaction<Schema>, blobs: readonly ScriptBlob[]): Promise<void> {
  for (const some of slices(
    blobs.toSorted((a, b) => (a.sha256 < b.sha256 ? -1 : 1)),
    50,
  )) {
    await transaction
      .insertInto('blobs')
      .values(some.map(({ sha256, text }) => ({ sha256, text })))
      .onConflict((conflict) => conflict.column('sha256').doNothing())
      .execute();
  }
}

function selectScripts(db: Kysely<Schema>) {
  return db
    .selectFrom('scripts')
    .leftJoin('script_releases', (join) =>
      join
        .onRef('script_releases.name', '=', 'scripts.name')
        .onRef('script_releases.version', '=', 'scripts.published'),
    )
    .selectAll('scripts')
    .select(['script_releases.statement', 'script_releases.body']);
}

type Row = Selectable<Schema['scripts']> & { readonly statement: string | null; readonly body: string | null };

function toScript(row: Row): Script {
  return {
    name: row.name as ScriptName,
    origin: row.origin as Script['origin'],
    draft:
      row.draft === null
        ? null
        : { body: JSON.parse(row.draft) as ScriptBody, by: row.draft_by ?? '', at: row.draft_at ?? 0 },
    published: row.published,
    statement: row.statement,
    current: row.body === null ? null : (JSON.parse(row.body) as ScriptBody),
    shipped: row.shipped,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    version: row.version,
  };
}

function scriptRow(script: Script): Selectable<Schema['scripts']> {
  const { name, origin, draft, published, shipped, createdAt, changedAt, version } = script;
  return {
    name,
    origin,
    draft: draft && JSON.stringify(draft.body),
    draft_by: draft && draft.by,
    draft_at: draft && draft.at,
    published,
    shipped,
    created_at: createdAt,
    changed_at: changedAt,
    version,
  };
}

function toRelease(row: Selectable<Schema['script_releases']>): ScriptRelease {
  return {
    name: row.name as ScriptName,
    version: row.version,
    body: JSON.parse(row.body) as ScriptBody,
    envelope: JSON.parse(row.envelope) as Envelope,
    statement: row.statement,
    publishedAt: row.published_at,
    signers: JSON.parse(row.signers) as string[],
  };
}

function releaseRow({ name, version, body, envelope, statement, publishedAt, signers }: ScriptRelease) {
  return {
    name,
    version,
    body: JSON.stringify(body),
    envelope: JSON.stringify(envelope),
    statement,
    published_at: publishedAt,
    signers: JSON.stringify(signers),
  };
}
