import { isOfTime } from '@fettle/shared/objective';
import { everywhere } from '../access/index.ts';
import { siteOf, sitesOf, type VisibleService, visibleServices } from '../services/index.ts';
import type { LevelPorts } from './context.ts';
import { levelsFor } from './levels-at.ts';
import type { Level, LevelTold, Objective } from './types.ts';

/**
 * Tells once of each period that an objective misses: of time as soon as its budget is gone, of incidents once the period is over. A period
 * that ended before the objective was made is nobody's promise. Gives how many it told of.
 */
export async function tellMissed(ports: LevelPorts): Promise<number> {
  const { levels, now } = ports;
  const objectives = await levels.objectives();
  if (objectives.length === 0) return 0;
  const told = new Map((await levels.told()).map((one) => [one.objective, one]));
  const services = new Map((await visibleServices(ports, { scope: everywhere })).map((one) => [one.service.id, one]));
  const sites = sitesOf(await ports.devices.devices(everywhere));
  let count = 0;
  for (const objective of objectives) {
    const service = services.get(objective.service);
    if (!service) continue;
    const before = told.get(objective.id) ?? untold(objective.id);
    const [current, last] = await levelsFor(ports, everywhere, { objective: objective.id, periods: 2 });
    const verdict = current && last ? verdictOf(objective, before, current, last) : null;
    if (verdict === null) continue;
    const { missed } = verdict;
    const events = missed ? [eventOf(missed, siteOf(service, sites), now)] : [];
    const answer = await levels.tell(
      { ...before, ...verdict.told, version: before.version + 1 },
      { events, audit: [] },
    );
    if (answer === 'told') count += events.length;
  }
  return count;
}

const untold = (objective: string): LevelTold => {
  return { objective, burning: null, calmSince: null, missed: null, judged: null, version: 0 };
};

interface Verdict {
  /** Null: nobody is told anything. */
  readonly missed: Level | null;
  readonly told: Pick<LevelTold, 'missed' | 'judged'>;
}

/** Null: nothing is new. */
function verdictOf(
  { period, kind, createdAt }: Objective,
  { missed, judged }: LevelTold,
  current: Level,
  last: Level,
): Verdict | null {
  const isMissed = current.state === 'missed';
  if (period === 'rolling-30') {
    if (isMissed === (missed !== null)) return null;
    return { missed: isMissed ? current : null, told: { missed: isMissed ? current.to : null, judged } };
  }
  const isOver = judged === null || judged < last.from;
  const wasMissed = last.state === 'missed' && last.to > createdAt && (missed ?? -Infinity) < last.from;
  if (isOver && wasMissed) return { missed: last, told: { missed: last.from, judged: last.from } };
  if (isOfTime({ kind }) && isMissed && (missed ?? -Infinity) < current.from) {
    return { missed: current, told: { missed: current.from, judged: last.from } };
  }
  return isOver ? { missed: null, told: { missed, judged: last.from } } : null;
}

/** Ids alone: who shares a site with the service may still not see it. */
function eventOf({ objective, service, from, to }: Level, site: string | null, time: number) {
  return { time, kind: 'level.missed', device: null, site, detail: { objective, service, from, to } };
}
