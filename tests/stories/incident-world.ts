/** Where the stories of incidents happen: records, devices, findings as the rules would give them, a clock. */
import { everywhere, systemActor } from '@fettle/collector/domain/access/index';
import {
  type ActInput,
  actOnIncidents,
  type ActPorts,
  applyFindings,
  type Incident,
  Resolved,
  type Settings,
  restIncidents,
  tendIncidents,
  usualSettings,
} from '@fettle/collector/domain/incidents/index';
import type { Finding } from '@fettle/collector/domain/rules/index';
import type { DeviceId, PersonId, RuleId } from '@fettle/shared/ids';
import type { Severity } from '@fettle/shared/severity';
import { collector, id, person, start } from './device-world.ts';

export const technician = person('technician');

/** The id of the n-th device of a story. */
export const numbered = (n: number) => {
  const letters = 'abcdefghjkmnpqrstvwxyz';
  return `d${(letters[Math.floor(n / 22) % 22] ?? 'a').repeat(13)}${(letters[n % 22] ?? 'a').repeat(13)}` as DeviceId;
};

export interface Told {
  readonly severity?: Severity | null;
  readonly rule?: string;
  readonly instance?: string;
  readonly words?: string;
  readonly reason?: Finding['reason'];
  readonly value?: number;
}

export async function incidentWorld(settings: Settings = usualSettings) {
  const world = await collector();
  let now = start;
  let windows: ActPorts['windows'];
  const holding = new Map<string, Severity>();
  const ports = (): ActPorts => ({
    store: world.incidents,
    devices: world.devices,
    rule: async (rule) => ({ name: `Rule ${rule}`, runbook: '', when: { kind: 'device', states: {} } }),
    person: async (wanted) => (wanted === 'pada' ? { id: 'pada' as PersonId, name: 'Ada' } : null),
    holds: ({ device, rule }) => holding.get(`${rule} ${device}`) ?? null,
    ...(windows && { windows }),
    newest: async () => (await world.events.bounds()).newest,
    settings,
    now,
  });
  const resolved = new Resolved();
  const finding = (device: DeviceId, told: Told = {}): Finding => {
    const { severity = 'warning', rule = 'disk-full', instance = 'mountpoint=/var', words, reason = 'value' } = told;
    const silent = reason === 'device';
    return {
      rule: rule as RuleId,
      device,
      instance: silent ? '' : instance,
      metric: silent ? null : 'system.filesystem.utilization',
      attributes: silent ? {} : { mountpoint: '/var' },
      severity,
      time: now,
      since: now - 60_000,
      value: told.value ?? 0.96,
      limit: 0.9,
      words: words ?? (silent ? 'Device offline' : '/var is 96 % full'),
      reason,
    };
  };
  const find = (...findings: Finding[]) => applyFindings(ports(), findings);
  const all = () => world.incidents.list(everywhere, { limit: 1_000 });
  return {
    ...world,
    ports,
    finding,
    find,
    holding,
    get now() {
      return now;
    },
    /** Time passes, and every minute what is done by the clock. */
    async pass(ms: number, every = 60_000) {
      const end = now + ms;
      while (now < end) {
        now = Math.min(end, now + every);
        await tendIncidents(ports());
        await restIncidents(ports(), resolved);
      }
    },
    /** Time passes, and nothing is done meanwhile. */
    jump(ms: number) {
      now += ms;
    },
    tend: () => tendIncidents(ports()),
    setWindows(found: NonNullable<ActPorts['windows']> | undefined) {
      windows = found;
    },
    all,
    /** The only incident. */
    async only(): Promise<Incident> {
      const found = await all();
      const [first] = found;
      if (!first || found.length > 1) throw new Error(`${found.length} incidents`);
      return first;
    },
    async of(device: DeviceId): Promise<Incident> {
      const found = (await all()).find((one) => one.device === device && one.state !== 'closed');
      if (!found) throw new Error(`no incident of ${device}`);
      return found;
    },
    act: (act: ActInput['act'], ...incidents: Incident[]) => actOnIncidents(ports(), technician, { incidents, act }),
    async lines(incident: Incident) {
      const found = await world.incidents.timeline(everywhere, incident.id);
      return found.map(({ kind, words }) => `${kind}: ${words}`);
    },
    /** What was told to whoever reads events, from the first incident on. */
    async told() {
      const found = await world.events.after(everywhere, 0, 1_000);
      return found.filter(({ kind }) => kind.startsWith('incident.')).map(({ kind, detail }) => ({ kind, ...detail }));
    },
    /** Devices enrolled at a site under these names. */
    async fleet(site: string, ...ids: DeviceId[]) {
      const key = `${site}${'k'.repeat(43 - site.length)}=`;
      await world.devices.addToken(
        {
          key,
          envelope: '{}',
          site,
          labels: {},
          uses: 1_000,
          used: 0,
          notBefore: 0,
          notAfter: start * 2,
          createdAt: 0,
        },
        { events: [], audit: [] },
      );
      for (const one of ids) {
        const device = {
          id: one,
          name: one,
          kind: 'server',
          os: '',
          agentVersion: '0.1.0',
          site,
          labels: {},
          publicKey: one,
          sealingKey: one,
          state: 'online' as const,
          stateSince: start,
          lastSeen: start,
          interval: 10_000,
          clockOffset: 0,
          enrolledAt: start,
          version: 1,
        };
        await world.devices.enrol(key, device, start, { events: [], audit: [] });
      }
    },
    change: (
      device: DeviceId,
      change: { labels?: Record<string, string>; kind?: string; site?: string; name?: string },
    ) =>
      world.devices
        .device(everywhere, device)
        .then((found) =>
          world.devices.change(everywhere, device, found?.version ?? 0, change, { events: [], audit: [] }),
        ),
  };
}

export { id, systemActor };
