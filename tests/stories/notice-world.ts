/** Where the stories of notices happen: incidents, people with a webhook each that really receives, a clock. */
import { createNoticeDesk } from '@fettle/collector/notices-wiring';
import { everywhere, type Scope } from '@fettle/collector/domain/access/index';
import { type ChannelInput, putChannel, putRoute, type RouteInput } from '@fettle/collector/domain/notifications/index';
import { putWindow, type WindowWhen } from '@fettle/collector/domain/windows/index';
import type { LiveNotice } from '@fettle/shared/api/live';
import type { PersonId } from '@fettle/shared/ids';
import { receiver } from '../support/receiver.ts';
import { cli, hour, second } from './device-world.ts';
import { incidentWorld } from './incident-world.ts';

const nothing = { events: [], audit: [] };
export const key = new Uint8Array(32).fill(7);

export async function noticeWorld() {
  const world = await incidentWorld();
  const web = await receiver();
  const shown: LiveNotice[] = [];
  const hub = {
    notice(of: (scope: Scope) => LiveNotice | null) {
      const notice = of(everywhere);
      if (notice) shown.push(notice);
      return 1;
    },
  };
  const clock = { now: () => world.now };
  const makeDesk = () => createNoticeDesk({ stores: world, clock, hub, incidents: world.ports, key });
  let desk = makeDesk();
  desk.reachedAt('https://fettle.example');
  world.setWindows(() => desk.windows());

  const work = async () => {
    await world.tend();
    await desk.tell();
    await desk.send();
  };
  const channel = (id: string, to: ChannelInput['to'], fields: Partial<ChannelInput> = {}) =>
    putChannel({ channels: world.channels, now: world.now, key }, cli, {
      id,
      name: id,
      enabled: true,
      to,
      version: 0,
      ...fields,
    });
  return {
    ...world,
    get now() {
      return world.now;
    },
    web,
    shown,
    work,
    get desk() {
      return desk;
    },
    /** Another process takes over: nothing is left in memory. */
    restart() {
      desk = makeDesk();
      desk.reachedAt('https://fettle.example');
    },
    /** Time passes; each step everything that is done by the clock. */
    async passes(ms: number, step = 5 * second) {
      for (let left = ms; left > 0; left -= step) {
        await world.pass(Math.min(step, left));
        await work();
      }
    },
    /** The same, where nothing else happens within a step. */
    async leaps(ms: number, step: number) {
      for (let left = ms; left > 0; left -= step) {
        world.jump(Math.min(step, left));
        await work();
      }
    },
    channel,
    hook: (id: string) => channel(id, { kind: 'webhook', url: `${web.url}/${id}`, preset: 'plain' }),
    /** Somebody who is reached by a webhook of their own. */
    async person(name: string) {
      const id = `p${name.toLowerCase().padEnd(16, '0')}` as PersonId;
      await channel(name.toLowerCase(), { kind: 'webhook', url: `${web.url}/${name.toLowerCase()}`, preset: 'plain' });
      const contacts = [{ kind: 'channel', channel: name.toLowerCase() }] as const;
      const invited = {
        id,
        name,
        role: 'technician',
        sites: 'all',
        selector: '',
        zone: 'Europe/Berlin',
        contacts,
      } as const;
      const times = { state: 'active', lastSeenAt: null, createdAt: 0, version: 1 } as const;
      const invitation = { hash: `hash of ${name}`, person: id, createdAt: 0, expiresAt: world.now + hour };
      await world.people.invite({ ...invited, ...times, state: 'invited', passwordHash: null }, invitation, nothing);
      await world.people.accept(invitation.hash, world.now, '$argon2id$…', nothing);
      return id;
    },
    route: (id: string, fields: Partial<RouteInput>) =>
      putRoute({ channels: world.channels, access: world.access, people: world.people, now: world.now }, cli, {
        id,
        name: id,
        enabled: true,
        order: 10,
        selector: '',
        severity: 'warning',
        steps: [],
        repeat: 0,
        resolved: true,
        stop: false,
        version: 0,
        ...fields,
      }),
    window: (id: string, when: WindowWhen, selector = '') =>
      putWindow({ store: world.windows, devices: world.devices, now: world.now }, cli, {
        id,
        name: id,
        selector,
        reason: '',
        when,
        enabled: true,
        version: 0,
      }),
    /** What came by a channel, as its subjects. */
    subjects: (id: string) => web.at(`/${id}`).map(({ body }) => (JSON.parse(body) as { subject: string }).subject),
    stages: async () => {
      const [first] = await world.all();
      const found = first ? await world.notices.stages(first.id) : [];
      return found.map(({ stage, passed, reason }) => `${stage} ${passed ? 'passed' : 'stopped'}: ${reason}`);
    },
    deliveries: () => world.notices.deliveries(everywhere, { limit: 1_000 }),
    async [Symbol.asyncDispose]() {
      await desk.settle();
      await web[Symbol.asyncDispose]();
      await world[Symbol.asyncDispose]();
    },
  };
}
