import type { IncidentId, PersonId, ProblemId } from '@fettle/shared/ids';
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Scope } from '../../domain/access/types.ts';
import type { Note } from '../../domain/events/types.ts';
import type { NewTimelineEntry } from '../../domain/incidents/types.ts';
import type { ProblemPatch, ProblemStore } from '../../domain/problems/store.ts';
import type { Problem, ProblemSpan, ProblemState, RepeatedBy } from '../../domain/problems/types.ts';
import { shownBy, timelineRow } from './incident-rows.ts';
import { writeNote } from './note.ts';
import type { Schema } from './schema.ts';
import { within } from './scope.ts';

const over: readonly ProblemState[] = ['closed', 'dismissed'];

export class ProblemRecords implements ProblemStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  problem(id: ProblemId): Promise<Problem | null> {
    return find(this.#db, id);
  }

  async problems(states: readonly ProblemState[] | null): Promise<Problem[]> {
    let question = this.#db.selectFrom('problems').selectAll();
    if (states) question = question.where('state', 'in', states);
    const rows = await question.orderBy('created_at', 'desc').orderBy('id').execute();
    return rows.map(toProblem);
  }

  async spans(scope: Scope, ids: readonly ProblemId[]): Promise<ReadonlyMap<ProblemId, ProblemSpan>> {
    if (ids.length === 0) return new Map();
    const rows = await this.#db
      .selectFrom('incidents')
      .innerJoin('devices', 'devices.id', 'incidents.device')
      .select(['problem', 'device', 'opened_at', 'devices.site', 'devices.kind', 'devices.os', 'devices.labels'])
      .where('problem', 'in', ids)
      .where(within(scope, 'devices.site'))
      .execute();
    const byProblem = Map.groupBy(rows.filter(shownBy(scope)), ({ problem }) => problem as ProblemId);
    return new Map([...byProblem].map(([id, list]) => [id, spanOf(list)]));
  }

  async add(
    problem: Problem,
    incidents: readonly IncidentId[],
    line: NewTimelineEntry,
    note: Note,
  ): Promise<'added' | 'exists'> {
    return this.#db.transaction().execute(async (transaction) => {
      const { numInsertedOrUpdatedRows } = await transaction
        .insertInto('problems')
        .values(problemRow(problem))
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (!numInsertedOrUpdatedRows) return 'exists';
      await linkFree(transaction, problem.id, incidents, line);
      await writeNote(transaction, note);
      return 'added';
    });
  }

  async link(id: ProblemId, incidents: readonly IncidentId[], line: NewTimelineEntry, note: Note): Promise<number> {
    return this.#db.transaction().execute(async (transaction) => {
      const linked = await linkFree(transaction, id, incidents, line);
      if (linked > 0) await writeNote(transaction, note);
      return linked;
    });
  }

  async change(
    id: ProblemId,
    version: number,
    patch: ProblemPatch,
    note: Note,
  ): Promise<Problem | 'changed_meanwhile' | 'not_found' | 'exists'> {
    try {
      return await this.#change(id, version, patch, note);
    } catch (error) {
      // Between the look and the write another one of its key was made: the index keeps them from being two.
      const before = await find(this.#db, id);
      if (before && over.includes(before.state) && (await hasAnother(this.#db, before))) return 'changed_meanwhile';
      throw error;
    }
  }

  #change(
    id: ProblemId,
    version: number,
    { rootCause, closedAt, ...same }: ProblemPatch,
    note: Note,
  ): Promise<Problem | 'changed_meanwhile' | 'not_found' | 'exists'> {
    return this.#db.transaction().execute(async (transaction) => {
      const before = await find(transaction, id);
      if (!before) return 'not_found';
      if (before.version !== version) return 'changed_meanwhile';
      const begins = same.state !== undefined && over.includes(before.state) && !over.includes(same.state);
      if (begins && (await hasAnother(transaction, before))) return 'exists';
      const { numUpdatedRows } = await transaction
        .updateTable('problems')
        .set({
          ...same,
          ...(rootCause !== undefined && { root_cause: rootCause }),
          ...(closedAt !== undefined && { closed_at: closedAt }),
          version: version + 1,
        })
        .where('id', '=', id)
        .where('version', '=', version)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return 'changed_meanwhile';
      await writeNote(transaction, note);
      return (await find(transaction, id)) ?? 'not_found';
    });
  }
}

async function find(db: Kysely<Schema>, id: ProblemId): Promise<Problem | null> {
  const row = await db.selectFrom('problems').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toProblem(row) : null;
}

async function hasAnother(db: Kysely<Schema>, { id, by, key }: Problem): Promise<boolean> {
  const other = await db
    .selectFrom('problems')
    .select('id')
    .where('repeats', '=', by)
    .where('key', '=', key)
    .where('state', 'not in', over)
    .where('id', '<>', id)
    .executeTakeFirst();
  return other !== undefined;
}

/** Incidents without a problem get this one; a new version, for it is something that people see and change. */
async function linkFree(
  transaction: Transaction<Schema>,
  problem: ProblemId,
  incidents: readonly IncidentId[],
  line: NewTimelineEntry,
): Promise<number> {
  let linked = 0;
  for (const id of incidents.toSorted()) {
    const row = await transaction
      .updateTable('incidents')
      .set((eb) => ({ problem, entries: eb('entries', '+', 1), version: eb('version', '+', 1) }))
      .where('id', '=', id)
      .where('problem', 'is', null)
      .returning('entries')
      .executeTakeFirst();
    if (!row) continue;
    await transaction
      .insertInto('timelines')
      .values(timelineRow(id, row.entries, line))
      .execute();
    linked++;
  }
  return linked;
}

function spanOf(rows: readonly { readonly device: string; readonly opened_at: number }[]): ProblemSpan {
  const times = rows.map(({ opened_at: at }) => at);
  return {
    incidents: rows.length,
    devices: new Set(rows.map(({ device }) => device)).size,
    firstAt: times.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    lastAt: times.reduce((a, b) => Math.max(a, b), 0),
  };
}

function problemRow(problem: Problem): Selectable<Schema['problems']> {
  const { by, rootCause, createdAt, closedAt, ...same } = problem;
  return { ...same, repeats: by, root_cause: rootCause, created_at: createdAt, closed_at: closedAt };
}

function toProblem(row: Selectable<Schema['problems']>): Problem {
  const { repeats, root_cause: rootCause, created_at: createdAt, closed_at: closedAt, owner, ...same } = row;
  return {
    ...same,
    id: row.id as ProblemId,
    state: row.state as ProblemState,
    by: repeats as RepeatedBy,
    rootCause,
    owner: owner as PersonId | null,
    createdAt,
    closedAt,
  };
}
