/** A year of a fleet, written through the ports of the records: what reports are made of. */
import type { Records } from '@fettle/collector/store/stores';
import type { Incident } from '@fettle/collector/domain/incidents/index';
import type { Spell } from '@fettle/collector/domain/services/index';
import type { DeviceId, IncidentId, RuleId } from '@fettle/shared/ids';
import { mulberry32 } from '../../support/machine.ts';
import { seedRuns } from './year-of-runs.ts';

const nothing = { events: [], audit: [] };
const day = 86_400_000;
const hour = 3_600_000;
const incidentsADevice = 2;
const rules = 20;
const services = 40;
const runsADeviceAndMonth = 20 / 12;
const atOnce = 500;

export interface Year {
  readonly ids: readonly DeviceId[];
  readonly incidents: number;
  readonly spells: number;
  readonly runs: number;
  readonly services: number;
  readonly objectives: number;
}

/** `months` of incidents up to now, two a device and month; of each device one in ten was critical. */
export async function seedYear(
  records: Records,
  size: { devices: number; months: number },
  now: number,
): Promise<Year> {
  const random = mulberry32(20_261_130);
  const from = now - size.months * 30 * day;
  const ids = await enrol(records, size.devices, from);
  const made = Array.from({ length: size.devices * size.months * incidentsADevice }, (_, n) =>
    incidentOf(n, ids, random, from, now),
  );
  for (let at = 0; at < made.length; at += atOnce) {
    const writes = made.slice(at, at + atOnce).map((after) => ({
      before: null,
      after,
      timeline: [{ time: after.openedAt, kind: 'opened' as const, actor: null, words: 'It opened.', detail: {} }],
    }));
    if ((await records.incidents.write(writes, nothing)) !== 'written') throw new Error('incidents were not written');
  }
  const spells = made.map(spellOf);
  for (let at = 0, cursor: number | null = null; at < spells.length; at += atOnce) {
    await records.services.hear(spells.slice(at, at + atOnce), cursor, at + 1);
    cursor = at + 1;
  }
  await makeServices(records, ids, from);
  const runs = Math.round(size.devices * size.months * runsADeviceAndMonth);
  await seedRuns(records, { ids, many: runs, from, to: now });
  return { ids, incidents: made.length, spells: spells.length, runs, services, objectives: services };
}

async function enrol({ devices }: Records, many: number, from: number): Promise<DeviceId[]> {
  const token = {
    key: 'bench',
    envelope: '{}',
    site: 'berlin',
    labels: {},
    uses: many,
    used: 0,
    notBefore: from,
    notAfter: from + 900 * day,
    createdAt: from,
  };
  await devices.addToken(token, nothing);
  const ids: DeviceId[] = [];
  for (let n = 0; n < many; n++) {
    const id = `d${String(n).padStart(26, '0')}` as DeviceId;
    const device = {
      id,
      name: `host-${n}`,
      kind: 'server',
      os: 'linux',
      agentVersion: '0.1.0',
      site: 'berlin',
      labels: { service: `s${n % services}` },
      publicKey: id,
      sealingKey: id,
      state: 'online',
      stateSince: from,
      lastSeen: from,
      interval: 10_000,
      clockOffset: 0,
      enrolledAt: from,
      version: 1,
    } as const;
    await devices.enrol('bench', device, from, nothing);
    ids.push(id);
  }
  return ids;
}

function incidentOf(n: number, ids: readonly DeviceId[], random: () => number, from: number, now: number): Incident {
  const device = ids[n % ids.length] as DeviceId;
  const openedAt = Math.floor(from + random() * (now - from));
  const took = Math.floor(random() * random() * 6 * hour) + 60_000;
  const isOver = openedAt + took < now;
  const severity = n % 10 === 0 ? 'critical' : 'warning';
  const rule = `rule-${n % rules}`;
  return {
    id: `i${String(n).padStart(16, '0')}` as IncidentId,
    rule: rule as RuleId,
    ruleName: rule,
    device,
    deviceName: device,
    site: 'berlin',
    instance: `x${n}`,
    metric: 'system.cpu.busy',
    attributes: {},
    reason: 'value',
    severity,
    worst: severity,
    state: isOver ? 'closed' : 'open',
    words: `CPU ${n % 100} %, above 90 %`,
    value: 0.95,
    limit: 0.9,
    openedAt,
    acknowledgedAt: n % 3 === 0 && isOver ? openedAt + Math.floor(took / 2) : null,
    resolvedAt: isOver ? openedAt + took : null,
    closedAt: isOver ? openedAt + took : null,
    reopened: 0,
    owner: null,
    priority: 3,
    quiet: null,
    hushes: { window: null, cause: null, flapping: null, snoozed: null },
    storm: null,
    problem: null,
    likely: null,
    clocks: { waitingSince: openedAt, pauses: [], toldAcknowledge: null, toldResolve: null },
    turns: [openedAt],
    remedy: null,
    version: 1,
  };
}

function spellOf({ id, device, site, rule, instance, severity, words, openedAt, resolvedAt }: Incident): Spell {
  return {
    id: `i:${id}:${openedAt}`,
    kind: 'incident',
    device,
    site,
    incident: id,
    rule,
    instance,
    severity,
    words,
    from: openedAt,
    to: resolvedAt,
  };
}

/** Each of every 40th device, nearly all of them needed; with an objective of 99.5 % a month. */
async function makeServices(records: Records, ids: readonly DeviceId[], from: number): Promise<void> {
  for (let n = 0; n < services; n++) {
    const own = ids.filter((_, place) => place % services === n);
    const parts = [
      {
        name: 'hosts',
        of: { kind: 'devices', selector: `service=s${n}`, counts: 'critical' },
        need: { kind: 'at-least', count: Math.ceil(own.length * 0.97) },
        impact: 'down',
      },
    ] as const;
    const service = {
      id: `s${n}`,
      name: `Service ${n}`,
      description: '',
      owner: null,
      pointPerson: null,
      criticality: 'important',
      calendar: null,
      costPerHour: 100_00,
      site: null,
      parts: [...parts],
      countedFrom: from,
      version: 1,
    } as never;
    await records.services.put(service, { service: `s${n}`, from, parts: [...parts], devices: [own] }, nothing);
    const objective = {
      id: `o${n}`,
      service: `s${n}`,
      name: 'Available',
      kind: 'availability',
      targetPpm: 995_000,
      calendar: null,
      zone: 'Europe/Berlin',
      period: 'month',
      windows: 'leave-out',
      degraded: 'up',
      withinMs: null,
      burnRules: false,
      origin: 'own',
      version: 1,
    } as never;
    await records.levels.write([{ what: 'put-objective', objective }], nothing);
  }
}
