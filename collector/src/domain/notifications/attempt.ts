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
  if (channel === null) return { ok: false, answer: 'The channel is gone.', again: false };
  if (!channel.enabled && delivery.kind !== 'test')
    return { ok: false, answer: 'The channel is switched off.', again: false };
  try {
    const secret = channel.secret === null ? null : unseal(context.key, `channel:${channel.id}`, channel.secret);
    const send = context.senders[channel.to.kind];
    const answer = await send({ ...channel, secret }, delivery.target, messageOf(delivery, context));
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
