import type { IncidentId } from '@fettle/shared/ids';
import type { Kysely, Transaction } from 'kysely';
import type { IncidentWrite } from '../../domain/incidents/store.ts';
import type { EvidencePiece, NewTimelineEntry } from '../../domain/incidents/types.ts';
import { changingRow, newRow, timelineRow } from './incident-rows.ts';
import type { Schema } from './schema.ts';

/** Somebody was faster: what was written so far in the transaction is to be undone. */
export class Meanwhile extends Error {}

/** Rows of one insert: 33 values a row stay below what either database takes. */
const insertedAtOnce = 200;

/** All of them. @throws Meanwhile */
export async function writeIncidents(
  transaction: Transaction<Schema>,
  writes: readonly IncidentWrite[],
): Promise<void> {
  // In one order everywhere: two batches that meet wait for each other and do not lock each other out.
  const ordered = writes.toSorted((a, b) => (a.after.id < b.after.id ? -1 : 1));
  // Changes first: one that closes makes room for a new one with its key.
  for (const { before, after, timeline } of ordered) {
    if (before === null) continue;
    const changed = await addLines(
      transaction,
      after.id,
      timeline,
      { ...changingRow(after), version: before.version + 1 },
      before.version,
    );
    if (!changed) throw new Meanwhile();
  }
  const added = ordered.filter(({ before }) => before === null);
  for (let i = 0; i < added.length; i += insertedAtOnce) await insert(transaction, added.slice(i, i + insertedAtOnce));
  const caught = ordered.flatMap(({ after, evidence = [] }) =>
    evidence.map((piece) => ({ incident: after.id, piece })),
  );
  for (let i = 0; i < caught.length; i += insertedAtOnce) {
    await putEvidence(transaction, caught.slice(i, i + insertedAtOnce));
  }
}

/** Each in the place of the one of its kind. */
export async function putEvidence(
  transaction: Transaction<Schema>,
  pieces: readonly { readonly incident: IncidentId; readonly piece: EvidencePiece }[],
): Promise<void> {
  if (pieces.length === 0) return;
  const rows = pieces.map(({ incident, piece: { kind, time, content } }) => ({
    incident,
    kind,
    time,
    content: JSON.stringify(content),
  }));
  await transaction
    .insertInto('evidence')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['incident', 'kind'])
        .doUpdateSet((eb) => ({ time: eb.ref('excluded.time'), content: eb.ref('excluded.content') })),
    )
    .execute();
}

async function insert(transaction: Transaction<Schema>, writes: readonly IncidentWrite[]): Promise<void> {
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('incidents')
    .values(writes.map(({ after, timeline }) => newRow(after, timeline.length)))
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== BigInt(writes.length)) throw new Meanwhile();
  const lines = writes.flatMap(({ after, timeline }) =>
    timeline.map((entry, i) => timelineRow(after.id, i + 1, entry)),
  );
  if (lines.length > 0) await transaction.insertInto('timelines').values(lines).execute();
}

type Change = Partial<ReturnType<typeof changingRow>> & { readonly version?: number; readonly likely?: string };

/** Adds lines to the end of a timeline, with a change of its incident. False: it is not there, or not of that version. */
export async function addLines(
  transaction: Transaction<Schema>,
  id: IncidentId,
  entries: readonly NewTimelineEntry[],
  change: Change = {},
  version?: number,
): Promise<boolean> {
  let update = transaction
    .updateTable('incidents')
    .set((eb) => ({ ...change, entries: eb('entries', '+', entries.length) }))
    .where('id', '=', id);
  if (version !== undefined) update = update.where('version', '=', version);
  const row = await update.returning('entries').executeTakeFirst();
  if (!row) return false;
  const first = row.entries - entries.length + 1;
  const lines = entries.map((entry, i) => timelineRow(id, first + i, entry));
  if (lines.length > 0) await transaction.insertInto('timelines').values(lines).execute();
  return true;
}

/** Their timelines and evidence go with them. */
export async function removeClosed(db: Kysely<Schema>, before: number, limit: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('incidents')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('incidents')
        .select('id')
        .where('state', '=', 'closed')
        .where('closed_at', '<', before)
        .orderBy('closed_at')
        .limit(limit),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}
