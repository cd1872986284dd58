import { type Kysely, sql, type SqlBool } from 'kysely';
import type { Scope } from '../../domain/access/types.ts';
import type { Note } from '../../domain/events/types.ts';
import type { HearPlace, LevelStore, LevelWrite, LookQuery, TestQuery } from '../../domain/levels/store.ts';
import type { BackupLook, Calendar, LevelTold, Objective, RestoreTest } from '../../domain/levels/types.ts';
import { byId, lookRow, testRow, toCalendar, toLook, toObjective, toTest } from './level-rows.ts';
import { moveLevelCursor, ofDevices, writeLevel } from './level-writes.ts';
import { writeNote } from './note.ts';
import type { Schema } from './schema.ts';
import { sharesSite } from './scope.ts';
import { slices } from './slices.ts';

/** Somebody came in between; nothing of the transaction stays. */
class Meanwhile extends Error {}

export class LevelRecords implements LevelStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async calendars(scope: Scope): Promise<Calendar[]> {
    const rows = await this.#db.selectFrom('calendars').select(['id', 'body']).execute();
    return byId(rows, toCalendar).filter((one) => sharesSite(scope, one.scope.sites));
  }

  async calendar(scope: Scope, id: string): Promise<Calendar | null> {
    const row = await this.#db.selectFrom('calendars').select('body').where('id', '=', id).executeTakeFirst();
    const calendar = row ? toCalendar(row) : null;
    return calendar !== null && sharesSite(scope, calendar.scope.sites) ? calendar : null;
  }

  async objectives(service?: string): Promise<Objective[]> {
    let question = this.#db.selectFrom('objectives').select(['id', 'body']);
    if (service !== undefined) question = question.where('service', '=', service);
    return byId(await question.execute(), toObjective);
  }

  async objective(id: string): Promise<Objective | null> {
    const row = await this.#db.selectFrom('objectives').select('body').where('id', '=', id).executeTakeFirst();
    return row ? toObjective(row) : null;
  }

  async write(writes: readonly LevelWrite[], note: Note): Promise<'written' | 'changed_meanwhile'> {
    return orMeanwhile('written', () =>
      this.#db.transaction().execute(async (transaction) => {
        for (const write of writes) if (!(await writeLevel(transaction, write))) throw new Meanwhile();
        await writeNote(transaction, note);
      }),
    );
  }

  async told(): Promise<LevelTold[]> {
    const rows = await this.#db.selectFrom('level_tellings').select('body').execute();
    return rows.map(({ body }) => JSON.parse(body) as LevelTold);
  }

  async tell(told: LevelTold, note: Note): Promise<'told' | 'changed_meanwhile'> {
    const { objective, version } = told;
    const row = { objective, body: JSON.stringify(told), version };
    return orMeanwhile('told', () =>
      this.#db.transaction().execute(async (transaction) => {
        const there = await transaction
          .selectFrom('objectives')
          .select('id')
          .where('id', '=', objective)
          .executeTakeFirst();
        if (!there) throw new Meanwhile();
        const written =
          version === 1
            ? await transaction
                .insertInto('level_tellings')
                .values(row)
                .onConflict((conflict) => conflict.column('objective').doNothing())
                .returning('objective')
                .executeTakeFirst()
            : await transaction
                .updateTable('level_tellings')
                .set(row)
                .where('objective', '=', objective)
                .where('version', '=', version - 1)
                .returning('objective')
                .executeTakeFirst();
        if (!written) throw new Meanwhile();
        await writeNote(transaction, note);
      }),
    );
  }

  async cursor(): Promise<number | null> {
    return (await this.#db.selectFrom('level_cursor').select('sequence').executeTakeFirst())?.sequence ?? null;
  }

  async hear(
    looks: readonly BackupLook[],
    tests: readonly RestoreTest[],
    { from, to }: HearPlace,
    note: (kept: readonly RestoreTest[]) => Note,
  ): Promise<'moved' | 'changed_meanwhile'> {
    return orMeanwhile('moved', () =>
      this.#db.transaction().execute(async (transaction) => {
        if (!(await moveLevelCursor(transaction, from, to))) throw new Meanwhile();
        for (const some of slices((await ofDevices(transaction, looks)).map(lookRow), 200)) {
          await transaction
            .insertInto('backup_looks')
            .values(some)
            .onConflict((conflict) => conflict.column('run').doNothing())
            .execute();
        }
        const kept: RestoreTest[] = [];
        for (const test of await ofDevices(transaction, tests)) {
          const added = await transaction
            .insertInto('restore_tests')
            .values(testRow(test))
            .onConflict((conflict) => conflict.column('id').doNothing())
            .returning('id')
            .executeTakeFirst();
          if (added) kept.push(test);
        }
        if (kept.length > 0) await writeNote(transaction, note(kept));
      }),
    );
  }

  async looks({ devices, from, to }: LookQuery): Promise<BackupLook[]> {
    const found: BackupLook[] = [];
    for (const some of slices(devices)) {
      const rows = await this.#db
        .selectFrom('backup_looks')
        .selectAll()
        .where('device', 'in', some)
        .where('time', '>=', from)
        .where('time', '<', to)
        .execute();
      found.push(...rows.map(toLook));
    }
    return found.toSorted((a, b) => a.time - b.time || (a.run < b.run ? -1 : 1));
  }

  async lastLooks(before: number): Promise<BackupLook[]> {
    const rows = await this.#db
      .selectFrom('backup_looks')
      .selectAll()
      .where('time', '<', before)
      .where(
        sql<SqlBool>`not exists (select 1 from backup_looks as later where later.device = backup_looks.device
          and later.fresh = backup_looks.fresh and later.time < ${before}
          and (later.time > backup_looks.time or (later.time = backup_looks.time and later.run > backup_looks.run)))`,
      )
      .execute();
    return rows.map(toLook);
  }

  async restoreTests({ devices, limit }: TestQuery): Promise<RestoreTest[]> {
    const found: RestoreTest[] = [];
    for (const some of slices(devices)) {
      const rows = await this.#db
        .selectFrom('restore_tests')
        .selectAll()
        .where('device', 'in', some)
        .orderBy('time', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute();
      found.push(...rows.map(toTest));
    }
    return found.toSorted((a, b) => b.time - a.time || (a.id < b.id ? -1 : 1)).slice(0, limit);
  }

  async lastTests(before: number): Promise<RestoreTest[]> {
    const rows = await this.#db
      .selectFrom('restore_tests')
      .selectAll()
      .where('time', '<', before)
      .where(
        sql<SqlBool>`not exists (select 1 from restore_tests as later where later.device = restore_tests.device
          and later.time < ${before}
          and (later.time > restore_tests.time or (later.time = restore_tests.time and later.id > restore_tests.id)))`,
      )
      .execute();
    return rows.map(toTest);
  }

  async addTest(test: RestoreTest, note: Note): Promise<void> {
    await this.#db.transaction().execute(async (transaction) => {
      await transaction.insertInto('restore_tests').values(testRow(test)).execute();
      await writeNote(transaction, note);
    });
  }

  async retain(before: number): Promise<number> {
    const { numDeletedRows: looks } = await this.#db
      .deleteFrom('backup_looks')
      .where('time', '<', before)
      .where(
        sql<SqlBool>`exists (select 1 from backup_looks as later where later.device = backup_looks.device
          and later.fresh = backup_looks.fresh and later.time > backup_looks.time)`,
      )
      .executeTakeFirst();
    const { numDeletedRows: tests } = await this.#db
      .deleteFrom('restore_tests')
      .where('time', '<', before)
      .where(
        sql<SqlBool>`exists (select 1 from restore_tests as later where later.device = restore_tests.device
          and later.time > restore_tests.time)`,
      )
      .executeTakeFirst();
    return Number(looks + tests);
  }
}

async function orMeanwhile<Done>(done: Done, work: () => Promise<void>): Promise<Done | 'changed_meanwhile'> {
  try {
    await work();
    return done;
  } catch (error) {
    if (error instanceof Meanwhile) return 'changed_meanwhile';
    throw error;
  }
}
