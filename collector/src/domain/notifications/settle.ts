// pure
import { severityRank } from '@fettle/shared/severity';
import { nextTime } from './pipeline/escalate.ts';
import type { Matter } from './pipeline/matter.ts';
import { progressOf } from './pipeline/progress.ts';
import type { Outcome } from './pipeline/run.ts';
import type { Progress, Route, StageRow, Thread, Told } from './types.ts';

/** What an outcome makes of its thread, and what of it is logged: what was said last is not said again. */
export function settle(
  outcome: Outcome,
  routes: readonly Route[],
  now: number,
): { readonly thread: Thread; readonly stages: readonly StageRow[] } {
  const { matter, said } = outcome;
  const last = said.at(-1);
  const words = last === undefined ? '' : `${last.stage} ${last.reason}`;
  const before = matter.thread;
  const thread = { ...after(outcome, routes, now), said: words };
  const lines = outcome.told ? said : said.slice(-1);
  const isSaid = !outcome.told && before.said === words;
  const stages = isSaid ? [] : lines.map((line) => ({ ...line, incident: before.incident, time: now }));
  return { thread, stages };
}

function after(outcome: Outcome, routes: readonly Route[], now: number): Thread {
  const { matter, told, again } = outcome;
  const { thread, incident } = matter;
  if (!told && again !== null) return { ...thread, nextAt: again };
  if (thread.telling === 'resolved') return { ...thread, telling: null, nextAt: null, told: [], turn: thread.turn + 1 };
  const gone = { ...thread, progress: progressed(matter, now) };
  const isOpen = incident.state === 'open';
  const next = isOpen ? nextTime(underWay(matter, routes, gone), gone) : null;
  const onwards = { ...gone, telling: next === null ? null : ('escalated' as const), nextAt: next };
  if (!told) return onwards;
  const isWorse = severityRank(incident.severity) > severityRank(thread.toldSeverity);
  return {
    ...onwards,
    turn: thread.turn + 1,
    toldSeverity: isWorse ? incident.severity : thread.toldSeverity,
    told: [...thread.told, ...newOnes(matter)],
  };
}

/** Those by which it was told, those that fit now, and those that have not begun. */
function underWay(matter: Matter, routes: readonly Route[], { progress }: Thread): readonly Route[] {
  if (matter.routes.length > 0) return matter.routes;
  return routes.filter((route) => progressOf({ progress }, route) !== undefined);
}

function progressed({ thread, steps }: Matter, now: number): Readonly<Record<string, Progress>> {
  const progress: Record<string, Progress> = { ...thread.progress };
  for (const { route, step, round } of steps) {
    const reached = progressOf({ progress }, route);
    const isFurther =
      reached === undefined || round > reached.round || (round === reached.round && step >= reached.step);
    progress[route.id] = isFurther ? { step, round, at: now } : { ...reached, at: now };
  }
  return progress;
}

function newOnes({ thread, recipients }: Matter): Told[] {
  const known = new Set(thread.told.map(({ channel, target }) => `${channel} ${target}`));
  return recipients
    .filter(({ channel, target }) => !known.has(`${channel} ${target}`))
    .map(({ route, channel, target, person }) => ({ route, channel, target, person }));
}
