import { createTransport, type SendMailOptions } from 'nodemailer';
import type { Answer, Channel, Message, Send } from '../../domain/notifications/index.ts';
import { whyNot } from './request.ts';

const patienceMs = 15_000;
/** Of a server that looks into attached files before it answers. */
const filesPatienceMs = 60_000;
/** What the other end never takes: the address or the message itself is refused. */
const refusedForEver = new Set(['EENVELOPE', 'EMESSAGE']);

/** Mail over SMTP. The same notice has the same Message-ID at every attempt, so that a second one is known as the same. */
export const sendEmail: Send = (channel, target, message) =>
  deliver(channel, target, (to) => mail(to, target, message));

/** What goes to one address with files; the same key, the same Message-ID. */
export interface Parcel {
  readonly key: string;
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly { readonly name: string; readonly type: string; readonly content: Buffer | string }[];
}

/** Mail with files over SMTP, as notices are sent; the other end may take its time. */
export function sendParcel(
  channel: Channel,
  target: string,
  { key, subject, text, attachments }: Parcel,
): Promise<Answer> {
  const written = ({ from }: EmailBody) => ({
    from,
    to: [{ name: '', address: target }],
    subject,
    text,
    messageId: `<${key}@${domainOf(from)}>`,
    headers: automatic,
    attachments: attachments.map(({ name, type, content }) => ({ filename: name, contentType: type, content })),
  });
  return deliver(channel, target, written, filesPatienceMs);
}

/** One attempt; what the other end does becomes the answer. */
async function deliver(
  channel: Channel,
  target: string,
  written: (to: EmailBody) => SendMailOptions,
  socketTimeout = patienceMs,
): Promise<Answer> {
  const { to } = channel;
  if (to.kind !== 'email') return { ok: false, answer: `${channel.id} is no channel for mail.`, again: false };
  if (/\p{C}/u.test(target)) return { ok: false, answer: 'This is no mail address.', again: false };
  const why = await whyNot(to.host);
  if (why !== null) return { ok: false, answer: why, again: false };
  const transport = createTransport({ ...settings(to, channel.secret), socketTimeout });
  let handedOver = false;
  transport.use('stream', ({ message }, done) => {
    message.processFunc((input) => input.once('end', () => (handedOver = true)));
    done();
  });
  try {
    const { response } = await transport.sendMail(written(to));
    return { ok: true, answer: response };
  } catch (error) {
    const { code = '', responseCode = 0, message: text } = error as MailError;
    const perhaps = handedOver && responseCode === 0;
    return { ok: false, answer: text, again: !(responseCode >= 500 && refusedForEver.has(code)), perhaps };
  } finally {
    transport.close();
  }
}

interface MailError extends Error {
  readonly code?: string;
  readonly responseCode?: number;
}
type EmailBody = Extract<Channel['to'], { kind: 'email' }>;

function settings({ host, port, security, user, ca }: EmailBody, secret: string | null) {
  return {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(user === undefined ? {} : { auth: { user, pass: secret ?? '' } }),
    ...(ca === undefined ? {} : { tls: { ca } }),
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function mail({ from }: EmailBody, target: string, message: Message) {
  const domain = domainOf(from);
  const [incident] = message.incidents;
  // Notices of one incident stand together in a mailbox.
  const thread =
    incident === undefined ? {} : { references: `<${incident}@${domain}>`, inReplyTo: `<${incident}@${domain}>` };
  return {
    from,
    // As they are: an address is never taken apart, so that none carries another.
    to: target.split(', ').map((address) => ({ name: '', address })),
    subject: message.subject,
    text: message.text,
    html: message.html,
    messageId: `<${message.key}@${domain}>`,
    ...thread,
    headers: automatic,
  };
}

/** Nobody is to answer by a machine. */
const automatic = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };

function domainOf(from: string): string {
  return /@([\w.-]+)>?\s*$/.exec(from)?.[1] ?? 'fettle.invalid';
}
