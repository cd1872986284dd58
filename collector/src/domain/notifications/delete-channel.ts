import { FettleError } from '@fettle/shared/errors';
import { type Actor, audited } from '../access/index.ts';
import type { ChannelsContext } from './context.ts';
import { allowEverywhere } from './put-channel.ts';

/** Takes a channel away; what still waits to be sent by it fails. @throws FettleError `not_allowed`, `not_found`, `changed_meanwhile` */
export async function deleteChannel(
  { channels, now }: ChannelsContext,
  actor: Actor,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<void> {
  allowEverywhere(actor);
  const answer = await channels.removeChannel(id, version, {
    events: [{ time: now, kind: 'channel.deleted', device: null, site: null, detail: { channel: id } }],
    audit: [audited(actor, now, 'notifications.delete-channel', `channel:${id}`)],
  });
  if (answer !== 'removed') throw new FettleError(answer);
}
