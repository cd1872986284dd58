import { FettleError } from '@fettle/shared/errors';
import type { SendContext } from './context.ts';
import { messageOf } from './message.ts';
import { desktop } from './pipeline/route.ts';
import { unseal } from './sealing.ts';
import { oneLine } from './text/clean.ts';
import type { Answer, Channel, Delivery } from './types.ts';

const inDashboard: Channel = {
  id: desktop,
  name: 'Dashboard',
  enabled: true,
  to: { kind: 'desktop' },
  secret: null,
  last: null,
  version: 1,
};

/** A channel, the built-in one too; null: there is none. */
export async function channelOf({ channels }: Pick<SendContext, 'channels'>, id: string): Promise<Channel | null> {
  return (await channels.channel(id)) ?? (id === desktop ? inDashboard : null);
}

/** Sends one delivery; what the other end does becomes the answer. */
export async function attempt(context: SendContext, delivery: Delivery): Promise<Answer> {
  const channel = await channelOf(context, delivery.channel);
  if (channel?.enabled === false && delivery.kind !== 'test')
    return { ok: false, answer: 'The channel is switched off.', again: false };
  return sendBy(context, channel, (open) =>
    context.senders[open.to.kind](open, delivery.target, messageOf(delivery, context)),
  );
}

/** Sends something of somebody else’s by a channel that is switched on; the answer never tells its secret. */
export async function sendThrough(
  context: Pick<SendContext, 'channels' | 'key'>,
  id: string,
  send: (channel: Channel) => Promise<Answer>,
): Promise<Answer> {
  const channel = await channelOf(context, id);
  if (channel?.enabled === false) return { ok: false, answer: 'The channel is switched off.', again: false };
  return sendBy(context, channel, send);
}

async function sendBy(
  { key }: Pick<SendContext, 'key'>,
  channel: Channel | null,
  send: (channel: Channel) => Promise<Answer>,
): Promise<Answer> {
  if (channel === null) return { ok: false, answer: 'The channel is gone.', again: false };
  try {
    const secret = channel.secret === null ? null : unseal(key, `channel:${channel.id}`, channel.secret);
    const answer = await send({ ...channel, secret });
    return { ...answer, answer: told(answer.answer, secret) };
  } catch (error) {
    if (!(error instanceof FettleError)) throw error;
    return { ok: false, answer: error.message, again: false };
  }
}

/** What the other end said, on one line, without the secret that it may have said back: more people read answers than know that. */
function told(answer: string, secret: string | null): string {
  return oneLine(secret === null || secret === '' ? answer : answer.replaceAll(secret, '…'));
}
