/** Where the stories of reports happen: records, a clock, a mail channel that leads to a real server, desks that come and go. */
import { type Actor, everywhere, systemActor } from '@fettle/collector/domain/access/index';
import { type ChannelBody, putChannel } from '@fettle/collector/domain/notifications/index';
import { type PlanInput, putPlan } from '@fettle/collector/domain/reports/index';
import { createReportDesk, type ReportDesk } from '@fettle/collector/reports-wiring';
import { memorySeries } from '@fettle/collector/store/series-memory/store';
import type { PersonId } from '@fettle/shared/ids';
import { mailbox } from '../support/mailbox.ts';
import { collector } from './device-world.ts';

const key = new Uint8Array(32).fill(7);
const nothing = { events: [], audit: [] };
export const cli = systemActor('cli');

export async function reportWorld(begin: string) {
  const records = await collector();
  const box = await mailbox();
  const clock = { time: Date.parse(begin), now: () => clock.time };
  const stores = { ...records, series: memorySeries() };
  /** A channel of mail, which leads to the server unless another port is given. */
  const channel = async ({ id = 'mail', port = box.port } = {}) => {
    const to = {
      kind: 'email',
      host: '127.0.0.1',
      port,
      security: 'none',
      from: 'Fettle <fettle@example.org>',
      to: [],
    };
    const version = (await records.channels.channel(id))?.version ?? 0;
    const input = { id, name: 'Mail', enabled: true, to: to as ChannelBody, version };
    await putChannel({ channels: records.channels, now: clock.now(), key }, cli, input);
  };
  await channel();
  const makeDesk = (): ReportDesk => createReportDesk({ stores, clock, key, address: () => 'https://fettle.example' });
  let desk: ReportDesk = makeDesk();
  return {
    ...records,
    box,
    channel,
    clock,
    get desk() {
      return desk;
    },
    /** Another process: nothing is left in memory. */
    restart() {
      desk = makeDesk();
    },
    /** What the jobs do. */
    async work() {
      await desk.tend();
      await desk.send();
    },
    /** The clock moves on, with the collector at work every so often. */
    async passes(ms: number, step: number) {
      for (let left = ms; left > 0; left -= step) {
        clock.time += Math.min(step, left);
        await desk.tend();
        await desk.send();
      }
    },
    plan: (fields: Partial<PlanInput> = {}, actor: Actor = cli) =>
      putPlan(desk.context(), actor, { ...monthly, ...fields }),
    made: (plan = 'month') => records.reports.reports({ plan, limit: 100 }),
    /** Somebody who may plan reports. */
    async manager(name: string, sites: 'all' | readonly string[] = 'all') {
      const id = `p${name.toLowerCase().padEnd(16, '0')}` as PersonId;
      const contacts = [{ kind: 'email', address: `${name.toLowerCase()}@example.org` }] as const;
      const fields = { id, name, role: 'manager', sites, selector: '', zone: 'Europe/Berlin', contacts } as const;
      const times = { lastSeenAt: null, createdAt: 0, version: 1, passwordHash: null } as const;
      const invitation = { hash: `hash of ${name}`, person: id, createdAt: 0, expiresAt: clock.now() + 1 };
      await records.people.invite({ ...fields, ...times, state: 'invited' }, invitation, nothing);
      await records.people.accept(invitation.hash, clock.now(), '$argon2id$…', nothing);
      const actor: Actor = {
        kind: 'person',
        id: `person:${id}`,
        role: 'manager',
        scope: sites === 'all' ? everywhere : { sites },
      };
      return { id, actor };
    },
    async [Symbol.asyncDispose]() {
      await box[Symbol.asyncDispose]();
      await records[Symbol.asyncDispose]();
    },
  };
}

const monthly: PlanInput = {
  id: 'month',
  name: 'The month',
  enabled: true,
  kind: 'incidents',
  period: 'month',
  zone: 'Europe/Berlin',
  site: null,
  selector: '',
  service: null,
  schedule: { cron: '0 8 1 * *', zone: 'Europe/Berlin', businessDay: 'any', calendar: null },
  to: ['karin@example.org', 'Karin@Example.org', 'board@example.org'],
  channel: 'mail',
  attach: ['pdf', 'csv'],
  brand: null,
  madeFor: 'Karin Holm',
  version: 0,
};
