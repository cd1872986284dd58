/** Thousands of devices answer in the same second: what is alike of them is one statement each. */
import type { DeviceId, RunId } from '@fettle/shared/ids';
import { sql, type Transaction } from 'kysely';
import type { RunEnd, RunMove } from '../../domain/orders/store.ts';
import { movingRow, resultRow } from './run-rows.ts';
import type { Schema } from './schema.ts';
import { slices } from './slices.ts';

/** Values of a row times rows stay below what either database takes. */
const atOnce = 200;

/** How each value of a moving row is written, for a list of values has no types of its own. */
const types = {
  state: 'text',
  code: 'text',
  exit: 'bigint',
  step: 'bigint',
  last_line: 'text',
  remark: 'text',
  started_at: 'bigint',
  ended_at: 'bigint',
  receipt: 'text',
  rule: 'text',
  instance: 'text',
} as const satisfies Record<keyof ReturnType<typeof movingRow>, 'text' | 'bigint'>;

const columns = Object.keys(types) as (keyof typeof types)[];
/** Columns of a list of values are called so by either database; the first two are the id and the state before. */
const assignments = sql.join(
  columns.map((column, i) => {
    const value = sql.ref(`moved.column${i + 3}`);
    return sql`${sql.id(column)} = ${types[column] === 'text' ? sql`cast(${value} as text)` : sql`cast(${value} as bigint)`}`;
  }),
);

/** Moves runs that are still in the state before, each named once. Gives those that were moved. */
export async function moveRuns(transaction: Transaction<Schema>, moves: readonly RunMove[]): Promise<Set<RunId>> {
  const moved = new Set<RunId>();
  for (const some of slices(moves, atOnce)) {
    const rows = some.map(({ before, after }) => {
      const row = movingRow(after);
      return sql`(${sql.join([after.id, before, ...columns.map((column) => row[column])])})`;
    });
    const { rows: written } = await sql<{ id: string }>`update runs set ${assignments}
      from (values ${sql.join(rows)}) as moved
      where runs.id = cast(moved.column1 as text) and runs.state = cast(moved.column2 as text)
      returning runs.id`.execute(transaction);
    for (const { id } of written) moved.add(id as RunId);
  }
  return moved;
}

/** Ends of runs that have their row, at most one of a device. Gives the answers by device. */
export async function endRuns(
  transaction: Transaction<Schema>,
  ends: readonly RunEnd[],
): Promise<Map<DeviceId, 'ended' | 'known' | 'changed_meanwhile'>> {
  const linked = await insertLinks(transaction, ends);
  const fresh = ends.filter(({ link }) => linked.has(link.device));
  const moved = await moveRuns(
    transaction,
    fresh.flatMap(({ before, after }) => (before === null ? [] : [{ before, after }])),
  );
  const answers = new Map<DeviceId, 'ended' | 'known' | 'changed_meanwhile'>();
  for (const { link, after } of ends) {
    const written = moved.has(after.id) ? 'ended' : 'changed_meanwhile';
    answers.set(link.device, linked.has(link.device) ? written : 'known');
  }
  for (const { link, judged } of fresh) {
    if (answers.get(link.device) === 'ended') {
      for (const { run, receipt, remark } of judged) {
        await transaction.updateTable('runs').set({ receipt, remark }).where('id', '=', run).execute();
      }
      // Others of this commit stay: what was written of this one is taken back.
    } else await removeLink(transaction, link);
  }
  await insertResults(
    transaction,
    fresh.filter(({ link }) => answers.get(link.device) === 'ended'),
  );
  return answers;
}

/** The devices whose receipt is new. */
async function insertLinks(transaction: Transaction<Schema>, ends: readonly RunEnd[]): Promise<Set<string>> {
  const linked = new Set<string>();
  for (const some of slices(ends, atOnce)) {
    const rows = await transaction
      .insertInto('receipt_links')
      .values(some.map(({ link }) => link))
      .onConflict((conflict) => conflict.columns(['device', 'hash']).doNothing())
      .returning('device')
      .execute();
    for (const { device } of rows) linked.add(device);
  }
  return linked;
}

export async function removeLink(
  transaction: Transaction<Schema>,
  { device, hash }: Pick<RunEnd['link'], 'device' | 'hash'>,
): Promise<void> {
  await transaction.deleteFrom('receipt_links').where('device', '=', device).where('hash', '=', hash).execute();
}

/** The first receipt of a run stays: what comes after it is in the chain alone. */
export async function insertResults(transaction: Transaction<Schema>, ends: readonly RunEnd[]): Promise<void> {
  const results = ends.flatMap(({ result, after }) =>
    result ? [resultRow(result, after.endedAt ?? after.queuedAt)] : [],
  );
  for (const some of slices(results, atOnce)) {
    await transaction
      .insertInto('run_results')
      .values(some)
      .onConflict((conflict) => conflict.column('run').doNothing())
      .execute();
  }
}
