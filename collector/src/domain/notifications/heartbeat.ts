import { FettleError } from '@fettle/shared/errors';
import { type Actor, allow, audited } from '../access/index.ts';
import { wrongAddress } from './check-channel.ts';
import type { ChannelsContext } from './context.ts';
import { allowEverywhere } from './put-channel.ts';
import type { Answer, Heartbeat } from './types.ts';

const off: Heartbeat = { url: '', everyMs: 300_000, last: null, version: 0 };
const leastMs = 60_000;
const mostMs = 86_400_000;

/** @throws FettleError `not_allowed` */
export async function getHeartbeat({ channels }: Pick<ChannelsContext, 'channels'>, actor: Actor): Promise<Heartbeat> {
  allow(actor, 'channel.manage');
  return (await channels.heartbeat()) ?? off;
}

/** Sets where to and how often; an empty address ends it. @throws FettleError `not_allowed`, `input_invalid`, `changed_meanwhile` */
export async function setHeartbeat(
  { channels, now }: ChannelsContext,
  actor: Actor,
  { url, everyMs, version }: Omit<Heartbeat, 'last'>,
): Promise<void> {
  allowEverywhere(actor);
  const wrong = url === '' ? null : wrongAddress(url);
  if (wrong !== null) throw new FettleError('input_invalid', wrong);
  if (!(everyMs >= leastMs && everyMs <= mostMs))
    throw new FettleError('input_invalid', 'It beats every minute to every day.');
  const answer = await channels.setHeartbeat(
    { url, everyMs, version: version + 1 },
    {
      events: [{ time: now, kind: 'heartbeat.changed', device: null, site: null, detail: {} }],
      audit: [audited(actor, now, 'notifications.set-heartbeat', 'heartbeat', { on: url !== '', everyMs })],
    },
  );
  if (answer === 'changed_meanwhile') throw new FettleError(answer);
}

/** Calls the address when its time has come, so that who watches there hears when this ends. Gives whether it did. */
export async function beat({
  channels,
  now,
  call,
}: ChannelsContext & { readonly call: (url: string) => Promise<Answer> }): Promise<boolean> {
  const heartbeat = await channels.heartbeat();
  if (heartbeat === null || heartbeat.url === '') return false;
  const { last, everyMs, url } = heartbeat;
  // A failed one is repeated each minute: it is cheap, and the other end counts the silence.
  if (last !== null && now < last.time + (last.ok ? everyMs : Math.min(everyMs, leastMs))) return false;
  const { ok, answer } = await call(url);
  await channels.beaten({ time: now, ok, answer });
  return true;
}
