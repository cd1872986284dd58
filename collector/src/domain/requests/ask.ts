import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import { type Actor, allow, personOf, systemActor } from '../access/index.ts';
import { composeOrder, hindrances } from './compose-order.ts';
import { nameOf, requestNote, type RequestPorts, withEntry } from './context.ts';
import { makeRequest } from './make.ts';
import type { Request } from './types.ts';

export interface AskInput {
  readonly item: string | null;
  readonly title: string;
  readonly text: string;
  readonly answers: Readonly<Record<string, string>>;
  readonly device: string | null;
}

/** Requests of one person that may wait at once. */
const openAtMost = 50;

/**
 * A person asks for an item of the catalogue, or reports a trouble.
 * @throws FettleError `not_allowed`, `not_found` (item, device), `input_invalid`, `too_many_requests`
 */
export async function askFor(ports: RequestPorts, actor: Actor, input: AskInput): Promise<Request> {
  allow(actor, 'request.ask');
  const person = personOf(actor);
  if (person === null) throw new FettleError('not_allowed', 'A person asks, so that somebody else can approve it.');
  const item = input.item === null ? null : await ports.requests.item(input.item);
  if (input.item !== null && item === null) throw new FettleError('not_found');
  const device = input.device === null ? null : await ports.devices.device(actor.scope, input.device as DeviceId);
  if (input.device !== null && device === null) throw new FettleError('not_found');
  const mine = {
    asker: { kind: 'person', id: person },
    states: ['waiting', 'approved', 'running'],
    limit: openAtMost,
  } as const;
  if ((await ports.requests.requests({ sites: 'all' }, mine)).length >= openAtMost) {
    throw new FettleError(
      'too_many_requests',
      `You have ${openAtMost} open requests. Take some back, or wait for their end.`,
    );
  }
  const { sites } = actor.scope;
  const site = sites !== 'all' && sites.length === 1 ? (sites[0] ?? null) : null;
  const asker = { kind: 'person', id: person, name: (await nameOf(ports, actor)).name } as const;
  const request = await makeRequest(ports, { ...input, item, device, site, asker, key: null });
  await ports.requests.add(request, requestNote(actor, ports.now, 'request.asked', request, 'ask'));
  return composeAtOnce(ports, request);
}

/** Where nobody has to approve it, its order is composed right away; what stands in its way is told, and tried again later. */
export async function composeAtOnce(ports: RequestPorts, request: Request): Promise<Request> {
  if (request.state !== 'approved' || request.draft === null || request.composedAt !== null) return request;
  const system = systemActor('requests');
  const problems = await hindrances(ports, system, request);
  if (problems.length === 0) return composeOrder(ports, system, request);
  const words = `No order can be composed yet: ${problems.join(' ')}`;
  if (request.timeline.some((entry) => entry.words === words)) return request;
  const after = withEntry(request, { time: ports.now, actor: null, words });
  const answer = await ports.requests.change(
    after,
    requestNote(system, ports.now, 'request.changed', after, 'compose'),
  );
  return answer === 'changed' ? after : request;
}
