import type { LimitPut } from '@fettle/shared/api/capacity';
import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import { parseSelector } from '@fettle/shared/selector/parse';
import { type Actor, allow, audited, covers, isAllowed } from '../access/index.ts';
import type { CapacityPorts } from './context.ts';
import { seesLimits } from './list.ts';
import type { Limit } from './types.ts';

type Ports = Pick<CapacityPorts, 'store' | 'devices' | 'now'>;

/** Those of the actor’s sites, by id. @throws FettleError `not_allowed` */
export async function listLimits({ store }: Pick<Ports, 'store'>, actor: Actor): Promise<Limit[]> {
  allow(actor, 'capacity.read');
  if (!seesLimits(actor.scope)) return [];
  const limits = await store.limits(actor.scope);
  // Money is for managers.
  return isAllowed(actor, 'value.read') ? limits : limits.map((limit) => ({ ...limit, cost: null }));
}

/**
 * Makes a limit, or changes it. One without a site counts everywhere, and so whoever makes it sees everything.
 * @throws FettleError `not_allowed`, `input_invalid`, `changed_meanwhile`, `not_found`
 */
export async function putLimit(ports: Ports, actor: Actor, input: LimitPut & { readonly id: string }): Promise<Limit> {
  allow(actor, 'capacity.change');
  const { version, ...body } = input;
  const before = (await ports.store.limits(actor.scope)).find(({ id }) => id === input.id);
  if (before === undefined && version > 0) throw new FettleError('not_found');
  allowSite(actor, body.site);
  if (before) allowSite(actor, before.site);
  const wrong = await wrongIn(ports, actor, input);
  if (wrong !== null) throw new FettleError('input_invalid', wrong);
  const limit: Limit = { ...body, version: version + 1 };
  const { id, ...detail } = limit;
  const answer = await ports.store.putLimit(limit, {
    events: [{ time: ports.now, kind: 'capacity.limit', device: null, site: limit.site, detail: { limit: id } }],
    audit: [audited(actor, ports.now, 'capacity.put-limit', `limit:${id}`, detail)],
  });
  if (answer === 'changed_meanwhile') {
    throw new FettleError(answer, version === 0 ? `There is a limit ${id} already. Choose another id.` : undefined);
  }
  return limit;
}

/** Takes a limit away, with what was counted of it. @throws FettleError `not_allowed`, `not_found`, `changed_meanwhile` */
export async function deleteLimit(
  { store, now }: Ports,
  actor: Actor,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<void> {
  allow(actor, 'capacity.change');
  const limit = (await store.limits(actor.scope)).find((one) => one.id === id);
  if (!limit) throw new FettleError('not_found');
  allowSite(actor, limit.site);
  const answer = await store.removeLimit(id, version, {
    events: [{ time: now, kind: 'capacity.limit', device: null, site: limit.site, detail: { limit: id } }],
    audit: [audited(actor, now, 'capacity.delete-limit', `limit:${id}`)],
  });
  if (answer !== 'removed') throw new FettleError(answer);
}

function allowSite({ scope }: Actor, site: string | null): void {
  if (covers(scope, { sites: site === null ? 'all' : [site] })) return;
  throw new FettleError('not_allowed', 'This limit counts devices that are none of yours. Give it one of your sites.');
}

/** @throws FettleError `input_invalid` (selector) */
async function wrongIn(
  { devices }: Ports,
  { scope }: Actor,
  { id, name, kind, limit, selector, device, interface: port }: Omit<Limit, 'version'>,
): Promise<string | null> {
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(id)) return 'A limit’s id has small letters, digits and hyphens, at most 64.';
  if (name.trim() === '' || /\p{C}/u.test(name)) return 'Its name has 1 to 128 visible characters.';
  if (!(limit > 0)) return 'A limit is more than 0.';
  parseSelector(selector);
  if (kind === 'licence')
    return device === null ? null : 'A licence counts devices: leave `device` empty, use `selector`.';
  if (device === null || port.trim() === '') return 'A link is an interface of a device: name both.';
  return (await devices.device(scope, device as DeviceId))
    ? null
    : `There is no device ${device}, or not within your sites.`;
}
