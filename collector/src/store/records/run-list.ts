import { type Expression, sql, type SqlBool } from 'kysely';
import type { RunQuery } from '../../domain/orders/store.ts';
import type { Run } from '../../domain/orders/types.ts';
import { moment, rank, rankOf, type selectRuns } from './run-rows.ts';

type Question = ReturnType<typeof selectRuns>;

/** Those that a query chooses. */
export function chosenRuns(question: Question, query: RunQuery): Question {
  const { device, order, script, incident, states, from, to } = query;
  let found = question;
  if (device !== undefined) found = found.where('runs.device', '=', device);
  if (order !== undefined) found = found.where('runs.owner', '=', order);
  if (incident !== undefined) found = found.where('runs.incident', '=', incident);
  if (states) found = found.where('runs.state', 'in', states);
  if (from !== undefined) found = found.where(moment, '>=', from);
  if (to !== undefined) found = found.where(moment, '<', to);
  if (script !== undefined) {
    const named = `%["${script.replaceAll(/[^a-z0-9-]/g, '?')}",%`;
    found = found.where((eb) =>
      eb.or([
        eb.exists(
          eb
            .selectFrom('orders')
            .select('orders.id')
            .whereRef('orders.id', '=', 'runs.owner')
            .where('orders.scripts', 'like', named),
        ),
        eb.exists(
          eb
            .selectFrom('standing_orders')
            .select('standing_orders.id')
            .whereRef('standing_orders.id', '=', 'runs.owner')
            .where('standing_orders.scripts', 'like', named),
        ),
      ]),
    );
  }
  return found;
}

/** The condition that a row stands after a run in an order. */
export function beyondRun(sort: RunQuery['sort'], run: Run): Expression<SqlBool> {
  if (sort === 'time') {
    const at = run.endedAt ?? run.queuedAt;
    return sql<SqlBool>`(${moment} < ${at} or (${moment} = ${at} and runs.id > ${run.id}))`;
  }
  const place = rankOf(run.state);
  return sql<SqlBool>`(runs.ring > ${run.ring} or (runs.ring = ${run.ring} and (${rank} > ${place}
    or (${rank} = ${place} and (runs.place > ${run.place} or (runs.place = ${run.place} and runs.id > ${run.id}))))))`;
}
