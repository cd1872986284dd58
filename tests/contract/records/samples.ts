import type { ApiToken, Person, Scope, Session } from '@fettle/collector/domain/access/index';
import type { Device, EnrolmentToken } from '@fettle/collector/domain/devices/index';
import type { NewEvent, Note } from '@fettle/collector/domain/events/index';
import type { ApiTokenId, DeviceId, PersonId } from '@fettle/shared/ids';
import type { Place } from './place.ts';

/** 2026-10-01 00:00 UTC: beyond 32 bits. */
export const start = 1_790_812_800_000;
export const day = 86_400_000;
export const everywhere: Scope = { sites: 'all' };
export const nowhere: Scope = { sites: [] };
export const only = (...sites: string[]): Scope => ({ sites });

export const event = (kind: string, fields: Partial<NewEvent> = {}): NewEvent => ({
  time: start,
  kind,
  device: null,
  site: null,
  detail: {},
  ...fields,
});

/** One event and one audit row, both named so that a test finds them. */
export const note = (name: string): Note => ({
  events: [event(name)],
  audit: [{ time: start, actor: 'system:test', action: name, target: 'x', detail: { b: 1, a: ['ü', null] } }],
});

/** The kinds of all events and the actions of all audit rows so far; each change must leave both, or neither. */
export async function noted({ records }: Place): Promise<string[]> {
  const kinds = (await records.events.after(everywhere, 0, 1_000)).map(({ kind }) => kind);
  const actions = (await records.events.audit(0, 1_000)).map(({ action }) => action);
  if (kinds.join() !== actions.join()) throw new Error(`events ${kinds.join()} but audit ${actions.join()}`);
  return kinds;
}

export const person = (name = 'Ada', fields: Partial<Person> = {}): Person => ({
  id: `p${name.toLowerCase()}` as PersonId,
  name,
  role: 'admin',
  sites: 'all',
  selector: '',
  zone: 'Europe/Berlin',
  contacts: [],
  state: 'active',
  passwordHash: '$argon2id$…',
  lastSeenAt: null,
  createdAt: start,
  version: 1,
  ...fields,
});

export const session = (hash: string, fields: Partial<Session> = {}): Session => ({
  hash,
  person: 'pada' as PersonId,
  createdAt: start,
  usedAt: start,
  expiresAt: start + 1_000,
  ...fields,
});

export const apiToken = (name: string, fields: Partial<ApiToken> = {}): ApiToken => ({
  id: `t${name}` as ApiTokenId,
  name,
  role: 'viewer',
  sites: ['berlin', 'Köln, "alt"'],
  scopes: null,
  hash: `hash of ${name}`,
  maker: null,
  createdAt: start,
  expiresAt: start + day,
  lastUsedAt: null,
  ...fields,
});

export const enrolmentToken = (key = 'key', fields: Partial<EnrolmentToken> = {}): EnrolmentToken => ({
  key,
  envelope: '{"payload":"…"}',
  site: 'berlin',
  labels: { role: 'db' },
  uses: 1,
  used: 0,
  notBefore: start,
  notAfter: start + day,
  createdAt: start,
  ...fields,
});

export const deviceId = (name: string) => `d${name}` as DeviceId;

export const device = (name: string, fields: Partial<Device> = {}): Device => ({
  id: deviceId(name),
  name,
  kind: 'other',
  os: '',
  agentVersion: '0.1.0',
  site: 'berlin',
  labels: { role: 'db', 'o’clock': '"; drop table devices; --' },
  publicKey: `public key of ${name}`,
  sealingKey: `sealing key of ${name}`,
  state: 'unknown',
  stateSince: start,
  lastSeen: null,
  interval: 10_000,
  clockOffset: -1_500,
  enrolledAt: start,
  version: 1,
  ...fields,
});

/** Enrols a device with a token of its own. */
export async function enrolled({ records }: Place, one: Device): Promise<Device> {
  const key = `token for ${one.id} at ${one.enrolledAt}`;
  await records.devices.addToken(enrolmentToken(key, { site: one.site }), { events: [], audit: [] });
  const answer = await records.devices.enrol(key, one, start, { events: [], audit: [] });
  if (answer !== 'enrolled') throw new Error(answer);
  return one;
}

/** How often each answer came. */
export function tally(answers: readonly unknown[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const answer of answers) counts[String(answer)] = (counts[String(answer)] ?? 0) + 1;
  return counts;
}
