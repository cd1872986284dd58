import type { RuleId } from '@fettle/shared/ids';
import type { RuleBody } from '@fettle/shared/rules/rule';
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Note } from '../../domain/events/types.ts';
import type { RuleStore, RuleWrite } from '../../domain/rules/store.ts';
import type { Rule } from '../../domain/rules/types.ts';
import { writeNote } from './note.ts';
import type { Schema } from './schema.ts';

/** Rows of one insert. */
const atOnce = 500;

export class RuleRecords implements RuleStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async rules(): Promise<Rule[]> {
    const rows = await this.#db.selectFrom('rules').selectAll().execute();
    // Sorted here, because databases differ in how they order text.
    return rows.map(toRule).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }

  async rule(id: RuleId): Promise<Rule | null> {
    const row = await this.#db.selectFrom('rules').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? toRule(row) : null;
  }

  async write(
    writes: readonly RuleWrite[],
    note: Note,
    shipped: readonly RuleId[] = [],
  ): Promise<'written' | { readonly changedMeanwhile: RuleId }> {
    // In one order everywhere, so that two writes that meet wait for each other and do not lock each other out.
    const ordered = writes.toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
    try {
      await this.#db.transaction().execute(async (transaction) => {
        for (const step of ordered) if (!(await take(transaction, step))) throw new Meanwhile(idOf(step));
        await remember(transaction, shipped);
        await writeNote(transaction, note);
      });
    } catch (error) {
      if (error instanceof Meanwhile) return { changedMeanwhile: error.rule };
      throw error;
    }
    return 'written';
  }

  async shipped(): Promise<ReadonlySet<RuleId>> {
    const rows = await this.#db.selectFrom('shipped_rules').select('id').execute();
    return new Set(rows.map(({ id }) => id as RuleId));
  }
}

/** Undoes the transaction. */
class Meanwhile extends Error {
  readonly rule: RuleId;

  constructor(rule: RuleId) {
    super(`${rule} changed meanwhile`);
    this.rule = rule;
  }
}

const idOf = (write: RuleWrite) => (write.what === 'put' ? write.rule.id : write.id);

/** False: the rule is not as it was read. */
async function take(transaction: Transaction<Schema>, write: RuleWrite): Promise<boolean> {
  if (write.what === 'remove') {
    const { numDeletedRows } = await transaction
      .deleteFrom('rules')
      .where('id', '=', write.id)
      .where('version', '=', write.before)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }
  const { id, ...row } = toRow(write.rule);
  if (write.before === 0) {
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('rules')
      .values({ id, ...row })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirst();
    return Boolean(numInsertedOrUpdatedRows);
  }
  const { numUpdatedRows } = await transaction
    .updateTable('rules')
    .set(row)
    .where('id', '=', id)
    .where('version', '=', write.before)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

async function remember(transaction: Transaction<Schema>, ids: readonly RuleId[]): Promise<void> {
  for (let i = 0; i < ids.length; i += atOnce) {
    await transaction
      .insertInto('shipped_rules')
      .values(ids.slice(i, i + atOnce).map((id) => ({ id })))
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  }
}

function toRow({ id, origin, createdAt, changedAt, version, ...body }: Rule): Selectable<Schema['rules']> {
  return { id, body: JSON.stringify(body), origin, created_at: createdAt, changed_at: changedAt, version };
}

function toRule({ id, body, origin, created_at, changed_at, version }: Selectable<Schema['rules']>): Rule {
  return {
    id: id as RuleId,
    ...(JSON.parse(body) as RuleBody),
    origin: origin as Rule['origin'],
    createdAt: created_at,
    changedAt: changed_at,
    version,
  };
}
