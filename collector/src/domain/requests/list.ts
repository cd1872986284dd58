import type { Request as RequestView } from '@fettle/shared/api/requests';
import { FettleError } from '@fettle/shared/errors';
import type { DeviceId, PersonId, RequestId } from '@fettle/shared/ids';
import { type Actor, allow, everywhere, isAllowed, personOf } from '../access/index.ts';
import type { RequestPorts } from './context.ts';
import { deedsFor } from './deeds.ts';
import { findRequest } from './find.ts';
import type { RequestListQuery } from './store.ts';
import type { Request } from './types.ts';

type Ports = Pick<RequestPorts, 'requests' | 'access' | 'now'>;

export interface ListInput {
  readonly state?: Request['state'];
  readonly device?: string;
  readonly mine?: '0' | '1';
  readonly from?: number;
  readonly to?: number;
  readonly limit?: number;
  /** `next` of the page before. */
  readonly cursor?: string;
}

/**
 * Newest first: those of the actor's sites, or, where their role reads no others or they ask for `mine`, their own.
 * @throws FettleError `input_invalid` (cursor), `not_allowed`
 */
export async function listRequests(
  ports: Ports,
  actor: Actor,
  { state, device, mine, cursor, limit = 200, from, to }: ListInput,
): Promise<{ items: RequestView[]; next: string | null }> {
  const person = personOf(actor);
  const own = mine === '1' || !isAllowed(actor, 'request.read');
  allow(actor, 'request.list');
  // A token asks for nothing of its own.
  if (own && person === null) return { items: [], next: null };
  const query: RequestListQuery = {
    ...(state && { states: [state] }),
    ...(device !== undefined && { device: device as DeviceId }),
    ...(own && person !== null && { asker: { kind: 'person', id: person } }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(cursor !== undefined && { after: placeOf(cursor) }),
    limit: limit + 1,
  };
  const found = await ports.requests.requests(own ? everywhere : actor.scope, query);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    items: await viewRequests(ports, actor, page),
    next: last && found.length > limit ? `${last.askedAt} ${last.id}` : null,
  };
}

function placeOf(cursor: string): { askedAt: number; id: RequestId } {
  const [, time, id] = /^(\d{1,16}) (r[a-z0-9]{1,63})$/.exec(cursor) ?? [];
  if (time === undefined || id === undefined) {
    throw new FettleError('input_invalid', 'This is not a cursor of this list. Begin at the first page.');
  }
  return { askedAt: Number(time), id: id as RequestId };
}

/** @throws FettleError `not_found` */
export async function getRequest(ports: Ports, actor: Actor, { id }: { readonly id: string }): Promise<RequestView> {
  const [view] = await viewRequests(ports, actor, [await findRequest(ports, actor, id)]);
  if (!view) throw new FettleError('not_found');
  return view;
}

async function viewRequests({ access }: Ports, actor: Actor, requests: readonly Request[]): Promise<RequestView[]> {
  const ids = new Set(requests.flatMap(({ owner }) => owner ?? []));
  const names = new Map<PersonId, string>();
  for (const id of ids) names.set(id, (await access.person(id))?.name ?? 'somebody who left');
  return requests.map((request) => viewOf(actor, request, names));
}

function viewOf(actor: Actor, request: Request, names: ReadonlyMap<PersonId, string>): RequestView {
  const { script: _script, approval: _approval, parameters: _parameters, key: _key, composedAt, ...same } = request;
  const { owner, draft, order } = same;
  return {
    ...same,
    answers: { ...same.answers },
    owner: owner === null ? null : { id: owner, name: names.get(owner) ?? '' },
    // What is signed or not yet composed is no draft to be opened.
    draft: composedAt === null || order !== null || request.endedAt !== null ? null : draft,
    attached: same.attached.map(({ title, lines }) => ({ title, lines: [...lines] })),
    timeline: same.timeline.map((entry) => ({ ...entry })),
    may: deedsFor(actor, request),
  };
}
