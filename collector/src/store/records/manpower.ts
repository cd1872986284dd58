import type { DeviceId, IncidentId, PersonId } from '@fettle/shared/ids';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Scope } from '../../domain/access/types.ts';
import type { Note } from '../../domain/events/types.ts';
import type { TimelineKind } from '../../domain/incidents/types.ts';
import type { ManpowerStore } from '../../domain/people/store.ts';
import type { Case, Deed, HandOverNote } from '../../domain/people/types.ts';
import { shownBy } from './incident-rows.ts';
import { writeNote } from './note.ts';
import type { Schema } from './schema.ts';
import { sharesSite, within } from './scope.ts';
import { slices } from './slices.ts';

/** Who resolved it last. */
const resolver = sql<string | null>`(select t.actor from timelines t where t.incident = incidents.id
  and t.kind = 'resolved' order by t.sequence desc limit 1)`;

export class ManpowerRecords implements ManpowerStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async cases(scope: Scope, from: number, to: number, limit: number, after?: IncidentId): Promise<Case[]> {
    return pages(limit, after, async (last) => {
      const rows = await this.#incidents(scope, last, limit)
        .select(['incidents.device', 'opened_at', 'resolved_at', 'remedy', resolver.as('resolver')])
        .where((eb) =>
          eb.or([
            eb.and([eb('opened_at', '>=', from), eb('opened_at', '<', to)]),
            eb.and([eb('resolved_at', '>=', from), eb('resolved_at', '<', to)]),
          ]),
        )
        .execute();
      return {
        last: rows.length < limit ? null : (rows.at(-1)?.id ?? null),
        items: rows.filter(shownBy(scope)).map(toCase),
      };
    });
  }

  async deeds(scope: Scope, from: number, to: number, limit: number, after?: IncidentId): Promise<Deed[]> {
    const ids = await pages(limit, after, async (last) => {
      const rows = await this.#incidents(scope, last, limit)
        .select('opened_at')
        .where((eb) =>
          eb.exists(
            eb
              .selectFrom('timelines')
              .select('timelines.time')
              .whereRef('timelines.incident', '=', 'incidents.id')
              .where('timelines.actor', 'like', 'person:%')
              .where('timelines.time', '>=', from)
              .where('timelines.time', '<', to),
          ),
        )
        .execute();
      return { last: rows.length < limit ? null : (rows.at(-1)?.id ?? null), items: rows.filter(shownBy(scope)) };
    });
    const opened = new Map(ids.map((row) => [row.id, row.opened_at]));
    const found: Deed[] = [];
    for (const some of slices(ids.map(({ id }) => id))) {
      const lines = await this.#db
        .selectFrom('timelines')
        .select(['incident', 'time', 'kind', 'actor', 'detail'])
        .where('incident', 'in', some)
        .where((eb) => eb.or([eb('actor', 'like', 'person:%'), eb('kind', '=', 'reopened')]))
        .where('time', '<', to)
        .orderBy('incident')
        .orderBy('sequence')
        .execute();
      found.push(...deedsOf(lines, opened));
    }
    return found;
  }

  async addNote(note: HandOverNote, told: Note): Promise<void> {
    const { by, byName, sites, ...same } = note;
    await this.#db.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('hand_over_notes')
        .values({ ...same, made_by: by, made_by_name: byName, sites: JSON.stringify(sites) })
        .execute();
      await writeNote(transaction, told);
    });
  }

  async notes(scope: Scope, from: number, to: number): Promise<HandOverNote[]> {
    const rows = await this.#db
      .selectFrom('hand_over_notes')
      .selectAll()
      .where('time', '>=', from)
      .where('time', '<', to)
      .orderBy('time', 'desc')
      .orderBy('id')
      .execute();
    return rows.map(toNote).filter(({ sites }) => sharesSite(scope, sites));
  }

  async retainNotes(before: number): Promise<number> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('hand_over_notes')
      .where('time', '<', before)
      .executeTakeFirst();
    return Number(numDeletedRows);
  }

  #incidents(scope: Scope, after: string | undefined, limit: number) {
    const found = this.#db
      .selectFrom('incidents')
      .innerJoin('devices', 'devices.id', 'incidents.device')
      .select(['incidents.id', 'devices.site', 'devices.kind', 'devices.os', 'devices.labels'])
      .where(within(scope, 'devices.site'))
      .orderBy('incidents.id')
      .limit(limit);
    return after === undefined ? found : found.where('incidents.id', '>', after);
  }
}

/** Reads on until there are enough that the selector of a scope shows, so that a short page is always the last. */
async function pages<Item>(
  limit: number,
  after: string | undefined,
  read: (after: string | undefined) => Promise<{ readonly last: string | null; readonly items: readonly Item[] }>,
): Promise<Item[]> {
  const found: Item[] = [];
  let place = after;
  for (;;) {
    const { last, items } = await read(place);
    found.push(...items);
    if (last === null || found.length >= limit) return found.slice(0, limit);
    place = last;
  }
}

interface CaseRow extends Pick<
  Selectable<Schema['incidents']>,
  'id' | 'device' | 'opened_at' | 'resolved_at' | 'remedy'
> {
  readonly site: string;
  readonly resolver: string | null;
}

function toCase({ id, device, site, opened_at: openedAt, resolved_at: resolvedAt, ...row }: CaseRow): Case {
  const by = resolvedAt === null ? null : resolvedBy(row);
  return { id: id as IncidentId, device: device as DeviceId, site, openedAt, resolvedAt, by };
}

/** A token acts for somebody, too. */
function resolvedBy({ remedy, resolver: actor }: Pick<CaseRow, 'remedy' | 'resolver'>): NonNullable<Case['by']> {
  if (actor !== null && !actor.startsWith('system:')) return 'hand';
  const credited = remedy !== null && (JSON.parse(remedy) as { readonly credited: boolean }).credited;
  return credited ? 'script' : 'itself';
}

type Line = Pick<Selectable<Schema['timelines']>, 'incident' | 'time' | 'kind' | 'actor' | 'detail'>;

/** Of lines in the order of their incidents; what reopened one counts for those after it. */
function deedsOf(lines: readonly Line[], opened: ReadonlyMap<string, number>): Deed[] {
  const since = new Map(opened);
  return lines.flatMap((line) => {
    const before = since.get(line.incident) ?? line.time;
    if (line.kind === 'reopened') since.set(line.incident, line.time);
    return line.actor?.startsWith('person:') === true ? [toDeed(line, before)] : [];
  });
}

function toDeed({ incident, time, kind, actor, detail }: Line, since: number): Deed {
  const given = kind === 'owner' ? ((JSON.parse(detail) as { readonly owner?: PersonId | null }).owner ?? null) : null;
  const person = (actor ?? '').slice('person:'.length) as PersonId;
  return { incident: incident as IncidentId, time, kind: kind as TimelineKind, person, owner: given, since };
}

function toNote(row: Selectable<Schema['hand_over_notes']>): HandOverNote {
  const { id, time, made_by: by, made_by_name: byName, sites, text } = row;
  return { id, time, by: by as PersonId, byName, sites: JSON.parse(sites) as HandOverNote['sites'], text };
}
