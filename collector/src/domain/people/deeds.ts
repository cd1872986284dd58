// pure
import type { IncidentId, PersonId } from '@fettle/shared/ids';
import type { OnCall } from './ports.ts';
import type { Deed } from './types.ts';

/** Incidents by person, in the order in which they came to them. */
export type ByPerson = ReadonlyMap<PersonId, ReadonlySet<IncidentId>>;

/** Who worked on what in a span [from, to): acknowledged it, became its owner or resolved it; each incident once. */
export function workedIn(deeds: readonly Deed[], from: number, to: number): ByPerson {
  return collect(deeds, from, to, ({ kind, person, owner }) => {
    if (kind === 'owner') return owner;
    return kind === 'acknowledged' || kind === 'resolved' ? person : null;
  });
}

/** Who resolved what in a span; each incident once. */
export function resolvedIn(deeds: readonly Deed[], from: number, to: number): ByPerson {
  return collect(deeds, from, to, ({ kind, person }) => (kind === 'resolved' ? person : null));
}

function collect(deeds: readonly Deed[], from: number, to: number, whose: (deed: Deed) => PersonId | null): ByPerson {
  const found = new Map<PersonId, Set<IncidentId>>();
  for (const deed of deeds) {
    const person = deed.time >= from && deed.time < to ? whose(deed) : null;
    if (person === null) continue;
    const known = found.get(person);
    if (known) known.add(deed.incident);
    else found.set(person, new Set([deed.incident]));
  }
  return found;
}

/** How long somebody took to do the first thing to an incident. */
export interface Acted {
  readonly person: PersonId;
  readonly incident: IncidentId;
  readonly ms: number;
}

/**
 * Of each person the first deed on each opening of an incident, if it lies in the span [from, to). It is reckoned from the latest of three
 * times: when the incident opened (again), when the turn on call began in which they did it, and when somebody gave the incident to them.
 */
export function actedIn(
  deeds: readonly Deed[],
  turnsOf: ReadonlyMap<PersonId, readonly OnCall[]>,
  from: number,
  to: number,
): Acted[] {
  const acted: Acted[] = [];
  const seen = new Set<string>();
  const given = new Map<string, number>();
  for (const { incident, time, kind, person, owner, since } of deeds) {
    if (kind === 'owner' && owner !== null && owner !== person) given.set(`${incident} ${owner}`, time);
    const opening = `${incident} ${person} ${since}`;
    if (seen.has(opening)) continue;
    seen.add(opening);
    if (time < from || time >= to) continue;
    const turn = turnsOf.get(person)?.find((one) => one.from <= time && time < one.to);
    const begin = Math.max(since, turn?.from ?? since, given.get(`${incident} ${person}`) ?? since);
    acted.push({ person, incident, ms: Math.max(0, time - begin) });
  }
  return acted;
}

/** How much of a span [from, to) somebody was on call; turns of several rosters at once count once. */
export function onCallMs(turns: readonly OnCall[], from: number, to: number): number {
  let sum = 0;
  let counted = from;
  for (const turn of turns.toSorted((a, b) => a.from - b.from)) {
    const begin = Math.max(turn.from, counted);
    const end = Math.min(turn.to, to);
    if (end <= begin) continue;
    sum += end - begin;
    counted = end;
  }
  return sum;
}

/** What is above the fair share: this many times. */
const aboveShare = 1.3;

/** Weeks in a row up to the last of them in which there was more than 1.3 × the fair share of that week. `hands`: how many share a load. */
export function weeksAbove(
  weeks: readonly { readonly mine: number; readonly share: number | null }[],
  hands = 1,
): number {
  const first = weeks.toReversed().findIndex(({ mine, share }) => share === null || mine <= aboveShare * share * hands);
  return first === -1 ? weeks.length : first;
}

/** What everybody who worked would have worked, had they all done the same; null: nobody worked. */
export function fairShareOf(worked: ByPerson): number | null {
  if (worked.size === 0) return null;
  let sum = 0;
  for (const incidents of worked.values()) sum += incidents.size;
  return sum / worked.size;
}
