import { FettleError } from '@fettle/shared/errors';
import { type AccessStore, audited, personActor, type Person } from '../access/index.ts';
import type { Deed, IncidentSource } from './context.ts';
import { linkMs, mayAct } from './message.ts';
import { deliveryOfCode } from './sealing.ts';
import type { NoticeStore } from './store.ts';
import type { Delivery } from './types.ts';

export interface LinkContext {
  readonly notices: NoticeStore;
  readonly access: Pick<AccessStore, 'person'>;
  readonly incidents: Pick<IncidentSource, 'act'>;
  readonly key: Uint8Array;
  readonly now: number;
}

/** What a link is good for. */
export interface OpenLink {
  readonly delivery: Delivery;
  readonly person: Person;
  readonly expiresAt: number;
}

/** Looks at a link without using it. @throws FettleError `link_over`: not ours, used, too old, or whose it was is gone */
export async function readLink({ notices, access, key, now }: LinkContext, code: string): Promise<OpenLink> {
  const id = deliveryOfCode(key, code);
  const delivery = id === null ? null : await notices.delivery(id);
  if (delivery === null || !mayAct(delivery) || delivery.person === null) throw new FettleError('link_over');
  const expiresAt = delivery.createdAt + linkMs;
  if (delivery.linkUsedAt !== null)
    throw new FettleError('link_over', 'This link was used already. Sign in to do more.');
  if (now >= expiresAt) throw new FettleError('link_over', 'This link’s time is over. Sign in instead.');
  const person = await access.person(delivery.person);
  if (person === null || person.state !== 'active') throw new FettleError('link_over');
  return { delivery, person, expiresAt };
}

/**
 * Acts as the person to whom the notice was sent, with that person's rights, once. Gives the words of what could not be done.
 * @throws FettleError `link_over`, `not_allowed`
 */
export async function actByLink(
  context: LinkContext,
  code: string,
  deed: Deed,
): Promise<{ readonly link: OpenLink; readonly refused: readonly string[] }> {
  const { notices, incidents, now } = context;
  const link = await readLink(context, code);
  const { delivery, person } = link;
  const actor = personActor(person);
  const answer = await notices.useLink(delivery.id, now, {
    events: [],
    audit: [
      audited(actor, now, 'notifications.use-link', `delivery:${delivery.id}`, {
        deed: deed.kind,
        incidents: delivery.incidents,
        target: delivery.target,
      }),
    ],
  });
  if (answer !== 'used') throw new FettleError('link_over', 'This link was used already. Sign in to do more.');
  return { link, refused: await incidents.act(actor, delivery.incidents, deed) };
}
