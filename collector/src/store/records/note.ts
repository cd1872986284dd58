import type { Transaction } from 'kysely';
import type { AuditEntry, NewEvent, Note } from '../../domain/events/types.ts';
import { canonicalJson, chainHash } from './audit-chain.ts';
import type { Schema } from './schema.ts';

/**
 * Writes events and audit rows in the transaction of what they tell. Call it last: the heads stay locked until the
 * commit, which is what makes sequences gapless and in commit order, and every writer waits there.
 */
export async function writeNote(transaction: Transaction<Schema>, note: Note): Promise<void> {
  if (note.events.length > 0) await writeEvents(transaction, note.events);
  if (note.audit.length > 0) await writeAudit(transaction, note.audit);
}

async function advance(transaction: Transaction<Schema>, log: 'events' | 'audit', by: number) {
  const head = await transaction
    .updateTable('heads')
    .set((eb) => ({ sequence: eb('sequence', '+', by) }))
    .where('log', '=', log)
    .returning(['sequence', 'hash'])
    .executeTakeFirstOrThrow();
  return { first: head.sequence - by + 1, hash: head.hash };
}

async function writeEvents(transaction: Transaction<Schema>, events: readonly NewEvent[]): Promise<void> {
  const { first } = await advance(transaction, 'events', events.length);
  const rows = events.map(({ time, kind, device, site, detail }, i) => ({
    sequence: first + i,
    time,
    kind,
    device,
    site,
    detail: JSON.stringify(detail),
  }));
  await transaction.insertInto('events').values(rows).execute();
}

async function writeAudit(transaction: Transaction<Schema>, entries: readonly AuditEntry[]): Promise<void> {
  const head = await advance(transaction, 'audit', entries.length);
  let { hash } = head;
  const rows = entries.map(({ time, actor, action, target, detail }, i) => {
    const row = { sequence: head.first + i, time, actor, action, target, detail: canonicalJson(detail) };
    hash = chainHash(hash, row);
    return { ...row, hash };
  });
  await transaction.insertInto('audit').values(rows).execute();
  await transaction.updateTable('heads').set({ hash }).where('log', '=', 'audit').execute();
}
