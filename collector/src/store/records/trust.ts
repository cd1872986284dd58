import type { DeviceId } from '@fettle/shared/ids';
import type { Envelope } from '@fettle/shared/trust/envelope';
import type { Kysely, Selectable } from 'kysely';
import type { Scope } from '../../domain/access/types.ts';
import type { Note } from '../../domain/events/types.ts';
import type { TrustStore } from '../../domain/trust/store.ts';
import type { DeviceEvidence, Holding, StoredStatement, TrustKind } from '../../domain/trust/types.ts';
import { writeNote } from './note.ts';
import type { Schema } from './schema.ts';
import { chosenBy, within } from './scope.ts';
import { slices } from './slices.ts';

export class TrustRecords implements TrustStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async statement(kind: TrustKind): Promise<StoredStatement | null> {
    const row = await this.#db.selectFrom('trust_statements').selectAll().where('kind', '=', kind).executeTakeFirst();
    return row ? { kind, version: row.version, envelope: JSON.parse(row.envelope) as Envelope, at: row.at } : null;
  }

  async put({ kind, version, envelope, at }: StoredStatement, note: Note): Promise<'put' | 'older'> {
    const values = { version, envelope: JSON.stringify(envelope), at };
    return this.#db.transaction().execute(async (transaction) => {
      const { numInsertedOrUpdatedRows } = await transaction
        .insertInto('trust_statements')
        .values({ kind, ...values })
        .onConflict((conflict) =>
          conflict.column('kind').doUpdateSet(values).where('trust_statements.version', '<', version),
        )
        .executeTakeFirst();
      if (!numInsertedOrUpdatedRows) return 'older';
      await writeNote(transaction, note);
      return 'put';
    });
  }

  async holdings(scope: Scope): Promise<Holding[]> {
    const rows = await this.#db
      .selectFrom('holdings')
      .innerJoin('devices', 'devices.id', 'holdings.device')
      .selectAll('holdings')
      .select(['devices.site', 'devices.kind', 'devices.os', 'devices.labels'])
      .where(within(scope, 'devices.site'))
      .execute();
    const chosen = chosenBy(scope);
    return rows
      .filter((row) => chosen({ ...row, labels: JSON.parse(row.labels) as Record<string, string> }))
      .map(toHolding);
  }

  async holding(device: DeviceId): Promise<Holding | null> {
    const row = await this.#db.selectFrom('holdings').selectAll().where('device', '=', device).executeTakeFirst();
    return row ? toHolding(row) : null;
  }

  async hold(holdings: readonly Holding[]): Promise<void> {
    const newest = new Map(holdings.map((one) => [one.device, one]));
    // In one order everywhere: two batches that meet wait for each other and do not lock each other out.
    const ordered = [...newest.values()].toSorted((a, b) => (a.device < b.device ? -1 : 1));
    await this.#db.transaction().execute(async (transaction) => {
      for (const some of slices(ordered)) {
        const ids = some.map(({ device }) => device as string);
        const known = await transaction.selectFrom('devices').select('id').where('id', 'in', ids).execute();
        const there = new Set(known.map(({ id }) => id));
        const rows = some.filter(({ device }) => there.has(device)).map(holdingRow);
        if (rows.length === 0) continue;
        await transaction
          .insertInto('holdings')
          .values(rows)
          .onConflict((conflict) =>
            conflict.column('device').doUpdateSet((eb) => ({
              root: eb.ref('excluded.root'),
              rev: eb.ref('excluded.rev'),
              fresh: eb.ref('excluded.fresh'),
              grant_version: eb.ref('excluded.grant_version'),
              standing: eb.ref('excluded.standing'),
              executor: eb.ref('excluded.executor'),
              at: eb.ref('excluded.at'),
            })),
          )
          .execute();
      }
    });
  }

  async putEvidence({ device, host, envelope }: DeviceEvidence): Promise<void> {
    const values = { host, envelope: JSON.stringify(envelope) };
    await this.#db
      .insertInto('device_evidence')
      .values({ device, ...values })
      .onConflict((conflict) => conflict.column('device').doUpdateSet(values))
      .execute();
  }

  async evidence(devices: readonly DeviceId[]): Promise<ReadonlyMap<DeviceId, DeviceEvidence>> {
    const found = new Map<DeviceId, DeviceEvidence>();
    for (const some of slices(devices)) {
      const rows = await this.#db.selectFrom('device_evidence').selectAll().where('device', 'in', some).execute();
      for (const { device, host, envelope } of rows) {
        const id = device as DeviceId;
        found.set(id, { device: id, host, envelope: JSON.parse(envelope) as Envelope });
      }
    }
    return found;
  }
}

function holdingRow({ grant, standing, ...same }: Holding): Selectable<Schema['holdings']> {
  return { ...same, grant_version: grant, standing: JSON.stringify(standing) };
}

function toHolding(row: Selectable<Schema['holdings']>): Holding {
  return {
    device: row.device as DeviceId,
    root: row.root,
    rev: row.rev,
    fresh: row.fresh,
    grant: row.grant_version,
    standing: JSON.parse(row.standing) as Holding['standing'],
    executor: row.executor as Holding['executor'],
    at: row.at,
  };
}
