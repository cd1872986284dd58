// pure
import type { Channel, ChannelPut } from '@fettle/shared/api/notices';
import { type NamedDraft, namedErrors } from '../../parts/named-errors.ts';

type To = Channel['to'];
type Mail = Extract<To, { kind: 'email' }>;
type Hook = Extract<To, { kind: 'webhook' }>;

/** A channel as it stands in the form. */
export interface ChannelDraft extends NamedDraft {
  readonly enabled: boolean;
  readonly kind: To['kind'];
  readonly host: string;
  readonly port: string;
  readonly security: Mail['security'];
  readonly user: string;
  readonly from: string;
  /** Addresses, set apart by commas. */
  readonly to: string;
  /** PEM; empty: whom everybody trusts. */
  readonly ca: string;
  readonly url: string;
  readonly preset: Hook['preset'];
  /** Empty: as it was. */
  readonly secret: string;
}
export type ChannelBody = Omit<ChannelPut, 'version'>;

export const newChannel: ChannelDraft = {
  id: '',
  name: '',
  enabled: true,
  kind: 'email',
  host: '',
  port: '587',
  security: 'starttls',
  user: '',
  from: '',
  to: '',
  ca: '',
  url: '',
  preset: 'plain',
  secret: '',
};

export function channelDraft({ id, name, enabled, to }: Channel): ChannelDraft {
  const draft = { ...newChannel, id, name, enabled, kind: to.kind };
  if (to.kind === 'webhook') return { ...draft, url: to.url, preset: to.preset };
  if (to.kind === 'desktop') return draft;
  const { host, port, security, user = '', from, ca = '' } = to;
  return { ...draft, host, port: String(port), security, user, from, ca, to: (to.to ?? []).join(', ') };
}

const isAddress = (text: string) => /^[^\s@<>]+@[^\s@<>]+$/.test(text.replace(/^.*<(.*)>$/, '$1'));

function mailOf(draft: ChannelDraft, errors: Map<string, string>): Mail {
  const { host, port, security, user, from } = draft;
  if (!/^[\w.:-]{1,253}$/.test(host.trim())) errors.set('host', 'The name of the mail server: mail.example.com');
  const number = /^\d{1,5}$/.test(port) ? Number(port) : 0;
  if (number < 1 || number > 65_535) errors.set('port', 'From 1 to 65535; 587 is usual.');
  if (!isAddress(from.trim())) errors.set('from', 'A mail address: fettle@example.com');
  const to = draft.to
    .split(/[,;\n]/)
    .map((one) => one.trim())
    .filter(Boolean);
  const odd = to.find((one) => !isAddress(one));
  if (odd !== undefined) errors.set('to', `“${odd}” is no mail address.`);
  return {
    kind: 'email',
    host: host.trim(),
    port: number,
    security,
    ...(user.trim() === '' ? {} : { user: user.trim() }),
    from: from.trim(),
    ...(to.length === 0 ? {} : { to }),
    ...(draft.ca.trim() === '' || security === 'none' ? {} : { ca: draft.ca.trim() }),
  };
}

function hookOf({ url, preset }: ChannelDraft, errors: Map<string, string>): Hook {
  const parsed = URL.canParse(url.trim()) ? new URL(url.trim()) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol)) errors.set('url', 'An address that begins with https://.');
  return { kind: 'webhook', url: url.trim(), preset };
}

/** The channel that a form says, with what is wrong with it by field. */
export function readChannelDraft(draft: ChannelDraft): {
  readonly errors: ReadonlyMap<string, string>;
  readonly body: ChannelBody | undefined;
} {
  const errors = namedErrors(draft);
  const { name, enabled, kind, secret } = draft;
  const to: To =
    kind === 'email' ? mailOf(draft, errors) : kind === 'webhook' ? hookOf(draft, errors) : { kind: 'desktop' };
  if (errors.size > 0) return { errors, body: undefined };
  return { errors, body: { name: name.trim(), enabled, to, ...(secret === '' ? {} : { secret }) } };
}
