// pure
import type { Channel, ChannelBody } from './types.ts';

/** What is wrong in a channel, in words that say what to do; null: nothing. */
export function wrongChannel({ id, name, to }: Pick<Channel, 'id' | 'name' | 'to'>): string | null {
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(id)) return 'A channel’s id has small letters, digits and hyphens, at most 64.';
  if (id === 'desktop' && to.kind !== 'desktop')
    return 'The channel desktop is the dashboard’s own. Choose another id.';
  if (name.trim() === '' || name.length > 128 || /\p{C}/u.test(name))
    return 'Its name has 1 to 128 visible characters.';
  if (to.kind === 'email') return wrongMail(to);
  return to.kind === 'webhook' ? wrongAddress(to.url) : null;
}

/** One address, and nothing that a mail server could take for more. */
export const isMail = (text: string) => /^[^\s@<>,;"()\p{C}]+@[^\s@<>,;"()\p{C}]+$/u.test(text);
const isMailbox = (text: string) =>
  isMail(text) || /^[^<>\p{C}]{1,128} <[^\s@<>,;"()\p{C}]+@[^\s@<>,;"()\p{C}]+>$/u.test(text);

function wrongMail({
  host,
  security,
  user,
  from,
  to = [],
  ca,
}: Extract<ChannelBody, { kind: 'email' }>): string | null {
  if (!/^[A-Za-z0-9.:_-]{1,253}$/.test(host)) return `host: ${host} is no name of a mail server.`;
  if (!isMailbox(from))
    return `from: ${from} is no mail address. Write it as fettle@example.org or Fettle <fettle@example.org>.`;
  const wrong = to.find((one) => !isMail(one));
  if (wrong !== undefined) return `to: ${wrong} is no mail address.`;
  const isHere = /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(host);
  if (user !== undefined && security === 'none' && !isHere)
    return 'A password would go in the clear. Choose starttls or tls.';
  if (ca !== undefined && security === 'none') return 'ca: without TLS nobody looks at it. Choose starttls or tls.';
  return null;
}

export function wrongAddress(url: string): string | null {
  const address = URL.parse(url);
  if (address === null || !/^https?:$/.test(address.protocol))
    return 'The address must begin with https:// or http://.';
  return address.username !== '' || address.password !== '' ? 'A password does not belong into the address.' : null;
}
