// pure
import type { IncidentId, PersonId } from '@fettle/shared/ids';
import type { Person, Team } from '../access/index.ts';
import { type Acted, actedIn, fairShareOf, onCallMs, resolvedIn, weeksAbove, workedIn } from './deeds.ts';
import type { WorkFacts } from './gather.ts';
import type { OnCall } from './ports.ts';
import { weeksBack, wholeWeeksBefore } from './weeks.ts';

/** What somebody has to do and did, with what each figure was counted from. */
export interface Load {
  readonly open: readonly IncidentId[];
  readonly overdue: readonly IncidentId[];
  readonly worked: readonly IncidentId[];
  readonly resolved: readonly IncidentId[];
  readonly acted: readonly Acted[];
  readonly requests: readonly string[];
  readonly onCallMs: number;
  readonly aboveShareWeeks: number;
}

export interface Loads {
  readonly people: readonly { readonly person: Person; readonly load: Load }[];
  readonly teams: readonly { readonly team: Team; readonly load: Load }[];
  readonly fairShare: number | null;
  readonly nobodyOpen: readonly IncidentId[];
}

/** The load of each person and team: those who may act, and whoever did; who has most first. */
export function loadsOf(facts: WorkFacts): Loads {
  const { from, to, deeds, zone, turnsOf } = facts;
  const sums: Sums = {
    facts,
    worked: workedIn(deeds, from, to),
    resolved: resolvedIn(deeds, from, to),
    acted: Map.groupBy(actedIn(deeds, turnsOf, from, to), ({ person }) => person),
    weeks: wholeWeeksBefore(to, weeksBack, zone).map((week) => {
      const worked = workedIn(deeds, week.from, week.to);
      return { worked, share: fairShareOf(worked) };
    }),
  };
  const people = facts.people
    .map((person) => ({ person, load: loadOf(sums, [person.id]) }))
    .filter(({ person, load }) => mayAct(person) || hasAny(load))
    .toSorted((a, b) => most(b.load, a.load) || a.person.name.localeCompare(b.person.name, 'en'));
  const known = new Set(facts.people.map(({ id }) => id));
  const teams = facts.teams
    .map((team) => ({
      team,
      load: loadOf(
        sums,
        team.members.filter((id) => known.has(id)),
      ),
    }))
    .filter(({ team }) => team.members.some((id) => known.has(id)));
  return {
    people,
    teams,
    fairShare: fairShareOf(sums.worked),
    nobodyOpen: facts.open.filter(({ owner }) => owner === null).map(({ id }) => id),
  };
}

const mayAct = ({ state, role }: Person) => state === 'active' && role !== 'viewer';
const hasAny = ({ open, worked, requests, onCallMs: ms }: Load) =>
  open.length + worked.length + requests.length > 0 || ms > 0;
const most = (a: Load, b: Load) => a.open.length - b.open.length || a.worked.length - b.worked.length;

interface Sums {
  readonly facts: WorkFacts;
  readonly worked: ReturnType<typeof workedIn>;
  readonly resolved: ReturnType<typeof resolvedIn>;
  readonly acted: ReadonlyMap<PersonId, readonly Acted[]>;
  readonly weeks: readonly { readonly worked: ReturnType<typeof workedIn>; readonly share: number | null }[];
}

/** Of some people together: each incident once. */
function loadOf({ facts, worked, resolved, acted, weeks }: Sums, who: readonly PersonId[]): Load {
  const ofThem = (by: ReturnType<typeof workedIn>) => [...new Set(who.flatMap((id) => [...(by.get(id) ?? [])]))];
  const isTheirs = ({ owner }: { readonly owner: PersonId | null }) => owner !== null && who.includes(owner);
  const open = facts.open.filter(isTheirs).map(({ id }) => id);
  const turns = who.flatMap((id): readonly OnCall[] => facts.turnsOf.get(id) ?? []);
  return {
    open,
    overdue: open.filter((id) => facts.overdue.has(id)),
    worked: ofThem(worked),
    resolved: ofThem(resolved),
    acted: who.flatMap((id) => acted.get(id) ?? []),
    requests: facts.requests.filter(isTheirs).map(({ id }) => id),
    onCallMs: onCallMs(turns, facts.from, facts.to),
    aboveShareWeeks: weeksAbove(
      weeks.map((week) => ({ mine: ofThem(week.worked).length, share: week.share })),
      who.length,
    ),
  };
}
