import type { Scope } from '../access/index.ts';
import { type Incident, readTargets } from '../incidents/index.ts';
import { burnRule } from '../rules/index.ts';
import { type Composition, openingsOf, type Service, type StateStretch } from '../services/index.ts';
import { type Background, causeBook, incidentsOpened } from './background.ts';
import type { Span } from './calendar.ts';
import type { LevelPorts } from './context.ts';
import { outageCost, outageIn } from './cost.ts';
import { freshnessIn } from './freshness.ts';
import { levelOf, type Reckoned } from './level.ts';
import { type Answer, answerOf, isMember, levelOfAnswers } from './response.ts';
import { spentOn, spentOnAnswer } from './spent.ts';
import type { Level, Objective } from './types.ts';

/** An objective over some spans. */
export interface Asked {
  readonly objective: Objective;
  readonly service: Service;
  readonly spans: readonly Span[];
}

/** A level, and what its budget was spent on where that is still to be named. */
interface Bare {
  readonly asked: Asked;
  readonly reckoned: Reckoned;
  readonly missed: readonly Answer[] | null;
  readonly cost: number | null;
}

/** @param span over which the background is known @param scope of who reads what budgets were spent on */
export async function reckonLevels(
  ports: LevelPorts,
  background: Background,
  asked: readonly Asked[],
  { span, scope }: { readonly span: Span; readonly scope: Scope },
): Promise<Level[]> {
  const bare: Bare[] = [];
  for (const one of asked) bare.push(...(await reckonOne(ports, background, one, span)));
  const times = bare.flatMap(({ missed, reckoned }) => (missed === null ? reckoned.spent : []));
  const touched =
    times.length === 0
      ? null
      : { from: Math.min(...times.map(({ from }) => from)), to: Math.max(...times.map(({ to }) => to)) };
  const book = await causeBook(ports, background.histories, touched, scope);
  return bare.map(({ asked: { objective, service }, reckoned, missed, cost }): Level => {
    const { spent, ...figures } = reckoned;
    return {
      objective: objective.id,
      service: service.id,
      serviceName: service.name,
      name: objective.name,
      kind: objective.kind,
      targetPpm: objective.targetPpm,
      ...figures,
      spent: missed
        ? missed.map((answer) => spentOnAnswer(answer, figures.countedTo, book))
        : spent.map((time) => spentOn(time, book)),
      cost,
    };
  });
}

async function reckonOne(ports: LevelPorts, background: Background, asked: Asked, span: Span): Promise<Bare[]> {
  const { objective, service, spans } = asked;
  const hours = background.hours(objective.calendar);
  if (objective.kind === 'acknowledge' || objective.kind === 'resolve') {
    const answers = await answersOf(ports, background, asked, span);
    return spans.map((period) => {
      const reckoned = levelOfAnswers(objective, answers, period, ports.now);
      const missed = answers.filter(
        ({ state, incident: { openedAt } }) =>
          state === 'missed' && openedAt >= reckoned.from && openedAt < reckoned.countedTo,
      );
      return { asked, reckoned, missed, cost: null };
    });
  }
  const stretches = background.histories.get(service.id) ?? [];
  const own = objective.kind === 'availability' ? stretches : await freshnessOf(ports, background, asked, span);
  return spans.map((period) => {
    const reckoned = levelOf(objective, own, hours, period, ports.now);
    const { from, countedTo: to } = reckoned;
    const outage = outageIn(stretches, background.hours(service.calendar), { from, to });
    const hasCost = objective.kind === 'availability' && service.costPerHour !== null;
    return { asked, reckoned, missed: null, cost: hasCost ? outageCost(outage, service.costPerHour ?? 0) : null };
  });
}

/** When the service of an objective was fresh within a span. */
export async function freshnessOf(
  { levels, now }: LevelPorts,
  { compositions }: Background,
  { objective: { withinMs }, service }: Asked,
  { from, to }: Span,
): Promise<StateStretch[]> {
  const own = compositions.get(service.id) ?? [];
  const within = withinMs ?? usualFreshMs;
  const end = Math.min(to, now);
  const looks = await levels.looks({ devices: devicesOf(own), from: from - within, to: end });
  return freshnessIn(looks, own, within, { from, to: end });
}

/** As old as the script takes for fresh unless told otherwise. */
const usualFreshMs = 26 * 3_600_000;

/** How the incidents of a service's own devices stand that opened in a span. Those that tell of burning budgets are none of them. */
async function answersOf(
  ports: LevelPorts,
  background: Background,
  { objective, service }: Asked,
  span: Span,
): Promise<Answer[]> {
  const { now } = ports;
  const compositions = background.compositions.get(service.id) ?? [];
  const devices = devicesOf(compositions);
  const found = await incidentsOpened(ports, devices, { from: span.from, to: Math.min(span.to, now) });
  const counted = found.filter(
    ({ rule, device, openedAt }) => rule !== burnRule && isMember(compositions, device, openedAt),
  );
  const kept = objective.windows === 'count' ? counted : await outsideWindows(ports, counted, span);
  const { targets } = await readTargets(ports.incidents);
  const hours = background.hours(objective.calendar);
  return kept.map((incident) => answerOf(objective, incident, targets, hours, now));
}

/** Without those that opened while a window was open for their device. */
async function outsideWindows(ports: LevelPorts, incidents: readonly Incident[], span: Span): Promise<Incident[]> {
  if (incidents.length === 0) return [];
  const terms = await ports.services.terms(span.from, span.to);
  const devices = new Set(incidents.map(({ device }) => device));
  const openings = openingsOf(terms, devices, span.from, span.to);
  return incidents.filter(
    ({ device, openedAt }) =>
      !openings.get(device)?.some((opening) => opening.from <= openedAt && openedAt < opening.to),
  );
}

function devicesOf(compositions: readonly Composition[]) {
  return [...new Set(compositions.flatMap((one) => one.devices.flat()))];
}
