// What people ask for on the real app: persons of each kind, an item with a script, and devices that answer as executors do.
import { type Actor, personActor } from '@fettle/collector/domain/access/index';
import { actOnRequest, askFor, getRequest, putItem } from '@fettle/collector/domain/requests/index';
import type { RequestAct, RequestItemBody } from '@fettle/shared/api/requests';
import type { Role } from '@fettle/shared/api/session';
import type { PersonId, RuleId } from '@fettle/shared/ids';
import type { FromAgent, FromCollector } from '@fettle/shared/protocol/messages';
import { toldRules } from '@fettle/collector/domain/rules/defaults/told';
import { installDefaults } from '@fettle/collector/domain/rules/index';
import {
  type OrdersWorld,
  orderOver,
  ordersWorld,
  published,
  scriptBody,
  signedOf,
  system,
  type TestDevice,
} from './orders-world.ts';

export const itemBody = (change: Partial<RequestItemBody> = {}): RequestItemBody => ({
  name: 'Clear my temporary files',
  description: 'Removes what is older than you say. It takes a minute.',
  enabled: true,
  script: { name: 'clear-temp', version: 0, parameters: {} },
  questions: [],
  selector: '',
  approval: 'technician',
  fromEndpoint: true,
  targetMs: 4 * 3_600_000,
  ...change,
});

export type RequestsWorld = OrdersWorld & {
  readonly people: Readonly<Record<'vera' | 'theo' | 'tina' | 'max', Actor>>;
};

/** vera only looks, theo and tina are technicians, max a manager; all of berlin, where the devices are. */
export async function requestsWorld(names: readonly string[] = ['a']): Promise<RequestsWorld> {
  const world = await ordersWorld(names);
  const { stores, clock } = world.app;
  const told = new Map(Object.entries(toldRules).map(([id, body]) => [id as RuleId, body]));
  await installDefaults({ store: stores.rules, now: clock.now() }, system, told);
  const join = async (name: string, role: Role): Promise<Actor> => {
    const id = `p${name}` as PersonId;
    const person = { id, name, role, sites: ['berlin'], selector: '', zone: 'UTC', contacts: [] };
    const rest = {
      state: 'invited',
      passwordHash: null,
      lastSeenAt: null,
      createdAt: clock.now(),
      version: 1,
    } as const;
    const invitation = { hash: `hash ${name}`, person: id, createdAt: clock.now(), expiresAt: clock.now() + 1_000 };
    const silent = { events: [], audit: [] };
    await stores.people.invite({ ...person, ...rest }, invitation, silent);
    await stores.people.accept(invitation.hash, clock.now(), 'hash', silent);
    return personActor(person);
  };
  const people = {
    vera: await join('vera', 'viewer'),
    theo: await join('theo', 'technician'),
    tina: await join('tina', 'technician'),
    max: await join('max', 'manager'),
  };
  await putItem(world.app.requests.ports(), system, { id: 'clear-temp', body: itemBody(), version: 0 });
  return { ...world, people };
}

/** The time passes, and what is done by the clock for requests is done. */
export async function tended({ app }: OrdersWorld, ms = 1_000): Promise<void> {
  app.clock.pass(ms);
  await app.orders.tend();
  await app.requests.tell();
  if (ms >= 60_000) await app.requests.tend();
}

export const ask = ({ app, people }: RequestsWorld, who: keyof RequestsWorld['people'], change: object = {}) =>
  askFor(app.requests.ports(), people[who], {
    item: 'clear-temp',
    title: '',
    text: 'The disk is nearly full.',
    answers: {},
    device: null,
    ...change,
  });

/** One deed at the version that it has now. */
export async function act(world: RequestsWorld, actor: Actor, id: string, deed: RequestAct['act'], note = '') {
  const ports = world.app.requests.ports();
  const { version } = await getRequest(ports, system, { id });
  return actOnRequest(ports, actor, { id, act: deed, note, version });
}

export const found = ({ app }: OrdersWorld, id: string, actor: Actor = system) =>
  getRequest(app.requests.ports(), actor, { id });

/** An operator signs the draft over these devices. */
export async function signed(
  world: RequestsWorld,
  draft: string | null,
  devices: readonly TestDevice[] = world.devices,
) {
  const envelope = orderOver(world, devices);
  const { id } = await world.app.orders.submit(system, signedOf([envelope], [devices], draft));
  return { envelope, order: id };
}

type Ask = Extract<FromAgent, { type: 'ask' }>;
export const endpointAsk = (device: TestDevice, change: Partial<Ask> = {}): Promise<FromCollector> =>
  device.work.ask(device.id, {
    type: 'ask',
    key: '0'.repeat(31) + '1',
    asker: { id: '1000', name: 'mia' },
    item: 'clear-temp',
    title: '',
    text: '',
    answers: {},
    time: 1,
    ...change,
  });

export { published, scriptBody, system };
