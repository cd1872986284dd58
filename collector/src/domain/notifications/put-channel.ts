import { X509Certificate } from 'node:crypto';
import { FettleError } from '@fettle/shared/errors';
import { type Actor, allow, audited } from '../access/index.ts';
import { wrongChannel } from './check-channel.ts';
import type { ChannelsContext } from './context.ts';
import { seal } from './sealing.ts';
import type { Channel, ChannelBody } from './types.ts';

export interface ChannelInput extends Pick<Channel, 'name' | 'enabled' | 'to'> {
  readonly id: string;
  /** Absent: as it was. Empty: none. */
  readonly secret?: string;
  /** As it was read; 0 makes a new one. */
  readonly version: number;
}

/**
 * Makes a channel, or changes it. Its secret is kept sealed and never given back; who lets it lead elsewhere sets it anew.
 * @throws FettleError `not_allowed`, `input_invalid`, `changed_meanwhile`
 */
export async function putChannel(
  { channels, now, key }: ChannelsContext & { readonly key: Uint8Array },
  actor: Actor,
  { id, name, enabled, to, secret, version }: ChannelInput,
): Promise<Channel> {
  allowEverywhere(actor);
  const wrong = wrongChannel({ id, name, to }) ?? wrongAuthority(to);
  if (wrong !== null) throw new FettleError('input_invalid', wrong);
  const before = await channels.channel(id);
  if (before === null && version > 0) throw new FettleError('not_found');
  if (before !== null && before.secret !== null && secret === undefined && placeOf(before.to) !== placeOf(to)) {
    throw new FettleError(
      'input_invalid',
      'It leads elsewhere now: set its secret again, so that the old one is not sent there.',
    );
  }
  const sealed = secret === undefined ? {} : { secret: secret === '' ? null : seal(key, `channel:${id}`, secret) };
  const answer = await channels.putChannel(
    { id, name, enabled, to, version: version + 1, ...sealed },
    {
      events: [{ time: now, kind: 'channel.changed', device: null, site: null, detail: { channel: id } }],
      audit: [
        audited(actor, now, 'notifications.put-channel', `channel:${id}`, {
          name,
          enabled,
          kind: to.kind,
          secret: secret !== undefined,
        }),
      ],
    },
  );
  if (answer === 'changed_meanwhile') {
    throw new FettleError(answer, version === 0 ? `There is a channel ${id} already. Choose another id.` : undefined);
  }
  const made = await channels.channel(id);
  if (made === null) throw new FettleError('not_found');
  return made;
}

/** Channels are of no site. @throws FettleError `not_allowed` */
export function allowEverywhere(actor: Actor, permission: 'channel.manage' | 'roster.manage' = 'channel.manage'): void {
  allow(actor, permission);
  if (actor.scope.sites === 'all' && actor.scope.selector === undefined) return;
  throw new FettleError('not_allowed', 'This is for all sites, and you see only some.');
}

/** Where a secret is sent to. */
function placeOf(to: ChannelBody): string {
  if (to.kind === 'email') return `${to.host}:${to.port} ${to.security} ${to.ca ?? ''}`;
  return to.kind === 'webhook' ? (URL.parse(to.url)?.origin ?? to.url) : '';
}

/** Every certificate of the PEM text must be one that vouches for others. */
function wrongAuthority(to: ChannelBody): string | null {
  if (to.kind !== 'email' || to.ca === undefined) return null;
  const blocks = to.ca.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length > 0 && blocks.every(vouches)) return null;
  return 'ca: this is no certificate of an authority. Give it as PEM, from -----BEGIN CERTIFICATE----- on.';
}

function vouches(pem: string): boolean {
  try {
    return new X509Certificate(pem).ca;
  } catch {
    return false;
  }
}
