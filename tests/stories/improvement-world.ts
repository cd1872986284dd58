/** Months of a small fleet in which everything is known: incidents, outages of a service, hours of memory; and the clock of whoever measures. */
import { agentActor } from '@fettle/collector/domain/access/index';
import { enrolDevice, publishToken } from '@fettle/collector/domain/devices/index';
import {
  actOnImprovement,
  getImprovement,
  type Improvement,
  type ImprovementInput,
  putImprovement,
} from '@fettle/collector/domain/improvements/index';
import type { Incident } from '@fettle/collector/domain/incidents/index';
import { createImprovementDesk } from '@fettle/collector/improvements-wiring';
import type { IncidentId, RuleId } from '@fettle/shared/ids';
import { incident } from '../contract/records/incidents.ts';
import { testApp } from '../support/app.ts';
import { cli, day, hour, id, key, minute, second } from './device-world.ts';

/** When findings are written down, and when what helps is done. */
export const found = Date.UTC(2026, 9, 1);
export const done = found + 5 * day;
const silence = { events: [], audit: [] };
const sites = { a: 'berlin', b: 'berlin', c: 'porto' } as const;
export type Letter = keyof typeof sites;

/** a and b are databases of Berlin, c is in Porto. */
export async function improvementWorld() {
  const app = await testApp({ jobs: 'driven' });
  const { stores, clock } = app;
  clock.time = found;
  await fleet(app);
  const desk = createImprovementDesk({
    stores,
    clock,
    capacity: () => {
      throw new Error('nothing is proposed here');
    },
  });
  let count = 0;
  return {
    app,
    desk,
    /** Incidents that were open for a minute each, from these times on. */
    async opened(rule: string, letter: Letter, times: readonly number[], fields: Partial<Incident> = {}) {
      for (const openedAt of times) {
        const name = `x${count++}`;
        const after = incident(name, {
          id: `i${name}` as IncidentId,
          rule: rule as RuleId,
          ruleName: rule,
          device: id(letter),
          deviceName: `host-${letter}`,
          site: sites[letter],
          state: 'resolved',
          openedAt,
          resolvedAt: openedAt + minute,
          turns: [openedAt],
          clocks: { waitingSince: openedAt, pauses: [], toldAcknowledge: null, toldResolve: null },
          ...fields,
        });
        await stores.incidents.write([{ before: null, after, timeline: [] }], silence);
      }
    },
    /** Writes a finding down. */
    found: (fields: Partial<ImprovementInput>) => putImprovement(desk.ports(), cli, { ...blank, ...fields }),
    async act(one: Pick<Improvement, 'id'>, act: 'begin' | 'finish' | 'measure' | 'reopen' | 'drop') {
      const { version } = await getImprovement(desk.ports(), cli, one);
      return actOnImprovement(desk.ports(), cli, { id: one.id, act, version });
    },
    get: (one: Pick<Improvement, 'id'>) => getImprovement(desk.ports(), cli, one),
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  };
}
export type ImprovementWorld = Awaited<ReturnType<typeof improvementWorld>>;

const blank: ImprovementInput = {
  finding: 'It comes back',
  action: 'Put an end to it',
  owner: null,
  due: null,
  measure: null,
  baselineDays: 30,
  problem: null,
  site: null,
  version: 0,
};

async function fleet({ stores }: Awaited<ReturnType<typeof testApp>>): Promise<void> {
  const now = found - 90 * day;
  const store = { store: stores.devices, now };
  for (const [letter, site] of Object.entries(sites)) {
    const labels: Record<string, string> = site === 'berlin' ? { role: 'db' } : {};
    const span = { notBefore: now, notAfter: now + day };
    await publishToken(store, cli, { key: key(letter), envelope: '{}', site, labels, uses: 1, ...span });
    const record = { id: id(letter), host: `host-${letter}`, publicKey: key(letter), sealingKey: key(letter) };
    await enrolDevice(store, agentActor(record.id), { record, tokenKey: key(letter), agentVersion: '0.1.0' });
  }
}

/** A service that is down while something critical of host-a is. */
export async function shop({ app }: ImprovementWorld, name = 'shop'): Promise<void> {
  const [from, version] = [found - 60 * day, 1];
  const part = { need: { kind: 'all' }, impact: 'down' } as const;
  const parts = [
    { ...part, name: 'Server', of: { kind: 'device' as const, ids: [id('a') as string], counts: 'critical' as const } },
  ];
  const people = { owner: null, pointPerson: null, criticality: 'vital', calendar: null, costPerHour: null } as const;
  const service = { id: name, name, description: '', ...people, site: null, parts, countedFrom: from, version };
  await app.stores.services.put(service, { service: name, from, parts, devices: [[id('a')]] }, silence);
}

/** Times in which something critical of host-a was out: from, and for how many seconds. */
export async function outages({ app }: ImprovementWorld, all: readonly (readonly [from: number, seconds: number])[]) {
  const { services } = app.stores;
  const spells = all.map(([from, seconds], i) => ({
    id: `i:o${i}:${from}`,
    kind: 'incident' as const,
    device: id('a'),
    site: 'berlin',
    incident: `io${i}` as IncidentId,
    rule: 'port-open',
    instance: null,
    severity: 'critical' as const,
    words: 'It does not answer',
    from,
    to: from + seconds * second,
  }));
  await services.hear(spells, await services.cursor(), 1);
}

/** A frame in the middle of each hour. */
export async function remembered({ app }: ImprovementWorld, from: number, of: (n: number, letter: Letter) => number) {
  const attributes = {};
  const dictionary = { series: [{ metric: 'system.memory.utilization', attributes, decimals: 4 }] };
  for (let n = 0; n < 30 * 24; n++) {
    const time = from + n * hour + 30 * minute;
    const frames = (Object.keys(sites) as Letter[]).map((letter) => {
      const values = Float64Array.of(of(n, letter));
      const frame = { sequence: Math.floor(time / hour), time, offset: 0, values, tables: [] };
      return { device: id(letter), frame, time, dictionary };
    });
    await app.stores.series.append(frames);
  }
}
