// A collector with devices inside and outside of a scope, and somebody of every role who has that scope.
import {
  acceptInvitation,
  type Actor,
  agentActor,
  createApiToken,
  invitePerson,
  Passwords,
  personActor,
  putTeam,
  systemActor,
} from '@fettle/collector/domain/access/index';
import { enrolDevice, publishToken } from '@fettle/collector/domain/devices/index';
import { type Role, roles } from '@fettle/shared/api/session';
import type { DeviceId } from '@fettle/shared/ids';
import { deviceId, newKey, toBase64 } from '@fettle/shared/trust/keys';
import { type TestApp, testApp } from '../app.ts';
import { entangled, planned } from './entangled.ts';
import { reliedOn } from './relied-on.ts';
import { business, type Business, elsewhere } from './business.ts';
import { type Trouble, troubled } from './troubles.ts';
import { type Work, worked } from './work.ts';

export const places = ['inside', 'at another site', 'outside the selector'] as const;
export type Place = (typeof places)[number];

/** Where everybody below may look, and what lies there. */
const scope = { sites: ['berlin'], selector: 'env=prod' } as const;
const devices = {
  inside: { site: 'berlin', env: 'prod', host: 'inside-host' },
  'at another site': { site: 'rome', env: 'prod', host: 'hidden-host-rome' },
  'outside the selector': { site: 'berlin', env: 'test', host: 'hidden-host-test' },
} as const;

export interface Caller {
  readonly name: string;
  readonly kind: Actor['kind'];
  readonly role: Role;
  /** What they sign in with. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface World {
  readonly app: TestApp;
  readonly now: number;
  readonly devices: Readonly<Record<Place, DeviceId>>;
  readonly troubles: Readonly<Record<Place, Trouble>>;
  /** An order that went to each alone. */
  readonly work: Readonly<Record<Place, Work>>;
  /** A service of each alone. */
  readonly services: Readonly<Record<Place, string>>;
  /** What the business has of each. */
  readonly business: Readonly<Record<Place, Business>>;
  readonly callers: readonly Caller[];
  /** Nobody who asks is one of them: what is done to them harms no other question. */
  readonly spare: { readonly person: string; readonly token: string };
  /** What no answer to the callers may hold: ids and names of what they may not see. */
  readonly hidden: readonly string[];
}

const system = systemActor('test');
const password = 'correct horse battery staple';
/** As the real ones, but quick. */
const passwords = new Passwords({ memoryKiB: 64, passes: 1 });

/** @param noticeKey makes links; 32 bytes */
export async function matrixWorld(noticeKey = new Uint8Array(32).fill(5)): Promise<World> {
  const app = await testApp({ jobs: 'driven', requestsPerMinute: 1_000_000, noticeKey });
  const now = app.clock.now();
  const ids = await each((place) => enrolled(app, place));
  const hosts = await each(async (place) => devices[place].host);
  const troubles = await each((place) => troubled(app.stores, ids[place], hosts[place], now));
  await entangled(app.stores, troubles, hosts, ids, now);
  await measured(app, Object.values(ids));
  const work = await each((place) => worked(app.stores, ids[place], hosts[place], devices[place].site, now));
  const services = await inTurn((place) => reliedOn(app.stores, ids[place], hosts[place], devices[place].site, now));
  const of = await inTurn((place) =>
    business(app.stores, {
      device: ids[place],
      host: hosts[place],
      service: services[place],
      scope: { sites: [devices[place].site], selector: `env=${devices[place].env}` },
      now,
    }),
  );
  const people = await Promise.all(roles.map((role) => joined(app, `the ${role}`, role)));
  const admin = people.at(-1);
  if (!admin) throw new Error('no administrator');
  const tokens = await Promise.all(roles.map((role) => tokenOf(app, admin.actor, role)));
  const spareToken = await tokenOf(app, admin.actor, 'viewer');
  const spare = await joined(app, 'spare', 'viewer');
  const far = await invitePerson(ports(app), system, { ...invitee('hidden-person', 'viewer'), sites: ['rome'] });
  await planned(app.stores, far.person.id, now);
  await elsewhere(app.stores, far.person.id, now);
  await putTeam(ports(app), system, { id: 'night', name: 'Night', members: [far.person.id], version: 0 });
  return {
    app,
    now,
    devices: ids,
    troubles,
    work,
    services,
    business: of,
    callers: [...people, ...tokens],
    spare: { person: spare.id, token: spareToken.id },
    hidden: [ids['at another site'], ids['outside the selector'], 'hidden-', far.person.id],
  };
}

/** One after the other, for what has one cursor. */
async function inTurn<Value>(make: (place: Place) => Promise<Value>): Promise<Record<Place, Value>> {
  const made: [Place, Value][] = [];
  for (const place of places) made.push([place, await make(place)]);
  return Object.fromEntries(made) as Record<Place, Value>;
}

async function each<Value>(make: (place: Place) => Promise<Value>): Promise<Record<Place, Value>> {
  const made = await Promise.all(places.map(async (place) => [place, await make(place)] as const));
  return Object.fromEntries(made) as Record<Place, Value>;
}

const ports = (app: TestApp) => ({
  store: app.stores.access,
  people: app.stores.people,
  now: app.clock.now(),
  passwords,
});
const invitee = (name: string, role: Role) => ({ name, role, ...scope, zone: 'UTC', contacts: [] });

async function joined(app: TestApp, name: string, role: Role) {
  const { code } = await invitePerson(ports(app), system, invitee(name, role));
  const { person, cookie } = await acceptInvitation(ports(app), { code, password });
  const caller = { name: `a person: ${role}`, kind: 'person', role, headers: { cookie: `fettle=${cookie}` } } as const;
  return { ...caller, id: person.id, actor: personActor(person) };
}

async function tokenOf(app: TestApp, maker: Actor, role: Role) {
  const asked = { name: role, role, sites: scope.sites, expiresAt: null };
  const { token, secret } = await createApiToken(ports(app), maker, asked);
  const headers = { authorization: `Bearer ${secret}` };
  return { name: `a token: ${role}`, kind: 'token', role, headers, id: token.id } as const;
}

async function enrolled(app: TestApp, place: Place): Promise<DeviceId> {
  const { site, env, host } = devices[place];
  const { devices: store } = app.stores;
  const now = app.clock.now();
  const [key, { publicKey }] = [toBase64(newKey().publicKey), newKey()];
  const times = { notBefore: now, notAfter: now + 1_000 };
  await publishToken({ store, now }, system, { key, envelope: '{}', site, labels: { env }, uses: 1, ...times });
  const id = deviceId(publicKey);
  const record = { id, host, publicKey: toBase64(publicKey), sealingKey: toBase64(newKey().publicKey) };
  await enrolDevice({ store, now }, agentActor(id), { record, tokenKey: key, agentVersion: '0.1.0' });
  return id;
}

/** A sample of each, so that what lists values has something to give away. */
async function measured({ stores, clock }: TestApp, ids: readonly DeviceId[]): Promise<void> {
  const root = (state: string) => ({
    metric: 'system.filesystem.usage',
    attributes: { 'system.filesystem.mountpoint': '/', 'system.filesystem.state': state },
    decimals: 0,
  });
  const busy = { metric: 'system.cpu.busy', attributes: {}, decimals: 4 };
  const dictionary = { series: [busy, root('used'), root('free')] };
  const time = clock.now() - 1;
  const frame = { sequence: 1, time, offset: 0, values: Float64Array.of(0.5, 60e9, 40e9), tables: [] };
  await stores.series.append(ids.map((device) => ({ device, frame, time, dictionary })));
}
