import type { IncidentId, PersonId } from '@fettle/shared/ids';
import type { Person, Scope, Team } from '../access/index.ts';
import { clocksOf, type Incident, readTargets } from '../incidents/index.ts';
import type { ManpowerPorts, OnCall, OpenRequest, Rota } from './ports.ts';
import type { Case, Deed } from './types.ts';
import { weeksBack, wholeWeeksBefore } from './weeks.ts';

export interface Span {
  readonly from: number;
  readonly to: number;
  /** IANA name: where weeks begin. */
  readonly zone: string;
  readonly now: number;
}

/** What the load of people is reckoned from. */
export interface WorkFacts extends Span {
  readonly people: readonly Person[];
  readonly teams: readonly Team[];
  /** Open ones of now, and which of them are past a target. */
  readonly open: readonly Incident[];
  readonly overdue: ReadonlySet<IncidentId>;
  /** Of the span and of the weeks before its end that are looked back on. */
  readonly cases: readonly Case[];
  readonly deeds: readonly Deed[];
  readonly rotas: readonly Rota[];
  readonly turnsOf: ReadonlyMap<PersonId, readonly OnCall[]>;
  readonly requests: readonly OpenRequest[];
}

/** A page costs the database about as much as all of them: it sorts before it cuts. */
const atOnce = 10_000;
/** Turns that began before the span count for what was done in it. */
const turnMarginMs = 35 * 86_400_000;

/** Reads everything once. `progress`: told after each page. */
export async function gatherWork(
  ports: ManpowerPorts,
  scope: Scope,
  span: Span,
  progress: () => Promise<void> = async () => undefined,
): Promise<WorkFacts> {
  const { manpower, incidents, people, work } = ports;
  const { from, to, zone, now } = span;
  const begin = Math.min(from, wholeWeeksBefore(to, weeksBack, zone)[0]?.from ?? from);
  const open = await incidents.open(scope);
  const { targets } = await readTargets(incidents);
  const missed = open.filter((one) =>
    Object.values(clocksOf(one, targets, now)).some(({ state }) => state === 'missed'),
  );
  const rotas = await work.rotas();
  const turns = rotas.flatMap((rota) => rota.turns(begin - turnMarginMs, to));
  return {
    ...span,
    people: await people.people(scope),
    teams: await people.teams(),
    open,
    overdue: new Set(missed.map(({ id }) => id)),
    cases: await everyPage(
      (after) => manpower.cases(scope, begin, to, atOnce, after),
      (one) => one.id,
      progress,
    ),
    deeds: await everyPage(
      (after) => manpower.deeds(scope, begin, to, atOnce, after),
      (one) => one.incident,
      progress,
    ),
    rotas,
    turnsOf: Map.groupBy(turns, ({ person }) => person),
    requests: await work.openRequests(scope),
  };
}

/** Until a page has fewer incidents than were asked for. */
async function everyPage<Row>(
  read: (after: IncidentId | undefined) => Promise<readonly Row[]>,
  idOf: (row: Row) => IncidentId,
  progress: () => Promise<void>,
): Promise<Row[]> {
  const found: Row[] = [];
  for (let after: IncidentId | undefined; ;) {
    const page = await read(after);
    for (const row of page) found.push(row);
    await progress();
    const last = page.at(-1);
    if (!last || new Set(page.map(idOf)).size < atOnce) return found;
    after = idOf(last);
  }
}
