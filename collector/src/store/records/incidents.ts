import type { IncidentId } from '@fettle/shared/ids';
import type { Severity } from '@fettle/shared/severity';
import type { Kysely } from 'kysely';
import type { Scope } from '../../domain/access/types.ts';
import type { Note } from '../../domain/events/types.ts';
import type { IncidentQuery, IncidentStore, IncidentWrite } from '../../domain/incidents/store.ts';
import type {
  EvidencePiece,
  Incident,
  IncidentKey,
  NewTimelineEntry,
  Targets,
  TimelineEntry,
  TimelineKind,
} from '../../domain/incidents/types.ts';
import { beyond, chosen, placeOf } from './incident-list.ts';
import { selectIncidents, shownBy, toEvidence, toIncident, toTimelineEntry } from './incident-rows.ts';
import { addLines, Meanwhile, putEvidence, removeClosed, writeIncidents } from './incident-writes.ts';
import { writeNote } from './note.ts';
import { executePrepared } from './prepared.ts';
import type { Schema } from './schema.ts';
import { isEverywhere, within } from './scope.ts';

/** Values of one `in`, and keys of one question. */
const askedAtOnce = 300;
/** Lines of one timeline: what flaps for weeks has more than anybody reads. */
const timelineAtMost = 2_000;

/** Of so many keys the text is kept: a breach tells few at once. */
const fewKeys = 8;

export class IncidentRecords implements IncidentStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async incident(scope: Scope, id: IncidentId): Promise<Incident | null> {
    const one = () => this.#select(scope).where('incidents.id', '=', id);
    const [row] = isEverywhere(scope)
      ? await executePrepared(this.#db, 'an incident', [id], one)
      : await one().execute();
    return row && shownBy(scope)(row) ? toIncident(row) : null;
  }

  async several(scope: Scope, ids: readonly IncidentId[]): Promise<Incident[]> {
    const found: Incident[] = [];
    for (const some of slices(ids)) {
      const rows = await this.#select(scope).where('incidents.id', 'in', some).execute();
      found.push(...rows.filter(shownBy(scope)).map(toIncident));
    }
    return found;
  }

  async open(scope: Scope): Promise<Incident[]> {
    const states = ['open', 'acknowledged'] as const;
    const live = () =>
      this.#select(scope).where('incidents.state', 'in', states).orderBy('opened_at').orderBy('incidents.id');
    const rows = isEverywhere(scope)
      ? await executePrepared(this.#db, 'live incidents', states, live)
      : await live().execute();
    return rows.filter(shownBy(scope)).map(toIncident);
  }

  async current(scope: Scope, keys: readonly IncidentKey[]): Promise<Incident[]> {
    const found: Incident[] = [];
    for (const some of slices(keys)) {
      const those = () =>
        this.#select(scope)
          .where('incidents.state', '<>', 'closed')
          .where((eb) =>
            eb.or(
              some.map(({ rule, device, instance }) =>
                eb.and([eb('rule', '=', rule), eb('device', '=', device), eb('instance', '=', instance)]),
              ),
            ),
          );
      const values = ['closed', ...some.flatMap(({ rule, device, instance }) => [rule, device, instance])];
      const isUsual = isEverywhere(scope) && some.length <= fewKeys;
      const rows = isUsual
        ? await executePrepared(this.#db, `current incidents ${some.length}`, values, those)
        : await those().execute();
      found.push(...rows.filter(shownBy(scope)).map(toIncident));
    }
    return found;
  }

  async list(scope: Scope, query: IncidentQuery): Promise<Incident[]> {
    const shown = shownBy(scope);
    const found: Incident[] = [];
    let { after } = query;
    for (;;) {
      const rows = await this.#page(scope, { ...query, ...(after && { after }) });
      found.push(...rows.filter(shown).map(toIncident));
      const last = rows.at(-1);
      // What a selector leaves out makes the page shorter: read on until it is full.
      if (!last || rows.length < query.limit || found.length >= query.limit) return found.slice(0, query.limit);
      after = placeOf(last);
    }
  }

  async write(writes: readonly IncidentWrite[], note: Note): Promise<'written' | 'changed_meanwhile'> {
    try {
      await this.#db.transaction().execute(async (transaction) => {
        await writeIncidents(transaction, writes);
        await writeNote(transaction, note);
      });
      return 'written';
    } catch (error) {
      if (error instanceof Meanwhile) return 'changed_meanwhile';
      throw error;
    }
  }

  async tell(entries: readonly { readonly incident: IncidentId; readonly entry: NewTimelineEntry }[]): Promise<void> {
    await this.#db.transaction().execute(async (transaction) => {
      const byIncident = Map.groupBy(entries, ({ incident }) => incident);
      for (const [id, some] of [...byIncident].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
        await addLines(
          transaction,
          id,
          some.map(({ entry }) => entry),
        );
      }
    });
  }

  async timeline(scope: Scope, id: IncidentId): Promise<TimelineEntry[]> {
    if (!(await this.incident(scope, id))) return [];
    const rows = await this.#db
      .selectFrom('timelines')
      .selectAll()
      .where('incident', '=', id)
      .orderBy('sequence', 'desc')
      .limit(timelineAtMost)
      .execute();
    return rows.toReversed().map(toTimelineEntry);
  }

  async timelines(
    ids: readonly IncidentId[],
    kinds: readonly TimelineKind[],
  ): Promise<ReadonlyMap<IncidentId, readonly TimelineEntry[]>> {
    const found = new Map<IncidentId, TimelineEntry[]>();
    for (const some of slices(ids)) {
      const rows = await this.#db
        .selectFrom('timelines')
        .selectAll()
        .where('incident', 'in', some)
        .where('kind', 'in', kinds)
        .orderBy('incident')
        .orderBy('sequence')
        .execute();
      for (const row of rows) {
        const id = row.incident as IncidentId;
        const lines = found.get(id) ?? [];
        lines.push(toTimelineEntry(row));
        found.set(id, lines);
      }
    }
    return found;
  }

  async addEvidence(
    id: IncidentId,
    pieces: readonly EvidencePiece[],
    likely: string | null,
    timeline: readonly NewTimelineEntry[],
    note: Note,
  ): Promise<'added' | 'not_found'> {
    return this.#db.transaction().execute(async (transaction) => {
      if (!(await addLines(transaction, id, timeline, likely === null ? {} : { likely }))) return 'not_found';
      await putEvidence(
        transaction,
        pieces.map((piece) => ({ incident: id, piece })),
      );
      await writeNote(transaction, note);
      return 'added';
    });
  }

  async evidence(scope: Scope, id: IncidentId): Promise<EvidencePiece[]> {
    if (!(await this.incident(scope, id))) return [];
    const rows = await this.#db.selectFrom('evidence').selectAll().where('incident', '=', id).execute();
    return rows.map(toEvidence);
  }

  async affected(scope: Scope, ids: readonly IncidentId[]): Promise<ReadonlyMap<IncidentId, number>> {
    const shown = shownBy(scope);
    const counts = new Map<IncidentId, number>();
    for (const some of slices(ids)) {
      const rows = await this.#db
        .selectFrom('incidents')
        .innerJoin('devices', 'devices.id', 'incidents.device')
        .select(['cause', 'devices.site', 'devices.kind', 'devices.os', 'devices.labels'])
        .where('cause', 'in', some)
        .where('incidents.state', '<>', 'closed')
        .where(within(scope, 'devices.site'))
        .execute();
      for (const { cause } of rows.filter(shown)) {
        const id = cause as IncidentId;
        counts.set(id, (counts.get(id) ?? 0) + 1);
      }
    }
    return counts;
  }

  async following(scope: Scope, id: IncidentId, limit: number): Promise<Incident[]> {
    const rows = await this.#select(scope)
      .where('cause', '=', id)
      .where('incidents.state', '<>', 'closed')
      .orderBy('opened_at')
      .orderBy('incidents.id')
      .execute();
    return rows.filter(shownBy(scope)).slice(0, limit).map(toIncident);
  }

  async targets(): Promise<{ readonly targets: Targets; readonly version: number } | null> {
    const rows = await this.#db.selectFrom('incident_targets').selectAll().execute();
    const version = rows[0]?.version;
    if (version === undefined) return null;
    const of = (severity: Severity) => {
      const row = rows.find((one) => one.severity === severity);
      return { acknowledgeMs: row?.acknowledge_ms ?? 0, resolveMs: row?.resolve_ms ?? 0 };
    };
    return { targets: { critical: of('critical'), warning: of('warning') }, version };
  }

  async setTargets(targets: Targets, version: number, note: Note): Promise<'set' | 'changed_meanwhile'> {
    return this.#db.transaction().execute(async (transaction) => {
      for (const severity of ['critical', 'warning'] as const) {
        const { acknowledgeMs, resolveMs } = targets[severity];
        const row = { acknowledge_ms: acknowledgeMs, resolve_ms: resolveMs, version: version + 1 };
        const { numInsertedOrUpdatedRows } = await transaction
          .insertInto('incident_targets')
          .values({ severity, ...row })
          .onConflict((conflict) =>
            conflict.column('severity').doUpdateSet(row).where('incident_targets.version', '=', version),
          )
          .executeTakeFirst();
        // The first row decides: who loses it has written nothing yet.
        if (!numInsertedOrUpdatedRows) return 'changed_meanwhile';
      }
      await writeNote(transaction, note);
      return 'set';
    });
  }

  async retain(before: number, limit: number): Promise<number> {
    return removeClosed(this.#db, before, limit);
  }

  #page(scope: Scope, query: IncidentQuery) {
    let found = chosen(this.#select(scope), query);
    if (query.after) found = found.where(beyond(query.after));
    return found.orderBy('severity').orderBy('opened_at').orderBy('incidents.id').limit(query.limit).execute();
  }

  #select(scope: Scope) {
    return selectIncidents(this.#db).where(within(scope, 'devices.site'));
  }
}

function slices<One>(all: readonly One[]): One[][] {
  const found: One[][] = [];
  for (let i = 0; i < all.length; i += askedAtOnce) found.push(all.slice(i, i + askedAtOnce));
  return found;
}
