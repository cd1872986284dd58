import { createHmac } from 'node:crypto';
import type { Channel, Send } from '../../domain/notifications/index.ts';
import { pagerduty } from './presets/pagerduty.ts';
import { plain } from './presets/plain.ts';
import type { Preset } from './presets/preset.ts';
import { slack } from './presets/slack.ts';
import { teams } from './presets/teams.ts';
import { ntfy } from './presets/ntfy.ts';
import { ask } from './request.ts';

const patienceMs = 10_000;

type PresetName = Extract<Channel['to'], { kind: 'webhook' }>['preset'];

/** What each service takes, one line each. */
const presets: Readonly<Record<PresetName, Preset>> = { plain, slack, teams, ntfy, pagerduty };

/** One HTTP request; with a secret it is signed, so that the receiver can tell who sent it and when. */
export const sendWebhook: Send = (channel, _target, message) => {
  const { to, secret } = channel;
  if (to.kind !== 'webhook') throw new Error(`${channel.id} is no webhook`);
  const { url, headers, body } = presets[to.preset](to.url, message, secret);
  const time = Math.floor(message.time / 1_000);
  const signed = secret === null ? {} : { 'fettle-signature': signature(secret, time, body) };
  const own = { 'content-type': 'application/json', 'fettle-delivery': message.key, ...signed };
  return ask({ url, method: 'POST', headers: { ...own, ...headers }, body }, patienceMs);
};

/** `t=<seconds>,v1=<hex of HMAC-SHA-256 over "t.body">`. */
export function signature(secret: string, time: number, body: string): string {
  return `t=${time},v1=${createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')}`;
}
