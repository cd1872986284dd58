import type { Kysely } from 'kysely';
import type { Note } from '../../domain/events/types.ts';
import type { ImprovementStore } from '../../domain/improvements/store.ts';
import type { Improvement, ImprovementState, Project } from '../../domain/improvements/types.ts';
import { writeNote } from './note.ts';
import type { Schema } from './schema.ts';

interface Numbered {
  readonly id: number;
  readonly state: string;
  readonly version: number;
}
type Table = 'improvements' | 'projects';

/** Two that are added at once both see the same highest number; the second takes the next one. */
const attempts = 20;

export class ImprovementRecords implements ImprovementStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async improvements(states: readonly ImprovementState[] | null): Promise<Improvement[]> {
    let question = this.#db.selectFrom('improvements').select('body');
    if (states) question = question.where('state', 'in', states.length > 0 ? states : ['']);
    const rows = await question.orderBy('id', 'desc').execute();
    return rows.map(({ body }) => JSON.parse(body) as Improvement);
  }

  improvement(id: number): Promise<Improvement | null> {
    return this.#find<Improvement>('improvements', id);
  }

  add(improvement: Omit<Improvement, 'id'>, note: (id: number) => Note): Promise<Improvement> {
    return this.#add<Improvement>('improvements', improvement, note);
  }

  change(improvement: Improvement, note: Note): Promise<'changed' | 'changed_meanwhile'> {
    return this.#change('improvements', improvement, note);
  }

  async projects(): Promise<Project[]> {
    const rows = await this.#db.selectFrom('projects').select('body').orderBy('id').execute();
    return rows.map(({ body }) => JSON.parse(body) as Project);
  }

  project(id: number): Promise<Project | null> {
    return this.#find<Project>('projects', id);
  }

  addProject(project: Omit<Project, 'id'>, note: (id: number) => Note): Promise<Project> {
    return this.#add<Project>('projects', project, note);
  }

  changeProject(project: Project, note: Note): Promise<'changed' | 'changed_meanwhile'> {
    return this.#change('projects', project, note);
  }

  async #find<One extends Numbered>(table: Table, id: number): Promise<One | null> {
    const row = await this.#db.selectFrom(table).select('body').where('id', '=', id).executeTakeFirst();
    return row ? (JSON.parse(row.body) as One) : null;
  }

  async #add<One extends Numbered>(table: Table, one: Omit<One, 'id'>, note: (id: number) => Note): Promise<One> {
    for (let i = 0; i < attempts; i++) {
      const added = await this.#tryAdd(table, one, note);
      if (added) return added;
    }
    throw new Error(`no number could be given in ${table}`);
  }

  #tryAdd<One extends Numbered>(table: Table, one: Omit<One, 'id'>, note: (id: number) => Note): Promise<One | null> {
    return this.#db.transaction().execute(async (transaction) => {
      const last = await transaction.selectFrom(table).select('id').orderBy('id', 'desc').limit(1).executeTakeFirst();
      const whole = { ...one, id: (last?.id ?? 0) + 1 } as unknown as One;
      const { id, state, version } = whole;
      const written = await transaction
        .insertInto(table)
        .values({ id, state, body: JSON.stringify(whole), version })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returning('id')
        .executeTakeFirst();
      if (written === undefined) return null;
      await writeNote(transaction, note(id));
      return whole;
    });
  }

  #change(table: Table, one: Numbered, note: Note): Promise<'changed' | 'changed_meanwhile'> {
    const { id, state, version } = one;
    return this.#db.transaction().execute(async (transaction) => {
      const written = await transaction
        .updateTable(table)
        .set({ state, body: JSON.stringify(one), version })
        .where('id', '=', id)
        .where('version', '=', version - 1)
        .returning('id')
        .executeTakeFirst();
      if (written === undefined) return 'changed_meanwhile';
      await writeNote(transaction, note);
      return 'changed';
    });
  }
}
