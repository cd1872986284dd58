import type { Incident as IncidentItem } from '@fettle/shared/api/incidents';
import type { PersonId } from '@fettle/shared/ids';
import { metricNamed } from '@fettle/shared/metrics/catalogue';
import type { Actor } from '../access/index.ts';
import { clocksOf } from './clocks.ts';
import type { IncidentPorts } from './context.ts';
import { followsFrom } from './evidence/likely-causes.ts';
import type { IncidentStore } from './store.ts';
import { readTargets } from './targets.ts';
import type { Incident } from './types.ts';
import { unseenBy } from './unseen.ts';

export interface ViewPorts {
  readonly store: IncidentStore;
  readonly rule: IncidentPorts['rule'];
  readonly person: (id: PersonId) => Promise<{ readonly id: PersonId; readonly name: string } | null>;
  /** What is of no device and must be said all the same; absent or null: nothing. */
  readonly remark?: () => Promise<string | null>;
  readonly now: number;
}

/** Incidents as the API gives them, in the order given. */
export async function viewIncidents(
  ports: ViewPorts,
  actor: Actor,
  incidents: readonly Incident[],
): Promise<IncidentItem[]> {
  if (incidents.length === 0) return [];
  const { store, now } = ports;
  const { targets } = await readTargets(store);
  const affected = await store.affected(
    actor.scope,
    incidents.map(({ id }) => id),
  );
  const owners = await peopleNamed(
    ports,
    incidents.flatMap(({ owner }) => owner ?? []),
  );
  const isUnseen = await unseenBy(
    ports,
    actor,
    incidents.flatMap(({ hushes }) => hushes.cause ?? []),
  );
  const units = await formulaUnits(ports, incidents);
  return incidents.map((incident) => {
    const { hushes: _h, storm: _s, clocks: _c, turns: _t, reason: _r, remedy: _m, likely, owner, ...rest } = incident;
    return {
      ...rest,
      attributes: { ...rest.attributes },
      unit: unitOf(incident) ?? units.get(incident.rule) ?? '',
      owner: owner === null ? null : { id: owner, name: owners.get(owner) ?? 'somebody who left' },
      affected: affected.get(incident.id) ?? 0,
      cause: mayTell(incident, actor, isUnseen) ? likely : null,
      ...clocksOf(incident, targets, now),
    };
  });
}

/** A cause on another device is for who sees that one; where it is not known any more, for who sees everything. */
function mayTell(
  { likely, hushes: { cause } }: Incident,
  { scope }: Actor,
  isUnseen: (id: Incident['id']) => boolean,
): boolean {
  if (likely?.startsWith(followsFrom) !== true) return true;
  return cause === null ? scope.sites === 'all' && scope.selector === undefined : !isUnseen(cause);
}

const unitOf = ({ metric }: Incident) => (metric === null ? undefined : metricNamed(metric)?.unit);

/** Names by id; who is not there any more is absent. */
export async function peopleNamed(
  { person }: Pick<ViewPorts, 'person'>,
  ids: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, string>> {
  const found = await Promise.all([...new Set(ids)].map((id) => person(id)));
  return new Map(found.flatMap((one) => (one ? [[one.id, one.name] as const] : [])));
}

/** What values of formulas are measured in, by their rules. */
async function formulaUnits({ rule }: ViewPorts, incidents: readonly Incident[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(incidents.filter(({ reason }) => reason === 'formula').map((one) => one.rule))];
  const rules = await Promise.all(ids.map(async (id) => [id, await rule(id)] as const));
  return new Map(rules.map(([id, sheet]) => [id, sheet?.when?.kind === 'formula' ? (sheet.when.unit ?? '') : '']));
}
