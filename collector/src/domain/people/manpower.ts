import type { Manpower } from '@fettle/shared/api/manpower';
import { FettleError } from '@fettle/shared/errors';
import { quantile } from '@fettle/shared/statistics/quantile';
import { type Actor, allow, isAllowed, personOf } from '../access/index.ts';
import { comingWeeks, resolvedByWeek } from './coming.ts';
import { gatherWork, type WorkFacts } from './gather.ts';
import { type Load, type Loads, loadsOf } from './load.ts';
import { namesFor } from './names.ts';
import type { ManpowerPorts } from './ports.ts';

const longestMs = 400 * 86_400_000;

/** @throws FettleError `input_invalid`, `query_too_large` */
export function checkSpan({ from, to }: { readonly from: number; readonly to: number }): void {
  if (to <= from) throw new FettleError('input_invalid', '`to` must lie after `from`.');
  if (to - from > longestMs) throw new FettleError('query_too_large', 'Ask for 400 days at most.');
}

/**
 * Who has what to do, how soon they act, what is to come; weeks are of UTC. Who may not see others sees of people only themselves, no teams,
 * and no share that others' work could be reckoned from.
 * @throws FettleError `not_allowed`, `input_invalid`, `query_too_large`
 */
export async function getManpower(
  ports: ManpowerPorts & { readonly now: number },
  actor: Actor,
  span: { readonly from: number; readonly to: number },
): Promise<Manpower> {
  allow(actor, 'manpower.own');
  checkSpan(span);
  const facts = await gatherWork(ports, actor.scope, { ...span, zone: 'UTC', now: ports.now });
  const seen = isAllowed(actor, 'manpower.read') ? loadsOf(facts) : ownOf(loadsOf(facts), personOf(actor));
  return {
    ...span,
    people: seen.people.map(({ person: { id, name, createdAt }, load }) => {
      return { person: { id, name }, joinedAt: createdAt, ...figuresOf(load) };
    }),
    teams: seen.teams.map(({ team: { id, name }, load }) => ({ team: { id, name }, ...figuresOf(load) })),
    fairShare: seen.fairShare,
    nobodyOpen: seen.nobodyOpen.length,
    onCall: onCallNow(facts, actor),
    byScript: resolvedByWeek(facts).map(({ week, script, hand, itself }) => {
      return { week, script: script.length, hand: hand.length, itself: itself.length };
    }),
    forecast: comingWeeks(facts),
  };
}

function ownOf(loads: Loads, person: string | null): Loads {
  return { ...loads, people: loads.people.filter((one) => one.person.id === person), teams: [], fairShare: null };
}

export function figuresOf(load: Load) {
  const took = load.acted.map(({ ms }) => ms);
  return {
    open: load.open.length,
    overdue: load.overdue.length,
    worked: load.worked.length,
    resolved: load.resolved.length,
    actMedianMs: quantile(took, 0.5),
    actP95Ms: quantile(took, 0.95),
    requests: load.requests.length,
    onCallHours: load.onCallMs / 3_600_000,
    aboveShareWeeks: load.aboveShareWeeks,
  };
}

function onCallNow({ rotas, now, people }: WorkFacts, { scope }: Actor): Manpower['onCall'] {
  const named = namesFor(people, scope);
  return rotas.map(({ id, name, turns }) => {
    const turn = turns(now, now + 1)[0];
    return { roster: id, name, person: turn ? named(turn.person) : null, until: turn?.to ?? null };
  });
}
