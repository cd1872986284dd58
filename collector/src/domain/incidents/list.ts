import { type IncidentState, incidentStates } from '@fettle/shared/api/incidents';
import { FettleError } from '@fettle/shared/errors';
import type { DeviceId, IncidentId, PersonId, ProblemId } from '@fettle/shared/ids';
import type { Severity } from '@fettle/shared/severity';
import { type Actor, allow, personOf } from '../access/index.ts';
import { type Standing, standingOf } from './standing.ts';
import type { IncidentPlace, IncidentQuery, IncidentStore } from './store.ts';
import type { Incident } from './types.ts';
import type { ViewPorts } from './view.ts';

export interface ListPorts {
  readonly store: IncidentStore;
}

export interface IncidentListQuery {
  readonly state?: string | readonly string[];
  readonly severity?: Severity;
  readonly device?: string;
  readonly rule?: string;
  readonly site?: string;
  /** A person's id, `me` or `nobody`. */
  readonly owner?: string;
  readonly search?: string;
  /** Those that are linked to it. */
  readonly problem?: string;
  readonly from?: number;
  readonly to?: number;
  readonly quiet?: '0' | '1';
  readonly limit?: number;
  readonly cursor?: string;
}

/** Rows that a search looks at for one page; beyond it the page is shorter and its cursor goes on. */
const searchedAtMost = 5_000;

/**
 * A page of the incidents that the actor may see, worst and oldest first; open and acknowledged ones unless told
 * otherwise. A cursor names a place in the order. @throws FettleError `input_invalid`, `not_allowed`
 */
export async function listIncidents(
  { store }: ListPorts,
  actor: Actor,
  { search = '', limit = 200, cursor, ...asked }: IncidentListQuery,
): Promise<{ items: Incident[]; next: string | null }> {
  allow(actor, 'incident.read');
  const query = queryOf(asked, actor);
  const searches = searching(search);
  const found: Incident[] = [];
  let after = cursor === undefined ? undefined : placeOf(cursor);
  for (let looked = 0; looked < searchedAtMost && found.length <= limit;) {
    const atOnce = limit + 1;
    const some = await store.list(actor.scope, { ...query, limit: atOnce, ...(after && { after }) });
    found.push(...some.filter(searches));
    looked += some.length;
    after = some.length < atOnce ? undefined : some.at(-1);
    if (!after) break;
  }
  if (found.length > limit) return { items: found.slice(0, limit), next: cursorOf(found[limit - 1] as Incident) };
  return { items: found, next: after ? cursorOf(after) : null };
}

/** What is wrong now among the incidents that the actor may see, and what else is to be said. @throws FettleError `not_allowed` */
export async function standing(
  { store, now, remark }: ListPorts & Pick<ViewPorts, 'now' | 'remark'>,
  actor: Actor,
): Promise<Standing> {
  allow(actor, 'incident.read');
  const found = standingOf(await store.open(actor.scope), now);
  const said = (await remark?.()) ?? '';
  return { ...found, quieter: [found.quieter, said].filter((part) => part !== '').join(' ') };
}

function queryOf(
  asked: Omit<IncidentListQuery, 'search' | 'limit' | 'cursor'>,
  actor: Actor,
): Omit<IncidentQuery, 'limit'> {
  const { state, severity, device, rule, site, owner, problem, from, to, quiet } = asked;
  return {
    ...statesOf(state, from !== undefined || to !== undefined),
    ...(severity && { severity }),
    ...(device !== undefined && { devices: [device as DeviceId] }),
    ...(rule !== undefined && { rule }),
    ...(site !== undefined && { site }),
    ...(owner !== undefined && { owner: ownerOf(owner, actor) }),
    ...(problem !== undefined && { problem: problem as ProblemId }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(quiet !== '1' && { loud: true }),
  };
}

/** Of a span all that were open in it are asked for, whatever they are now. */
function statesOf(state: IncidentListQuery['state'], span: boolean): Pick<IncidentQuery, 'states'> {
  if (state === undefined) return span ? {} : { states: ['open', 'acknowledged'] };
  const states = [state].flat().flatMap((one) => one.split(','));
  const odd = states.find((one) => !(incidentStates as readonly string[]).includes(one));
  if (odd !== undefined) {
    throw new FettleError('input_invalid', `“${odd}” is no state of an incident. Use ${incidentStates.join(', ')}.`);
  }
  return { states: states as IncidentState[] };
}

function ownerOf(owner: string, actor: Actor): PersonId | null {
  if (owner === 'nobody') return null;
  // Who is no person owns nothing: nobody has the empty id.
  return owner === 'me' ? (personOf(actor) ?? ('' as PersonId)) : (owner as PersonId);
}

/** Every word is found in what it says, where, or by which rule; without case and accents. */
function searching(text: string): (incident: Incident) => boolean {
  const words = folded(text).split(/\s+/).filter(Boolean);
  return ({ words: said, deviceName, site, ruleName, rule, instance }) => {
    const places = words.length === 0 ? '' : folded([said, deviceName, site, ruleName, rule, instance].join('\n'));
    return words.every((word) => places.includes(word));
  };
}

const folded = (text: string) => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

function cursorOf({ severity, openedAt, id }: IncidentPlace): string {
  return `${severity}.${openedAt}.${id}`;
}

function placeOf(cursor: string): IncidentPlace {
  const [, severity, openedAt, id] = /^(critical|warning)\.(\d{1,16})\.(i[0-9a-z]{1,63})$/.exec(cursor) ?? [];
  if (severity === undefined || !Number.isSafeInteger(Number(openedAt))) {
    throw new FettleError('input_invalid', 'This is not a cursor of this list. Begin at the first page.');
  }
  return { severity: severity as Severity, openedAt: Number(openedAt), id: id as IncidentId };
}
