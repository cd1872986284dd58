import type { HandOver } from '@fettle/shared/api/manpower';
import type { IncidentId, PersonId } from '@fettle/shared/ids';
import type { Scope } from '../access/index.ts';
import { clocksOf, type Incident, readTargets } from '../incidents/index.ts';
import { resolvedIn } from './deeds.ts';
import type { Named } from './names.ts';
import { doneBy, nextOf } from './next.ts';
import type { HandOverPorts } from './ports.ts';

export type Item = HandOver['open'][number];

/** For whom, over which turn, and how people are called there. */
export interface Asked {
  readonly scope: Scope;
  readonly from: number;
  readonly to: number;
  readonly now: number;
  readonly named: (id: PersonId) => Named;
}

/** A page for one person: whoever has more than this looks at the list itself. */
const most = 200;

/** Open incidents, worst and oldest first, with what is next and the last that people noted. */
export async function openItems({ incidents }: HandOverPorts, { scope, now, named }: Asked): Promise<Item[]> {
  const open = await incidents.list(scope, { states: ['open', 'acknowledged'], limit: most });
  const { targets } = await readTargets(incidents);
  const lines = await incidents.timelines(
    open.map(({ id }) => id),
    ['note'],
  );
  return open.map((incident) => {
    const note = lines.get(incident.id)?.findLast(({ actor }) => actor?.startsWith('person:') === true);
    const by = note && named((note.actor ?? '').slice('person:'.length) as PersonId).name;
    const next = nextOf(incident, clocksOf(incident, targets, now), now);
    return {
      ...itemOf(incident, named),
      state: incident.severity,
      next: note ? `${next} ${by}: “${note.words}”` : next,
    };
  });
}

/** Those that opened and were resolved within the turn, in the order in which they were. */
export async function doneItems(ports: HandOverPorts, asked: Asked): Promise<Item[]> {
  const { incidents, manpower } = ports;
  const { scope, from, to, named } = asked;
  const found = await incidents.list(scope, { states: ['resolved', 'closed'], openedFrom: from, to, limit: 5_000 });
  const done = found.filter(({ resolvedAt }) => resolvedAt !== null && resolvedAt < to);
  const cases = new Map((await manpower.cases(scope, from, to, 5_000)).map((one) => [one.id, one.by]));
  const who = new Map<IncidentId, PersonId>();
  for (const [person, ids] of resolvedIn(await manpower.deeds(scope, from, to, 5_000), from, to)) {
    for (const id of ids) who.set(id, person);
  }
  return done
    .toSorted((a, b) => (a.resolvedAt ?? 0) - (b.resolvedAt ?? 0))
    .slice(-most)
    .map((incident) => {
      const { id, openedAt, resolvedAt, remedy } = incident;
      const person = who.get(id);
      const name = person === undefined ? null : named(person).name;
      const next = doneBy(cases.get(id) ?? null, name, (resolvedAt ?? openedAt) - openedAt, remedy?.by ?? null);
      return { ...itemOf(incident, named), state: 'resolved', next };
    });
}

function itemOf({ id, words, deviceName, site, openedAt, owner }: Incident, named: Asked['named']) {
  return {
    id,
    words,
    device: deviceName,
    site,
    since: openedAt,
    owner: owner === null ? null : named(owner),
    link: `/incidents/${id}`,
  };
}
