import { createHash, randomBytes } from 'node:crypto';
import type { PublicLink as PublicLinkItem } from '@fettle/shared/api/services';
import { FettleError } from '@fettle/shared/errors';
import { base32 } from '@fettle/shared/ids';
import { type Actor, allow, allowSite, audited, covers } from '../access/index.ts';
import type { ServicePorts } from './context.ts';
import type { PublicLink } from './store.ts';
import { visibleServices } from './visible.ts';

export type NewLink = Pick<PublicLink, 'kind' | 'name' | 'services' | 'site'>;

/** 130 random bits. */
const newToken = () => base32(randomBytes(17), 26);
export const isToken = (text: string) => /^[0-9a-z]{26}$/.test(text);
/** How tokens are kept: SHA-256, hex. They are random and long, so that to look one up by its hash tells nothing of others. */
export const tokenHash = (token: string) => createHash('sha256').update(token).digest('hex');

/** The links whose whole content the actor may see, by name. @throws FettleError `not_allowed` */
export async function listLinks(ports: ServicePorts, actor: Actor): Promise<PublicLinkItem[]> {
  allow(actor, 'public.read');
  const links = (await ports.services.links()).filter((link) => covers(actor.scope, link.scope));
  return links.map(itemOf).toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1));
}

/**
 * Makes an address that shows something to whoever has it. Its token is told this once; what it shows is within what whoever made it sees.
 * @throws FettleError `not_allowed`, `input_invalid`
 */
export async function createLink(
  ports: ServicePorts,
  actor: Actor,
  { kind, name, services, site }: NewLink,
): Promise<{ readonly link: PublicLinkItem; readonly address: string }> {
  allow(actor, 'public.manage');
  if (name.trim() === '' || /\p{C}/u.test(name)) {
    throw new FettleError('input_invalid', 'Its name has visible characters only.');
  }
  if (kind === 'status' && services.length === 0) {
    throw new FettleError('input_invalid', 'Name the services that the status page shows.');
  }
  if (site !== null) allowSite(actor, site);
  const seen = new Set((await visibleServices(ports, actor)).map(({ service }) => service.id));
  const unknown = services.find((id) => !seen.has(id));
  if (unknown !== undefined) throw new FettleError('input_invalid', `There is no service ${unknown}.`);
  const token = newToken();
  const { now } = ports;
  const link: PublicLink = {
    id: `l${base32(randomBytes(10), 16)}`,
    kind,
    name: name.trim(),
    services: [...new Set(services)],
    site,
    createdAt: now,
    lastUsedAt: null,
    version: 1,
    hash: tokenHash(token),
    scope: actor.scope,
  };
  await ports.services.addLink(link, noteOf(actor, now, 'public.create', link));
  return { link: itemOf(link), address: kind === 'status' ? `/status/${token}` : `/calendar/${token}.ics` };
}

/** From then on its address shows nothing. @throws FettleError `not_allowed`, `not_found`, `changed_meanwhile` */
export async function deleteLink(
  ports: ServicePorts,
  actor: Actor,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<void> {
  allow(actor, 'public.manage');
  const link = (await ports.services.links()).find((one) => one.id === id);
  if (!link || !covers(actor.scope, link.scope)) throw new FettleError('not_found');
  const answer = await ports.services.removeLink(id, version, noteOf(actor, ports.now, 'public.delete', link));
  if (answer !== 'removed') throw new FettleError(answer);
}

function itemOf({ hash: _hash, scope: _scope, ...item }: PublicLink): PublicLinkItem {
  return { ...item, services: [...item.services] };
}

function noteOf(actor: Actor, time: number, action: string, { id, kind, name, services, site }: PublicLink) {
  return {
    // Of no site: it says that there is another one, and not what it shows.
    events: [{ time, kind: 'public.changed', device: null, site: null, detail: { link: id } }],
    audit: [audited(actor, time, action, `public-link:${id}`, { kind, name, services, site })],
  };
}
