import { FettleError } from '@fettle/shared/errors';
import type { IncidentId, PersonId, ProblemId } from '@fettle/shared/ids';
import { type Actor, allow, audited, personOf } from '../access/index.ts';
import { type IncidentPorts, readAround, untilWritten } from './context.ts';
import { type Deed, type DeedContext, doDeed } from './deeds.ts';
import { settings as usual } from './settings.ts';
import { settle } from './settle.ts';
import type { Incident } from './types.ts';

export interface ActPorts extends IncidentPorts {
  /** Somebody who may own an incident; null: nobody has this id. */
  readonly person: (id: PersonId) => Promise<{ readonly id: PersonId; readonly name: string } | null>;
  readonly problem?: (actor: Actor, id: string) => Promise<{ readonly id: ProblemId; readonly title: string } | null>;
}

export interface ActInput {
  readonly incidents: readonly { readonly id: string; readonly version: number }[];
  readonly act: Deed;
}

/** What became of one: as it is then, or why nothing did. */
export type Acted =
  | { readonly id: string; readonly incident: Incident }
  | { readonly id: string; readonly refused: { readonly code: string; readonly message: string } };

/**
 * Does one deed to one or many incidents. Each answers for itself: `not_found`, `changed_meanwhile` (its version is not
 * any more the one that was read), `incident_state`, `input_invalid`; the others are done, in one commit.
 * @throws FettleError `not_allowed`, `changed_meanwhile` when others kept changing the same incidents
 */
export async function actOnIncidents(ports: ActPorts, actor: Actor, input: ActInput): Promise<Acted[]> {
  allow(actor, 'incident.act');
  const context = await contextOf(ports, actor, input.act);
  return untilWritten(
    () => attempt(ports, actor, input, context),
    () => new FettleError('changed_meanwhile'),
  );
}

async function contextOf(ports: ActPorts, actor: Actor, deed: Deed): Promise<DeedContext> {
  const { now, settings = usual } = ports;
  const person = personOf(actor);
  const wanted = deed.kind === 'own' ? (deed.owner === 'me' ? person : (deed.owner as PersonId | null)) : null;
  const owner = wanted === null ? null : await ports.person(wanted);
  const problem =
    deed.kind === 'link' && deed.problem !== null ? ((await ports.problem?.(actor, deed.problem)) ?? null) : null;
  return { actor: actor.id, person, now, settings, owner, problem };
}

async function attempt(
  ports: ActPorts,
  actor: Actor,
  { incidents, act }: ActInput,
  context: DeedContext,
): Promise<Acted[] | 'changed_meanwhile'> {
  const { store, now } = ports;
  const asked = new Map(incidents.map(({ id, version }) => [id, version]));
  const found = await store.several(actor.scope, [...asked.keys()] as IncidentId[]);
  const byId = new Map(found.map((one) => [one.id as string, one]));
  const { drafts, around } = await readAround(ports, found);
  const refused = new Map<string, { code: string; message: string }>();
  for (const [id, version] of asked) {
    const incident = byId.get(id);
    const why = !incident ? 'not_found' : incident.version !== version ? 'changed_meanwhile' : null;
    const unfit = why === null && incident ? doDeed(drafts, incident, act, context) : null;
    if (why) refused.set(id, { code: why, message: new FettleError(why).message });
    else if (unfit) refused.set(id, unfit);
  }
  const { kind, ...detail } = act;
  const done = [...asked.keys()].filter((id) => !refused.has(id));
  if (done.length > 0) {
    settle(drafts, around);
    const audit = done.map((id) => audited(actor, now, `incidents.${kind}`, `incident:${id}`, detail));
    const answer = await store.write(drafts.writes(), { events: drafts.events(), audit });
    if (answer === 'changed_meanwhile') return answer;
  }
  const after = new Map((await store.several(actor.scope, done as IncidentId[])).map((one) => [one.id as string, one]));
  return [...asked.keys()].map((id) => {
    const incident = after.get(id);
    if (incident) return { id, incident };
    const why = refused.get(id) ?? { code: 'not_found', message: new FettleError('not_found').message };
    return { id, refused: why };
  });
}
