// What the business has of each place: objectives, saved views, plans and kept reports, and what is nobody's of the place inside.
import type { Limit } from '@fettle/collector/domain/capacity/index';
import { putObjective, tellRestoreTest } from '@fettle/collector/domain/levels/index';
import type { Report, ReportPlan } from '@fettle/collector/domain/reports/index';
import { putService } from '@fettle/collector/domain/services/index';
import { type Scope, systemActor } from '@fettle/collector/domain/access/index';
import type { Stores } from '@fettle/collector/store/stores';
import type { DeviceId, PersonId, ReportId, ViewId } from '@fettle/shared/ids';
import { sampleReport } from '../sample-report.ts';

export interface Business {
  readonly objective: string;
  readonly view: string;
  readonly plan: string;
  readonly report: string;
}

const nothing = { events: [], audit: [] };
const system = systemActor('test');

/**
 * Of one place: each was changed once or more, so that nobody who asks takes it away for those who ask later.
 * @param service of this device alone
 * @param scope whoever made the view, the plan and the report saw this
 */
export async function business(
  stores: Stores,
  {
    device,
    host,
    service,
    scope,
    now,
  }: Readonly<{ device: DeviceId; host: string; service: string; scope: Scope; now: number }>,
): Promise<Business> {
  const { levels, services, devices, views, reports } = stores;
  const key = device.slice(1, 13);
  const ports = { levels, services, devices, now };
  const objective = `o${key}`;
  for (const version of [0, 1])
    await putObjective(ports, system, { id: objective, version, body: promised(service, host) });
  await tellRestoreTest(ports, system, { device, time: now - 1, ok: true, words: `restored ${host}` });
  const view = `v${key}`;
  const seen = {
    id: view as ViewId,
    name: `view of ${host}`,
    query: `device=${device}`,
    by: null,
    scope,
    changedAt: now,
  };
  for (const version of [1, 2]) await views.put({ ...seen, version }, 1_000, nothing);
  const plan = `p${key}`;
  for (const version of [1, 2]) await reports.putPlan(planned(plan, host, scope, version, now), nothing);
  const report = await reported(stores, { id: `k${key}` as ReportId, plan, host, scope, now });
  // By its verb, so that its events are there too.
  await putService({ ...ports, access: stores.access }, system, { id: `s${key}`, version: 0, ...relied(device, host) });
  return { objective, view, plan, report };
}

const promised = (service: string, host: string) => ({
  service,
  name: `objective of ${host}`,
  kind: 'availability' as const,
  targetPpm: 999_000,
  calendar: null,
  zone: 'UTC',
  period: 'month' as const,
  windows: 'leave-out' as const,
  degraded: 'up' as const,
  withinMs: null,
  burnRules: true,
});

const relied = (device: DeviceId, host: string) => ({
  name: `service on ${host}`,
  description: host,
  owner: null,
  pointPerson: null,
  criticality: 'ordinary' as const,
  calendar: null,
  costPerHour: 1,
  site: null,
  parts: [
    {
      name: host,
      of: { kind: 'device' as const, ids: [device], counts: 'any' as const },
      need: { kind: 'all' as const },
      impact: 'down' as const,
    },
  ],
});

const planned = (id: string, host: string, scope: Scope, version: number, now: number): ReportPlan => ({
  id,
  name: `plan for ${host}`,
  enabled: true,
  kind: 'trends',
  period: 'month',
  zone: 'UTC',
  site: null,
  selector: '',
  service: null,
  schedule: null,
  to: [`${host}@example.org`],
  channel: 'post',
  attach: [],
  brand: null,
  madeFor: host,
  scope,
  madeBy: null,
  doneTo: now,
  off: null,
  origin: 'own',
  version,
});

interface Reported {
  readonly id: ReportId;
  readonly plan: string;
  readonly host: string;
  readonly scope: Scope;
  readonly now: number;
}

/** A report that was made, of which every text names its host. */
async function reported({ reports }: Stores, { id, plan, host, scope, now }: Reported): Promise<string> {
  const span = { from: now - 2, to: now - 1 };
  const order = {
    kind: 'trends',
    asked: { kind: 'trends', ...span },
    ...span,
    before: null,
    zone: 'UTC',
    period: null,
  } as const;
  const none = { site: null, service: null, brand: null, madeFor: host };
  const names = { title: `report of ${host}`, subtitle: host, sentence: host, tables: [] };
  const making = {
    state: 'making',
    progress: 0,
    doing: host,
    error: null,
    startedAt: now,
    madeAt: null,
    tookMs: null,
  } as const;
  const report: Report = {
    id,
    order: { ...order, ...none, scope },
    seenBy: scope,
    plan,
    dueAt: null,
    lateMs: 0,
    madeBy: null,
    ...names,
    ...making,
    bytes: 0,
    tries: 0,
    version: 1,
  };
  await reports.add(report, nothing);
  if ((await reports.claim('test', now, 0)) === null) throw new Error('no report waits');
  const document = { ...sampleReport, title: names.title, subtitle: host };
  const ended = await reports.end(id, 'test', { ...names, madeAt: now, tookMs: 1, document }, [], nothing);
  if (ended !== 'ended') throw new Error(ended);
  return id;
}

const limit: Limit = {
  id: 'rome',
  name: 'hidden-limit',
  kind: 'licence',
  site: 'rome',
  limit: 5,
  selector: '',
  software: 'hidden-software',
  device: null,
  interface: '',
  cost: 1,
  version: 2,
};

/** What lies at another site, or is for who sees everything; and a channel by which reports go. */
export async function elsewhere(stores: Stores, person: PersonId, now: number): Promise<void> {
  const { levels, reports, improvements, manpower, capacity, channels } = stores;
  const rome = { sites: ['rome'] };
  const hours = [{ days: [1], from: '09:00', to: '17:00' }];
  const calendar = { id: 'rome', name: 'hidden-hours', zone: 'UTC', hours, holidays: [], scope: rome };
  await levels.write([{ what: 'put-calendar', calendar: { ...calendar, origin: 'person', version: 1 } }], nothing);
  const brand = { id: 'rome', name: 'hidden-brand', sites: ['rome'], accent: null, logo: null, foot: 'hidden-foot' };
  await reports.putBrand({ ...brand, version: 1 }, nothing);
  const found = { action: 'hidden-action', owner: null, due: null, measure: null, baselineDays: 30, problem: null };
  const when = { state: 'open', foundAt: now, doneAt: null, baseline: null, now: null, version: 1 } as const;
  // The one at berlin is measured over a device that a selector hides.
  for (const site of ['rome', 'berlin', null]) {
    await improvements.add({ ...found, ...when, site, finding: `hidden-finding at ${site}` }, () => nothing);
  }
  const worth = {
    cost: 1,
    gainPerMonth: 1,
    owner: null,
    due: null,
    mandate: '',
    evidence: [],
    madeAt: now,
    version: 1,
  };
  const project = { ...worth, title: 'hidden-project', why: 'hidden-why', kind: 'roi', state: 'idea' } as const;
  await improvements.addProject(project, () => nothing);
  const note = {
    id: 'nrome',
    time: now - 1,
    by: person,
    byName: 'hidden-person',
    sites: ['rome'],
    text: 'hidden-note',
  };
  await manpower.addNote(note, nothing);
  await capacity.putLimit({ ...limit, version: 1 }, nothing);
  const mail = { host: 'mail.example.org', port: 25, security: 'none', from: 'f@example.org' } as const;
  const channel = { id: 'post', name: 'Post', enabled: true, to: { kind: 'email', ...mail } as const, version: 1 };
  await channels.putChannel({ ...channel, secret: null }, nothing);
}
