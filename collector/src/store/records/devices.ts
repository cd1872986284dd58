import type { DeviceState } from '@fettle/shared/api/devices';
import type { DeviceId } from '@fettle/shared/ids';
import type { Kysely, Transaction } from 'kysely';
import type { Scope } from '../../domain/access/types.ts';
import type { DeviceStore, StateMove } from '../../domain/devices/store.ts';
import type { Device, EnrolmentToken, Sighting } from '../../domain/devices/types.ts';
import type { Note } from '../../domain/events/types.ts';
import { deviceRow, selectDevices, sightingRow, toDevice, toToken, tokenRow } from './device-rows.ts';
import { writeNote } from './note.ts';
import { executePrepared } from './prepared.ts';
import type { Schema } from './schema.ts';
import { chosenBy, isEverywhere, within } from './scope.ts';
import { slices } from './slices.ts';

const everywhere: Scope = { sites: 'all' };
/** Rows of one insert, a power of two: five values a row stay far below what either database takes. */
const sightingsAtOnce = 512;

type Enrolment = 'enrolled' | 'again' | 'token_unknown' | 'token_expired' | 'token_used_up';

export class DeviceRecords implements DeviceStore {
  readonly #db: Kysely<Schema>;
  /** Devices that were found once: none ever goes. */
  readonly #known = new Set<string>();

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async addToken(token: EnrolmentToken, note: Note): Promise<'added' | 'exists'> {
    return this.#db.transaction().execute(async (transaction) => {
      const { numInsertedOrUpdatedRows } = await transaction
        .insertInto('enrolment_tokens')
        .values(tokenRow(token))
        .onConflict((conflict) => conflict.column('key').doNothing())
        .executeTakeFirst();
      if (!numInsertedOrUpdatedRows) return 'exists';
      await writeNote(transaction, note);
      return 'added';
    });
  }

  async token(key: string): Promise<EnrolmentToken | null> {
    const row = await this.#db.selectFrom('enrolment_tokens').selectAll().where('key', '=', key).executeTakeFirst();
    return row ? toToken(row) : null;
  }

  async tokens(scope: Scope): Promise<EnrolmentToken[]> {
    const rows = await this.#db
      .selectFrom('enrolment_tokens')
      .selectAll()
      .where(within(scope, 'site'))
      .orderBy('created_at')
      .orderBy('key')
      .execute();
    // A token has no system and no kind yet: whose selector asks for them sees none.
    return rows.map(toToken).filter(({ site, labels }) => chosenBy(scope)({ site, labels, os: '', kind: '' }));
  }

  async enrol(tokenKey: string, device: Device, now: number, note: Note): Promise<Enrolment> {
    return this.#db.transaction().execute(async (transaction) => {
      // A write that changes nothing locks the token, so that its uses are counted one after the other.
      const token = await transaction
        .updateTable('enrolment_tokens')
        .set((eb) => ({ used: eb.ref('used') }))
        .where('key', '=', tokenKey)
        .returning(['used', 'uses', 'not_before', 'not_after'])
        .executeTakeFirst();
      if (!token) return 'token_unknown';
      const known = await transaction
        .selectFrom('devices')
        .select('enrolled_with')
        .where('id', '=', device.id)
        .executeTakeFirst();
      if (known?.enrolled_with === tokenKey) return 'again';
      if (now < token.not_before || now >= token.not_after) return 'token_expired';
      if (token.used >= token.uses) return 'token_used_up';
      await admit(transaction, tokenKey, token.used + 1, device);
      await writeNote(transaction, note);
      return 'enrolled';
    });
  }

  device(scope: Scope, id: DeviceId): Promise<Device | null> {
    return find(this.#db, scope, id);
  }

  async several(scope: Scope, ids: readonly DeviceId[]): Promise<Device[]> {
    const found: Device[] = [];
    for (const some of slices(ids)) {
      const rows = await selectDevices(this.#db)
        .where('devices.id', 'in', some)
        .where(within(scope, 'devices.site'))
        .execute();
      found.push(...rows.map(toDevice).filter(chosenBy(scope)));
    }
    return found;
  }

  async devices(scope: Scope): Promise<Device[]> {
    const all = () => selectDevices(this.#db).where(within(scope, 'devices.site'));
    const rows = isEverywhere(scope) ? await executePrepared(this.#db, 'all devices', [], all) : await all().execute();
    // Sorted here, because databases differ in how they order text.
    return rows
      .map(toDevice)
      .filter(chosenBy(scope))
      .toSorted((a, b) => order(a.name, b.name) || order(a.id, b.id));
  }

  async change(
    scope: Scope,
    id: DeviceId,
    version: number,
    change: Partial<Pick<Device, 'name' | 'kind' | 'labels' | 'site'>>,
    note: Note,
  ): Promise<Device | 'changed_meanwhile' | 'not_found'> {
    const { labels, kind, ...texts } = change;
    return this.#db.transaction().execute(async (transaction) => {
      if (!(await find(transaction, scope, id))) return 'not_found';
      const { numUpdatedRows } = await transaction
        .updateTable('devices')
        .set({
          ...texts,
          ...(kind === undefined ? {} : { kind, kind_chosen: 1 }),
          ...(labels === undefined ? {} : { labels: JSON.stringify(labels) }),
          version: version + 1,
        })
        .where('id', '=', id)
        .where('version', '=', version)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return 'changed_meanwhile';
      await writeNote(transaction, note);
      return (await find(transaction, everywhere, id)) ?? 'not_found';
    });
  }

  async describe(id: DeviceId, { os, kind }: Pick<Device, 'os'> & { readonly kind?: string }): Promise<void> {
    await this.#db.transaction().execute(async (transaction) => {
      await transaction.updateTable('devices').set({ os }).where('id', '=', id).execute();
      if (kind === undefined) return;
      await transaction
        .updateTable('devices')
        .set({ kind })
        .where('id', '=', id)
        .where('kind_chosen', '=', 0)
        .execute();
    });
  }

  async sight(sightings: readonly Sighting[], note: Note = { events: [], audit: [] }): Promise<void> {
    const newest = new Map<DeviceId, Sighting>();
    for (const sighting of sightings) {
      if (sighting.lastSeen >= (newest.get(sighting.id)?.lastSeen ?? 0)) newest.set(sighting.id, sighting);
    }
    // In one order everywhere: two batches that meet wait for each other and do not lock each other out.
    const ordered = [...newest.values()].toSorted((a, b) => order(a.id, b.id));
    await this.#db.transaction().execute(async (transaction) => {
      const enrolled = await this.#enrolled(transaction, ordered);
      for (const some of pieces(enrolled)) await writeSightings(transaction, some);
      await writeNote(transaction, note);
    });
  }

  /** Those of devices that there are. */
  async #enrolled(transaction: Transaction<Schema>, sightings: readonly Sighting[]): Promise<readonly Sighting[]> {
    const unknown = sightings.map(({ id }) => id).filter((id) => !this.#known.has(id));
    for (const some of slices(unknown)) {
      const rows = await transaction.selectFrom('devices').select('id').where('id', 'in', some).execute();
      for (const { id } of rows) this.#known.add(id);
    }
    return unknown.length === 0 ? sightings : sightings.filter(({ id }) => this.#known.has(id));
  }

  async setState(
    id: DeviceId,
    from: DeviceState,
    to: DeviceState,
    since: number,
    note: Note,
  ): Promise<'set' | 'changed_meanwhile'> {
    return this.#db.transaction().execute(async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('devices')
        .set({ state: to, state_since: since })
        .where('id', '=', id)
        .where('state', '=', from)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return 'changed_meanwhile';
      await writeNote(transaction, note);
      return 'set';
    });
  }

  async setStates(moves: readonly StateMove[]): Promise<ReadonlySet<DeviceId>> {
    return this.#db.transaction().execute(async (transaction) => {
      const moved = new Set<DeviceId>();
      // In one order everywhere: two batches that meet wait for each other and do not lock each other out.
      for (const { id, from, to, since } of moves.toSorted((a, b) => order(a.id, b.id))) {
        const { numUpdatedRows } = await transaction
          .updateTable('devices')
          .set({ state: to, state_since: since })
          .where('id', '=', id)
          .where('state', '=', from)
          .executeTakeFirst();
        if (numUpdatedRows > 0n) moved.add(id);
      }
      await writeNote(transaction, {
        events: moves.flatMap(({ id, event }) => (moved.has(id) ? event : [])),
        audit: [],
      });
      return moved;
    });
  }

  async setGrant(id: DeviceId, version: number, envelope: string, note: Note): Promise<'set' | 'older' | 'not_found'> {
    return this.#db.transaction().execute(async (transaction) => {
      if (!(await find(transaction, everywhere, id))) return 'not_found';
      const { numInsertedOrUpdatedRows } = await transaction
        .insertInto('grants')
        .values({ device: id, version, envelope })
        .onConflict((conflict) =>
          conflict.column('device').doUpdateSet({ version, envelope }).where('grants.version', '<', version),
        )
        .executeTakeFirst();
      if (!numInsertedOrUpdatedRows) return 'older';
      await writeNote(transaction, note);
      return 'set';
    });
  }

  async grants(scope: Scope): Promise<ReadonlyMap<DeviceId, string>> {
    const rows = await selectDevices(this.#db)
      .innerJoin('grants', 'grants.device', 'devices.id')
      .select('grants.envelope')
      .where(within(scope, 'devices.site'))
      .execute();
    const chosen = chosenBy(scope);
    return new Map(rows.filter((row) => chosen(toDevice(row))).map(({ id, envelope }) => [id as DeviceId, envelope]));
  }

  async grant(id: DeviceId): Promise<{ readonly version: number; readonly envelope: string } | null> {
    const row = await this.#db
      .selectFrom('grants')
      .select(['version', 'envelope'])
      .where('device', '=', id)
      .executeTakeFirst();
    return row ?? null;
  }
}

async function find(db: Kysely<Schema>, scope: Scope, id: DeviceId): Promise<Device | null> {
  const one = () => selectDevices(db).where('devices.id', '=', id).where(within(scope, 'devices.site'));
  const [row] = isEverywhere(scope) ? await executePrepared(db, 'a device', [id], one) : await one().execute();
  const device = row ? toDevice(row) : null;
  return device && chosenBy(scope)(device) ? device : null;
}

/** Adds the device, or puts it in the place of what enrolled before with the same key. */
async function admit(transaction: Transaction<Schema>, tokenKey: string, used: number, device: Device): Promise<void> {
  await transaction.updateTable('enrolment_tokens').set({ used }).where('key', '=', tokenKey).execute();
  const { id, version, ...row } = deviceRow(device, tokenKey);
  await transaction
    .insertInto('devices')
    .values({ id, version, ...row })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => ({ ...row, version: eb('devices.version', '+', 1) })),
    )
    .execute();
  const { device: _, ...sighting } = sightingRow(device);
  await transaction
    .insertInto('sightings')
    .values({ device: id, ...sighting })
    .onConflict((conflict) => conflict.column('device').doUpdateSet(sighting))
    .execute();
}

async function writeSightings(transaction: Transaction<Schema>, sightings: readonly Sighting[]): Promise<void> {
  const values = sightings.map(sightingRow);
  const all = values.flatMap((row) => Object.values(row));
  await executePrepared(transaction, `sightings ${values.length}`, all, () => insertOf(transaction, values));
}

function insertOf(transaction: Transaction<Schema>, values: readonly ReturnType<typeof sightingRow>[]) {
  return transaction
    .insertInto('sightings')
    .values(values)
    .onConflict((conflict) =>
      conflict
        .column('device')
        .doUpdateSet((eb) => ({
          last_seen: eb.ref('excluded.last_seen'),
          sampling_interval: eb.ref('excluded.sampling_interval'),
          clock_offset: eb.ref('excluded.clock_offset'),
          agent_version: eb.ref('excluded.agent_version'),
        }))
        .where((eb) =>
          eb.or([eb('sightings.last_seen', 'is', null), eb('sightings.last_seen', '<=', eb.ref('excluded.last_seen'))]),
        ),
    );
}

/** Pieces of a few sizes, so that there are few texts of statements: whole ones, then halves. */
function* pieces(sightings: readonly Sighting[]): Generator<readonly Sighting[]> {
  let size = sightingsAtOnce;
  for (let from = 0; from < sightings.length; from += size) {
    while (size > sightings.length - from) size /= 2;
    yield sightings.slice(from, from + size);
  }
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
