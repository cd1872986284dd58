import type { Evidence, IncidentDetail } from '@fettle/shared/api/incidents';
import { FettleError } from '@fettle/shared/errors';
import type { IncidentId, PersonId } from '@fettle/shared/ids';
import { type Actor, allow } from '../access/index.ts';
import { deedsOf } from './deeds.ts';
import type { Incident, TimelineEntry } from './types.ts';
import { unseenBy } from './unseen.ts';
import { peopleNamed, viewIncidents, type ViewPorts } from './view.ts';

export interface GetPorts extends ViewPorts {
  /** What was caught, and what is read when it is shown. */
  readonly evidence: (actor: Actor, incident: Incident) => Promise<Evidence[]>;
  /** Whether the actor may do deeds at all. */
  readonly mayAct: (actor: Actor) => boolean;
}

/** Of those that follow from it. */
const shownAtMost = 500;

/** @throws FettleError `not_found`, also for what lies outside the actor's scope; `not_allowed` */
export async function findIncident(
  { store }: Pick<ViewPorts, 'store'>,
  actor: Actor,
  { id }: { readonly id: string },
): Promise<Incident> {
  allow(actor, 'incident.read');
  const incident = await store.incident(actor.scope, id as IncidentId);
  if (!incident) throw new FettleError('not_found');
  return incident;
}

/** Everything of one incident. @throws FettleError `not_found`, `not_allowed` */
export async function getIncident(
  ports: GetPorts,
  actor: Actor,
  input: { readonly id: string },
): Promise<IncidentDetail> {
  const incident = await findIncident(ports, actor, input);
  const { store } = ports;
  const [[item], timeline, followers, evidence, rule] = await Promise.all([
    viewIncidents(ports, actor, [incident]),
    store.timeline(actor.scope, incident.id),
    store.following(actor.scope, incident.id, shownAtMost),
    ports.evidence(actor, incident),
    ports.rule(incident.rule),
  ]);
  if (!item) throw new FettleError('not_found');
  return {
    ...item,
    runbook: rule?.runbook ?? '',
    evidence,
    timeline: await told(ports, actor, timeline),
    affectedItems: followers.map(({ id, device, deviceName, words, severity, state }) => ({
      id,
      device,
      deviceName,
      words,
      severity,
      state,
    })),
    causedBy: await causeOf(ports, actor, incident),
    may: ports.mayAct(actor) ? deedsOf(incident) : [],
  };
}

async function causeOf(
  { store }: ViewPorts,
  actor: Actor,
  { hushes: { cause } }: Incident,
): Promise<IncidentDetail['causedBy']> {
  const found = cause === null ? null : await store.incident(actor.scope, cause);
  return found && { id: found.id, deviceName: found.deviceName, words: found.words };
}

async function told(
  ports: ViewPorts,
  actor: Actor,
  entries: readonly TimelineEntry[],
): Promise<IncidentDetail['timeline']> {
  const isUnseen = await unseenBy(ports, actor, entries.flatMap(incidentsIn));
  const timeline = entries.map((entry) => (incidentsIn(entry).some(isUnseen) ? covered(entry) : entry));
  const ids = timeline.flatMap(({ actor: who }) =>
    who?.startsWith('person:') ? [who.slice('person:'.length) as PersonId] : [],
  );
  const names = await peopleNamed(ports, ids);
  return timeline.map(({ actor: who, detail, ...entry }) => ({
    ...entry,
    detail: { ...detail },
    actor: who === null ? null : { id: who, name: nameOf(who, names) },
  }));
}

/** The other incidents of which a line tells, with the names of their devices. */
function incidentsIn({ detail: { cause, incidents } }: TimelineEntry): IncidentId[] {
  return [cause, incidents].flat().filter((id): id is IncidentId => typeof id === 'string');
}

const covered = (entry: TimelineEntry): TimelineEntry => ({
  ...entry,
  words: entry.kind === 'affected' ? 'Other devices are affected too.' : 'It follows from another device.',
  detail: {},
});

function nameOf(actor: string, names: ReadonlyMap<PersonId, string>): string {
  const [kind, id = ''] = actor.split(':');
  if (kind === 'person') return names.get(id as PersonId) ?? 'somebody who left';
  if (kind === 'token') return 'an API token';
  return 'Fettle';
}
