import type { ChangeId } from '@fettle/shared/ids';
import type { Kysely } from 'kysely';
import type { PlanStore, WindowMove } from '../../domain/changes/store.ts';
import type { Plan, PlanState } from '../../domain/changes/types.ts';
import type { Note } from '../../domain/events/types.ts';
import { writeNote } from './note.ts';
import type { Schema } from './schema.ts';
import { writeWindow } from './windows.ts';

/** Somebody was faster: what was written so far in the transaction is to be undone. */
class Meanwhile extends Error {}

export class PlanRecords implements PlanStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async plan(id: ChangeId): Promise<Plan | null> {
    const row = await this.#db.selectFrom('plans').select('body').where('id', '=', id).executeTakeFirst();
    return row ? (JSON.parse(row.body) as Plan) : null;
  }

  async plans(states: readonly PlanState[] | null): Promise<Plan[]> {
    let question = this.#db.selectFrom('plans').select('body');
    if (states) question = question.where('state', 'in', states);
    const rows = await question.orderBy('made_at', 'desc').orderBy('id').execute();
    return rows.map(({ body }) => JSON.parse(body) as Plan);
  }

  async putPlan(plan: Plan, window: WindowMove, note: Note): Promise<'put' | 'changed_meanwhile'> {
    const { id, state, madeAt, version } = plan;
    const row = { id, state, made_at: madeAt, body: JSON.stringify(plan), version };
    try {
      await this.#db.transaction().execute(async (transaction) => {
        const written =
          version === 1
            ? await transaction
                .insertInto('plans')
                .values(row)
                .onConflict((conflict) => conflict.column('id').doNothing())
                .returning('id')
                .executeTakeFirst()
            : await transaction
                .updateTable('plans')
                .set(row)
                .where('id', '=', id)
                .where('version', '=', version - 1)
                .returning('id')
                .executeTakeFirst();
        if (written === undefined) throw new Meanwhile();
        if (window && 'put' in window && !(await writeWindow(transaction, window.put))) throw new Meanwhile();
        if (window && 'remove' in window) {
          await transaction.deleteFrom('windows').where('id', '=', window.remove).execute();
        }
        await writeNote(transaction, note);
      });
      return 'put';
    } catch (error) {
      if (error instanceof Meanwhile) return 'changed_meanwhile';
      throw error;
    }
  }
}
