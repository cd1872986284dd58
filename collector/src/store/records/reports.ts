import type { ReportId } from '@fettle/shared/ids';
import type { ReportDocument } from '@fettle/shared/reports/document';
import type { Kysely } from 'kysely';
import type { Note } from '../../domain/events/types.ts';
import type { PackedDocument, ReportEnd, ReportQuery, ReportStore } from '../../domain/reports/store.ts';
import type { Brand, Report, ReportPlan, ReportSend } from '../../domain/reports/types.ts';
import { writeNote } from './note.ts';
import { noted, removed, writeVersioned } from './put.ts';
import { brandRow, packed, planRow, reportRow, sendRow, toBrand, toPlan, toReport, unpacked } from './report-rows.ts';
import { ReportSendRecords } from './report-sends.ts';
import type { Schema } from './schema.ts';

/** SQLite has a bound of variables in a statement. */
const atOnce = 500;

/** Somebody was faster: what was written so far in the transaction is to be undone. */
class Meanwhile extends Error {}

export class ReportRecords extends ReportSendRecords implements ReportStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    super(db);
    this.#db = db;
  }

  async plans(): Promise<ReportPlan[]> {
    return (await this.#db.selectFrom('report_plans').selectAll().orderBy('id').execute()).map(toPlan);
  }

  async plan(id: string): Promise<ReportPlan | null> {
    const row = await this.#db.selectFrom('report_plans').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? toPlan(row) : null;
  }

  putPlan(plan: ReportPlan, note: Note): Promise<'put' | 'changed_meanwhile'> {
    return this.#put('report_plans', planRow(plan), note);
  }

  async writePlans(
    puts: readonly ReportPlan[],
    removes: readonly Pick<ReportPlan, 'id' | 'version'>[],
    note: Note,
  ): Promise<'written' | 'changed_meanwhile'> {
    try {
      await this.#db.transaction().execute(async (transaction) => {
        for (const plan of puts)
          if (!(await writeVersioned(transaction, 'report_plans', planRow(plan)))) throw new Meanwhile();
        for (const { id, version } of removes) {
          const gone = await transaction
            .deleteFrom('report_plans')
            .where('id', '=', id)
            .where('version', '=', version)
            .returning('id')
            .executeTakeFirst();
          if (gone === undefined) throw new Meanwhile();
        }
        await writeNote(transaction, note);
      });
      return 'written';
    } catch (error) {
      if (error instanceof Meanwhile) return 'changed_meanwhile';
      throw error;
    }
  }

  removePlan(id: string, version: number, note: Note): Promise<'removed' | 'changed_meanwhile' | 'not_found'> {
    return this.#db.transaction().execute((transaction) => removed(transaction, 'report_plans', { id, version }, note));
  }

  async fire(
    { id, version, doneTo: from }: Pick<ReportPlan, 'id' | 'version' | 'doneTo'>,
    doneTo: number,
    report: Report | null,
    note: Note,
  ): Promise<'fired' | 'changed_meanwhile'> {
    return this.#db.transaction().execute(async (transaction) => {
      const moved = await transaction
        .updateTable('report_plans')
        .set({ done_to: doneTo })
        .where('id', '=', id)
        .where('version', '=', version)
        .where('done_to', '=', from)
        .returning('id')
        .executeTakeFirst();
      if (moved === undefined) return 'changed_meanwhile';
      if (report !== null)
        await transaction.insertInto('reports').values(reportRow(report, report.startedAt)).execute();
      await writeNote(transaction, note);
      return 'fired';
    });
  }

  async brands(): Promise<Brand[]> {
    return (await this.#db.selectFrom('brands').select('body').orderBy('id').execute()).map(toBrand);
  }

  putBrand(brand: Brand, note: Note): Promise<'put' | 'changed_meanwhile'> {
    return this.#put('brands', brandRow(brand), note);
  }

  removeBrand(id: string, version: number, note: Note): Promise<'removed' | 'changed_meanwhile' | 'not_found'> {
    return this.#db.transaction().execute((transaction) => removed(transaction, 'brands', { id, version }, note));
  }

  async add(report: Report, note: Note): Promise<void> {
    await this.#db.transaction().execute(async (transaction) => {
      await transaction.insertInto('reports').values(reportRow(report, report.startedAt)).execute();
      await writeNote(transaction, note);
    });
  }

  async report(id: ReportId): Promise<Report | null> {
    const row = await this.#db.selectFrom('reports').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? toReport(row) : null;
  }

  async reports({ kind, plan, limit, after }: ReportQuery): Promise<Report[]> {
    let question = this.#db.selectFrom('reports').selectAll();
    if (kind !== undefined) question = question.where('kind', '=', kind);
    if (plan !== undefined) question = question.where('plan', '=', plan);
    if (after) {
      const { startedAt, id } = after;
      question = question.where((is) =>
        is.or([is('started_at', '<', startedAt), is.and([is('started_at', '=', startedAt), is('id', '>', id)])]),
      );
    }
    return (await question.orderBy('started_at', 'desc').orderBy('id').limit(limit).execute()).map(toReport);
  }

  async newestOf(plans: readonly string[]): Promise<ReadonlyMap<string, Report>> {
    const found = new Map<string, Report>();
    for (const plan of plans) {
      const [newest] = await this.reports({ plan, limit: 1 });
      if (newest) found.set(plan, newest);
    }
    return found;
  }

  async waiting(): Promise<number> {
    const { many } = await this.#db
      .selectFrom('reports')
      .select((is) => is.fn.countAll<number>().as('many'))
      .where('state', '=', 'making')
      .executeTakeFirstOrThrow();
    return many;
  }

  async claim(maker: string, now: number, idleSince: number): Promise<Report | null> {
    return this.#db.transaction().execute(async (transaction) => {
      const next = await transaction
        .selectFrom('reports')
        .select(['id', 'tries'])
        .where('state', '=', 'making')
        .where((is) => is.or([is('maker', 'is', null), is('touched_at', '<', idleSince)]))
        .orderBy('started_at')
        .orderBy('due_at')
        .orderBy('id')
        .limit(1)
        .executeTakeFirst();
      if (next === undefined) return null;
      const row = await transaction
        .updateTable('reports')
        .set({ maker, touched_at: now, tries: next.tries + 1, doing: 'begins', progress_ppm: 0 })
        .where('id', '=', next.id)
        .where('tries', '=', next.tries)
        .where('state', '=', 'making')
        .returningAll()
        .executeTakeFirst();
      return row ? toReport(row) : null;
    });
  }

  async progress(
    id: ReportId,
    maker: string,
    now: number,
    { share, doing }: { readonly share: number; readonly doing: string },
    note: Note,
  ): Promise<'kept' | 'lost'> {
    return this.#db.transaction().execute(async (transaction) => {
      const row = await transaction
        .updateTable('reports')
        .set({ touched_at: now, progress_ppm: Math.round(share * 1_000_000), doing })
        .where('id', '=', id)
        .where('maker', '=', maker)
        .where('state', '=', 'making')
        .returning('id')
        .executeTakeFirst();
      if (row === undefined) return 'lost';
      await writeNote(transaction, note);
      return 'kept';
    });
  }

  async end(
    id: ReportId,
    maker: string | null,
    end: ReportEnd,
    sends: readonly ReportSend[],
    note: Note,
  ): Promise<'ended' | 'lost'> {
    const text = 'document' in end ? end.document.packed : null;
    return this.#db.transaction().execute(async (transaction) => {
      let question = transaction.selectFrom('reports').selectAll().where('id', '=', id).where('state', '=', 'making');
      if (maker !== null) question = question.where('maker', '=', maker);
      const row = await question.executeTakeFirst();
      if (row === undefined) return 'lost';
      const after = ended(toReport(row), end, text);
      const changed = await transaction
        .updateTable('reports')
        .set({ ...reportRow(after, row.touched_at), version: row.version + 1 })
        .where('id', '=', id)
        .where('version', '=', row.version)
        .where('state', '=', 'making')
        .where((is) => (maker === null ? is.lit(true) : is('maker', '=', maker)))
        .returning('id')
        .executeTakeFirst();
      if (changed === undefined) return 'lost';
      if (text !== null)
        await transaction.insertInto('report_documents').values({ report: id, brotli: text }).execute();
      if (sends.length > 0) await transaction.insertInto('report_sends').values(sends.map(sendRow)).execute();
      await writeNote(transaction, note);
      return 'ended';
    });
  }

  async pack(document: ReportDocument): Promise<PackedDocument> {
    return { packed: await packed(document) };
  }

  async document(id: ReportId): Promise<ReportDocument | null> {
    const row = await this.#db
      .selectFrom('report_documents')
      .select('brotli')
      .where('report', '=', id)
      .executeTakeFirst();
    return row ? unpacked(row.brotli) : null;
  }

  remove(id: ReportId, version: number, note: Note): Promise<'removed' | 'changed_meanwhile' | 'not_found'> {
    return this.#db.transaction().execute((transaction) => removed(transaction, 'reports', { id, version }, note));
  }

  async retain(before: number): Promise<number> {
    const rows = await this.#db
      .selectFrom('reports')
      .select('id')
      .where('started_at', '<', before)
      .limit(atOnce)
      .execute();
    if (rows.length === 0) return 0;
    const ids = rows.map(({ id }) => id);
    const { numDeletedRows } = await this.#db.deleteFrom('reports').where('id', 'in', ids).executeTakeFirst();
    return Number(numDeletedRows);
  }

  /** Adds a row (`version` 1), or puts it in the place of the version before. */
  #put<Table extends 'report_plans' | 'brands'>(
    table: Table,
    row: Parameters<typeof writeVersioned<Table>>[2],
    note: Note,
  ): Promise<'put' | 'changed_meanwhile'> {
    return this.#db
      .transaction()
      .execute(async (transaction) =>
        noted(transaction, (await writeVersioned(transaction, table, row)) ? row : undefined, note),
      );
  }
}

function ended(report: Report, end: ReportEnd, text: string | null): Report {
  if (!('document' in end)) return { ...report, state: 'failed', error: end.error, doing: '' };
  const { document: _kept, ...made } = end;
  return { ...report, ...made, state: 'made', progress: 1, doing: '', bytes: text?.length ?? 0 };
}
