import { type Actor, allow, everywhere, isAllowed, type Scope } from '../access/index.ts';
import { visibleServices } from '../services/index.ts';
import { backgroundOf } from './background.ts';
import type { Span } from './calendar.ts';
import type { LevelPorts } from './context.ts';
import { burnMs } from './level.ts';
import { periodsBack } from './periods.ts';
import { type Asked, reckonLevels } from './reckon.ts';
import type { Calendar, Level, Objective } from './types.ts';

export interface LevelsQuery {
  /** A time within the newest period; default now. */
  readonly at?: number;
  readonly service?: string;
  readonly objective?: string;
  /** How many periods, newest first; default 1. */
  readonly periods?: number;
}

/** Objectives over their periods, of the services that the actor sees: by service, objective, newest period first. @throws FettleError `not_allowed` */
export async function levelsAt(ports: LevelPorts, actor: Actor, query: LevelsQuery = {}): Promise<Level[]> {
  allow(actor, 'level.read');
  const levels = await levelsFor(ports, actor.scope, query);
  // Money is for managers.
  return isAllowed(actor, 'value.read') ? levels : levels.map((level) => ({ ...level, cost: null }));
}

/** The same for a scope, as reports ask. */
export async function levelsFor(ports: LevelPorts, scope: Scope, query: LevelsQuery = {}): Promise<Level[]> {
  const { at = ports.now, periods = 1 } = query;
  return reckonFor(ports, scope, query, ({ period }, zone) => periodsBack(period, zone, at, periods));
}

/** Objectives over a span as though it were their period, whatever their period is. */
export async function levelsOver(
  ports: LevelPorts,
  scope: Scope,
  span: Span,
  query: Pick<LevelsQuery, 'service' | 'objective'> = {},
): Promise<Level[]> {
  return reckonFor(ports, scope, query, () => [span]);
}

/** The zone in which the periods of an objective begin and end. */
export function zoneOf({ calendar, zone }: Objective, calendars: ReadonlyMap<string, Calendar>): string {
  return (calendar !== null && calendars.get(calendar)?.zone) || zone;
}

async function reckonFor(
  ports: LevelPorts,
  scope: Scope,
  { service, objective }: Pick<LevelsQuery, 'service' | 'objective'>,
  spansOf: (objective: Objective, zone: string) => readonly Span[],
): Promise<Level[]> {
  const visible = new Map((await visibleServices(ports, { scope })).map((one) => [one.service.id, one.service]));
  const wanted = (await ports.levels.objectives(service)).filter(
    (one) => visible.has(one.service) && (objective === undefined || one.id === objective),
  );
  if (wanted.length === 0) return [];
  const calendars = new Map((await ports.levels.calendars(everywhere)).map((one) => [one.id, one]));
  const asked = wanted.flatMap((one): Asked[] => {
    const own = visible.get(one.service);
    return own ? [{ objective: one, service: own, spans: spansOf(one, zoneOf(one, calendars)) }] : [];
  });
  const spans = asked.flatMap((one) => one.spans);
  const span = {
    // Rates of burning look back beyond the period.
    from: Math.min(
      ...spans.map(({ from }) => from),
      Math.min(ports.now, ...spans.map(({ to }) => to)) - burnMs.threeDays,
    ),
    to: Math.max(...spans.map(({ to }) => to)),
  };
  const services = [...new Set(wanted.map((one) => one.service))];
  const background = await backgroundOf(ports, calendars, services, span, Math.max(span.to, ports.now));
  const levels = await reckonLevels(ports, background, asked, { span, scope });
  return levels.toSorted(
    (a, b) => order(a.serviceName, b.serviceName) || order(a.objective, b.objective) || b.from - a.from,
  );
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
