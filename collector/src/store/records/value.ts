import type { RunId } from '@fettle/shared/ids';
import type { Kysely } from 'kysely';
import type { Scope } from '../../domain/access/types.ts';
import type { Note } from '../../domain/events/types.ts';
import type { ValueStore } from '../../domain/value/store.ts';
import type { ValueSettings } from '../../domain/value/types.ts';
import { writeNote } from './note.ts';
import { runShownBy } from './run-rows.ts';
import type { Schema } from './schema.ts';
import { within } from './scope.ts';

export class ValueRecords implements ValueStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async settings(): Promise<ValueSettings | null> {
    const row = await this.#db.selectFrom('value_settings').selectAll().executeTakeFirst();
    return row ? { ...(JSON.parse(row.body) as ValueSettings), version: row.version } : null;
  }

  async setSettings({ version, ...rest }: ValueSettings, note: Note): Promise<'set' | 'changed_meanwhile'> {
    const row = { body: JSON.stringify(rest), version };
    return this.#db.transaction().execute(async (transaction) => {
      const written =
        version === 1
          ? await transaction
              .insertInto('value_settings')
              .values({ id: 1, ...row })
              .onConflict((conflict) => conflict.doNothing())
              .returning('id')
              .executeTakeFirst()
          : await transaction
              .updateTable('value_settings')
              .set(row)
              .where('version', '=', version - 1)
              .returning('id')
              .executeTakeFirst();
      if (!written) return 'changed_meanwhile';
      await writeNote(transaction, note);
      return 'set';
    });
  }

  async doneRuns(scope: Scope, from: number, to: number): Promise<ReadonlyMap<string, readonly RunId[]>> {
    const rows = await this.#db
      .selectFrom('runs')
      .innerJoin('devices', 'devices.id', 'runs.device')
      .select(['runs.id', 'runs.kind as of', 'owner', 'queued_at', 'devices.site', 'devices.os', 'devices.labels'])
      .select('devices.kind as device_kind')
      .where('runs.state', '=', 'done')
      .where('ended_at', '>=', from)
      .where('ended_at', '<', to)
      .where(within(scope, 'devices.site'))
      .orderBy('ended_at')
      .orderBy('runs.id')
      .execute();
    const namedBy = await this.#namedBy();
    const found = new Map<string, RunId[]>();
    for (const row of rows.filter(runShownBy(scope))) {
      for (const script of namedBy(row.of, row.owner, row.queued_at)) {
        const ids = found.get(script);
        if (ids) ids.push(row.id as RunId);
        else found.set(script, [row.id as RunId]);
      }
    }
    return found;
  }

  /** Which scripts a run's order names; of a standing order the version that was signed last before it fired. */
  async #namedBy() {
    const orders = await this.#db.selectFrom('orders').select(['id', 'scripts']).where('mode', '=', 'run').execute();
    const standing = await this.#db
      .selectFrom('standing_orders')
      .select(['id', 'scripts', 'signed_at'])
      .orderBy('signed_version')
      .execute();
    const ofOrder = new Map(orders.map(({ id, scripts }) => [id, namesIn(scripts)]));
    const versions = Map.groupBy(standing, ({ id }) => id);
    return (kind: string, owner: string, time: number): readonly string[] => {
      if (kind === 'order') return ofOrder.get(owner) ?? [];
      const all = versions.get(owner) ?? [];
      const signed = all.findLast(({ signed_at: at }) => at <= time) ?? all[0];
      return signed ? namesIn(signed.scripts) : [];
    };
  }
}

/** Each once: a run that calls one twice saved its time once. */
function namesIn(scripts: string): readonly string[] {
  return [...new Set((JSON.parse(scripts) as readonly (readonly [string, number])[]).map(([name]) => name))];
}
