import type { Kysely } from 'kysely';
import type { Scope } from '../../domain/access/types.ts';
import type { Note } from '../../domain/events/types.ts';
import type { LiveState, PublicLink, ServiceStore, SpellQuery } from '../../domain/services/store.ts';
import type { Composition, Service, ServiceId, Spell, WindowTerm } from '../../domain/services/types.ts';
import { writeNote } from './note.ts';
import { removed } from './put.ts';
import type { Schema } from './schema.ts';
import { within } from './scope.ts';
import {
  compositionRow,
  linkRow,
  spellRow,
  termRow,
  toComposition,
  toLink,
  toLive,
  toSpell,
  toTerm,
} from './service-rows.ts';
import { keepSpells, moveCursor, putCompositions, writeService } from './service-writes.ts';
import { slices } from './slices.ts';

/** Devices of one question; for more all rows of the span are read, and the others left out. */
const devicesAtOnce = 300;

/** Somebody was faster: what was written so far in the transaction is to be undone. */
class Meanwhile extends Error {}

export class ServiceRecords implements ServiceStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async services(): Promise<Service[]> {
    const rows = await this.#db.selectFrom('services').select('body').orderBy('id').execute();
    return rows.map(({ body }) => JSON.parse(body) as Service);
  }

  async service(id: ServiceId): Promise<Service | null> {
    const row = await this.#db.selectFrom('services').select('body').where('id', '=', id).executeTakeFirst();
    return row ? (JSON.parse(row.body) as Service) : null;
  }

  put(service: Service, composition: Composition | null, note: Note): Promise<'put' | 'changed_meanwhile'> {
    return this.putAll([{ service, composition }], note);
  }

  async putAll(
    puts: readonly { readonly service: Service; readonly composition: Composition | null }[],
    note: Note,
  ): Promise<'put' | 'changed_meanwhile'> {
    try {
      await this.#db.transaction().execute(async (transaction) => {
        for (const { service, composition } of puts.toSorted((a, b) => (a.service.id < b.service.id ? -1 : 1))) {
          if (!(await writeService(transaction, service))) throw new Meanwhile();
          if (composition) await putCompositions(transaction, [compositionRow(composition)]);
        }
        await writeNote(transaction, note);
      });
      return 'put';
    } catch (error) {
      if (error instanceof Meanwhile) return 'changed_meanwhile';
      throw error;
    }
  }

  async remove(id: ServiceId, version: number, note: Note): Promise<'removed' | 'not_found' | 'changed_meanwhile'> {
    return this.#db.transaction().execute((transaction) => removed(transaction, 'services', { id, version }, note));
  }

  async compositions(from: number, to: number, service?: ServiceId): Promise<Composition[]> {
    let question = this.#db
      .selectFrom('compositions')
      .selectAll()
      .where('from_time', '<', to)
      .where((eb) =>
        // Another one was in its place already when the span began.
        eb.not(
          eb.exists(
            eb
              .selectFrom('compositions as later')
              .select('later.service')
              .whereRef('later.service', '=', 'compositions.service')
              .whereRef('later.from_time', '>', 'compositions.from_time')
              .where('later.from_time', '<=', from),
          ),
        ),
      );
    if (service !== undefined) question = question.where('service', '=', service);
    const rows = await question.orderBy('from_time').orderBy('service').execute();
    return rows.map(toComposition);
  }

  async recompose(compositions: readonly Composition[]): Promise<void> {
    if (compositions.length === 0) return;
    await this.#db
      .transaction()
      .execute((transaction) => putCompositions(transaction, compositions.map(compositionRow)));
  }

  async terms(from: number, to: number): Promise<WindowTerm[]> {
    const rows = await this.#db
      .selectFrom('window_terms')
      .selectAll()
      .where('from_time', '<', to)
      .where((eb) => eb.or([eb('to_time', 'is', null), eb('to_time', '>', from)]))
      .orderBy('window_id')
      .orderBy('from_time')
      .execute();
    return rows.map(toTerm);
  }

  async keepTerms(terms: readonly WindowTerm[]): Promise<void> {
    if (terms.length === 0) return;
    await this.#db.transaction().execute(async (transaction) => {
      for (const row of terms.map(termRow)) {
        await transaction
          .insertInto('window_terms')
          .values(row)
          .onConflict((conflict) => conflict.columns(['window_id', 'from_time']).doUpdateSet(row))
          .execute();
      }
    });
  }

  async cursor(): Promise<number | null> {
    return (await this.#db.selectFrom('spell_cursor').select('sequence').executeTakeFirst())?.sequence ?? null;
  }

  async hear(spells: readonly Spell[], from: number | null, to: number): Promise<'moved' | 'changed_meanwhile'> {
    return this.#db.transaction().execute(async (transaction) => {
      if (!(await moveCursor(transaction, from, to))) return 'changed_meanwhile';
      await keepSpells(transaction, spells.map(spellRow));
      return 'moved';
    });
  }

  async spells(scope: Scope, { from, to, devices, kind }: SpellQuery): Promise<Spell[]> {
    const few = devices && devices.length <= devicesAtOnce ? (devices.length > 0 ? devices : ['']) : null;
    let question = this.#db
      .selectFrom('spells')
      .selectAll()
      .where(within(scope, 'site'))
      .where('from_time', '<', to)
      .where((eb) => eb.or([eb('to_time', 'is', null), eb('to_time', '>', from)]));
    if (few) question = question.where('device', 'in', few);
    if (kind) question = question.where('kind', '=', kind);
    const rows = await question.orderBy('from_time').orderBy('id').execute();
    const wanted = few || !devices ? null : new Set<string>(devices);
    return rows.filter(({ device }) => wanted === null || wanted.has(device)).map(toSpell);
  }

  async lasting(scope: Scope): Promise<Spell[]> {
    const rows = await this.#db
      .selectFrom('spells')
      .selectAll()
      .where(within(scope, 'site'))
      .where('to_time', 'is', null)
      .orderBy('from_time')
      .orderBy('id')
      .execute();
    return rows.map(toSpell);
  }

  async states(): Promise<LiveState[]> {
    return (await this.#db.selectFrom('service_states').selectAll().orderBy('service').execute()).map(toLive);
  }

  async tell(states: readonly LiveState[], { events, audit }: Note): Promise<void> {
    await this.#db.transaction().execute(async (transaction) => {
      const ids = states.map(({ service }) => service);
      const known = new Set<string>();
      for (const some of slices(ids)) {
        const rows = await transaction.selectFrom('services').select('id').where('id', 'in', some).execute();
        for (const { id } of rows) known.add(id);
      }
      for (const row of states.filter(({ service }) => known.has(service))) {
        await transaction
          .insertInto('service_states')
          .values({ service: row.service, state: row.state, since: row.since })
          .onConflict((conflict) => conflict.column('service').doUpdateSet({ state: row.state, since: row.since }))
          .execute();
      }
      const told = events.filter(({ detail }) => known.has(String(detail['service'])));
      await writeNote(transaction, { events: told, audit });
    });
  }

  async retain(before: number): Promise<number> {
    return this.#db.transaction().execute(async (transaction) => {
      const spells = await transaction.deleteFrom('spells').where('to_time', '<', before).executeTakeFirst();
      const terms = await transaction.deleteFrom('window_terms').where('to_time', '<', before).executeTakeFirst();
      const held = await transaction
        .selectFrom('compositions')
        .select(({ fn }) => ['service', fn.max('from_time').as('from_time')])
        .where('from_time', '<=', before)
        .groupBy('service')
        .execute();
      let gone = Number(spells.numDeletedRows) + Number(terms.numDeletedRows);
      for (const { service, from_time } of held) {
        const old = await transaction
          .deleteFrom('compositions')
          .where('service', '=', service)
          .where('from_time', '<', from_time)
          .executeTakeFirst();
        gone += Number(old.numDeletedRows);
      }
      return gone;
    });
  }

  async links(): Promise<PublicLink[]> {
    return (await this.#db.selectFrom('public_links').selectAll().orderBy('id').execute()).map(toLink);
  }

  async linkByHash(hash: string): Promise<PublicLink | null> {
    const row = await this.#db.selectFrom('public_links').selectAll().where('hash', '=', hash).executeTakeFirst();
    return row ? toLink(row) : null;
  }

  async addLink(link: PublicLink, note: Note): Promise<void> {
    await this.#db.transaction().execute(async (transaction) => {
      await transaction.insertInto('public_links').values(linkRow(link)).execute();
      await writeNote(transaction, note);
    });
  }

  async linkUsed(id: string, time: number): Promise<void> {
    await this.#db.updateTable('public_links').set({ last_used_at: time }).where('id', '=', id).execute();
  }

  async removeLink(id: string, version: number, note: Note): Promise<'removed' | 'not_found' | 'changed_meanwhile'> {
    return this.#db.transaction().execute((transaction) => removed(transaction, 'public_links', { id, version }, note));
  }
}
