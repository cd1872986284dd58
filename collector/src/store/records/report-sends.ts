import type { ReportId } from '@fettle/shared/ids';
import type { Kysely } from 'kysely';
import type { Note } from '../../domain/events/types.ts';
import type { SendOutcome } from '../../domain/reports/store.ts';
import type { ReportSend } from '../../domain/reports/types.ts';
import { writeNote } from './note.ts';
import { sendRow, toSend } from './report-rows.ts';
import type { Schema } from './schema.ts';

/** To whom reports go, and what came of it. */
export class ReportSendRecords {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async sends(reports: readonly ReportId[]): Promise<ReadonlyMap<ReportId, readonly ReportSend[]>> {
    const found = new Map<ReportId, ReportSend[]>();
    if (reports.length === 0) return found;
    const rows = await this.#db
      .selectFrom('report_sends')
      .selectAll()
      .where('report', 'in', reports)
      .orderBy('address_key')
      .execute();
    for (const send of rows.map(toSend)) found.set(send.report, [...(found.get(send.report) ?? []), send]);
    return found;
  }

  async addSends(sends: readonly ReportSend[], note: Note): Promise<string[]> {
    return this.#db.transaction().execute(async (transaction) => {
      const waiting: string[] = [];
      for (const row of sends.map(sendRow)) {
        const { report: _report, address_key: _key, ...again } = row;
        const written = await transaction
          .insertInto('report_sends')
          .values(row)
          .onConflict((conflict) =>
            conflict
              .columns(['report', 'address_key'])
              .doUpdateSet(again)
              .where('report_sends.state', 'in', ['failed', 'unknown']),
          )
          .returning('address')
          .executeTakeFirst();
        if (written) waiting.push(written.address);
      }
      await writeNote(transaction, note);
      return waiting;
    });
  }

  async dueSend(now: number): Promise<ReportSend | null> {
    const row = await this.#db
      .selectFrom('report_sends')
      .selectAll()
      .where('state', '=', 'waiting')
      .where('next_at', '<=', now)
      .orderBy('next_at')
      .orderBy('report')
      .orderBy('address_key')
      .limit(1)
      .executeTakeFirst();
    return row ? toSend(row) : null;
  }

  async takeSend(
    { report, address, attempts }: Pick<ReportSend, 'report' | 'address' | 'attempts'>,
    now: number,
  ): Promise<ReportSend | null> {
    const row = await this.#db
      .updateTable('report_sends')
      .set({ state: 'sending', attempts: attempts + 1, next_at: null, time: now })
      .where('report', '=', report)
      .where('address_key', '=', address.toLowerCase())
      .where('state', '=', 'waiting')
      .where('attempts', '=', attempts)
      .returningAll()
      .executeTakeFirst();
    return row ? toSend(row) : null;
  }

  async answered(
    { report, address, attempts }: Pick<ReportSend, 'report' | 'address' | 'attempts'>,
    now: number,
    { state, nextAt, answer }: SendOutcome,
    note: Note,
  ): Promise<'kept' | 'lost'> {
    return this.#db.transaction().execute(async (transaction) => {
      const row = await transaction
        .updateTable('report_sends')
        .set({ state, next_at: nextAt, answer, time: now })
        .where('report', '=', report)
        .where('address_key', '=', address.toLowerCase())
        .where('state', '=', 'sending')
        .where('attempts', '=', attempts)
        .returning('report')
        .executeTakeFirst();
      if (row === undefined) return 'lost';
      await writeNote(transaction, note);
      return 'kept';
    });
  }

  async loseSends(before: number, words: string, note: (lost: readonly ReportSend[]) => Note): Promise<ReportSend[]> {
    return this.#db.transaction().execute(async (transaction) => {
      const rows = await transaction
        .updateTable('report_sends')
        .set({ state: 'unknown', answer: words })
        .where('state', '=', 'sending')
        .where('time', '<', before)
        .returningAll()
        .execute();
      const lost = rows.map(toSend);
      if (lost.length > 0) await writeNote(transaction, note(lost));
      return lost;
    });
  }
}
