/** Plays the planted month into the real app: its gateway's verbs, rules, jobs and HTTP, by a clock that is moved. */
import {
  acceptInvitation,
  agentActor,
  everywhere,
  invitePerson,
  Passwords,
  systemActor,
} from '@fettle/collector/domain/access/index';
import { startSession } from '@fettle/collector/domain/access/sessions';
import { enrolDevice, publishToken } from '@fettle/collector/domain/devices/index';
import type { Rule } from '@fettle/collector/domain/rules/index';
import type { DeviceId, PersonId, RuleId } from '@fettle/shared/ids';
import type { RuleBody } from '@fettle/shared/rules/rule';
import { orderBook, runTeller } from '../../stories/remedy-world.ts';
import { type TestApp, testApp } from '../app.ts';
import { dictionary, frameOf, type Readings, usual } from './readings.ts';
import {
  begin,
  end,
  hour,
  type Human,
  type Machine,
  machines,
  minute,
  people,
  type Planted,
  planted,
  ruleOf,
  second,
  shutdown,
  zone,
} from './truths.ts';

const system = systemActor('test');
const every = hour;
const ids = Object.fromEntries(
  Object.keys(machines).map((name, i) => [name, `d${'abcdefgh'.charAt(i).repeat(26)}`]),
) as Record<Machine, DeviceId>;

export interface Month {
  readonly app: TestApp;
  readonly ids: Readonly<Record<Machine, DeviceId>>;
  readonly person: Readonly<Record<Human, PersonId>>;
  /** Asks the real API as an administrator. */
  readonly ask: (method: 'GET' | 'POST' | 'PUT', url: string, body?: object) => Promise<unknown>;
  [Symbol.asyncDispose](): Promise<void>;
}

interface Moment {
  readonly time: number;
  readonly do: () => Promise<void> | void;
}

/** @param set told once the devices are there and before anything happens: services, objectives, values */
export async function playMonth(set: (month: Month) => Promise<void>): Promise<Month> {
  const app = await testApp({ jobs: 'driven', requestsPerMinute: 1_000_000 });
  const { clock, stores } = app;
  clock.time = begin;
  await enrolAll(app);
  await rules(app);
  await orderBook(stores, begin, [{ name: 'clear-temp', version: 1 }]);
  const person = await join(app);
  const month: Month = {
    app,
    ids,
    person,
    ask: asker(app, person.Ida),
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]();
    },
  };
  await settle(app);
  await set(month);
  const readings = Object.fromEntries(Object.keys(machines).map((name) => [name, usual()])) as Record<
    Machine,
    Readings
  >;
  let sequence = 0;
  const off = new Set<Machine>();
  const measure = async (machine: Machine) => {
    if (off.has(machine)) return;
    const now = clock.now();
    const frame = frameOf(machine, readings[machine], now, ++sequence);
    await app.agents.verbs.ingest(ids[machine], [frame], dictionary);
    app.agents.presence.change(ids[machine], 'frame', { lastFrame: now, lastHeard: now });
  };
  const teller = runTeller(stores, () => clock.now());
  const played = { app, person, readings, teller, measure };
  const moments = [...planted.flatMap((one) => story(played, one)), ...away(app, off, measure)];
  for (let time = begin; time < end; time += every) {
    moments.push({
      time,
      do: async () => {
        for (const machine of Object.keys(machines) as Machine[]) await measure(machine);
      },
    });
  }
  moments.push({ time: end, do: () => undefined });
  for (const moment of moments.toSorted((a, b) => a.time - b.time)) {
    clock.time = moment.time;
    await moment.do();
    await settle(app);
  }
  return month;
}

/** What is found, told and heard until it is quiet, as the collector's timers would. */
async function settle(app: TestApp): Promise<void> {
  await app.settle();
  await app.jobs.runDue();
  await app.settle();
}

async function enrolAll({ stores, clock, agents }: TestApp): Promise<void> {
  const span = { notBefore: begin - 1, notAfter: end + hour };
  for (const [name, { host, site, labels }] of Object.entries(machines)) {
    const tokenKey = `${name.padEnd(43, 'k')}=`;
    const token = { key: tokenKey, envelope: '{}', site, labels, uses: 1, ...span };
    await publishToken({ store: stores.devices, now: begin }, system, token);
    const id = ids[name as Machine];
    const record = { id, host, publicKey: `${id}pub`, sealingKey: `${id}seal` };
    await enrolDevice({ store: stores.devices, now: begin }, agentActor(id), {
      record,
      tokenKey,
      agentVersion: '0.1.0',
    });
    agents.presence.connected(id, clock.now(), { version: '0.1.0', interval: every });
  }
}

const plain = (name: string, when: RuleBody['when']): RuleBody => ({
  name,
  selector: '',
  when,
  forMs: 0,
  clearForMs: 0,
  enabled: true,
  runbook: '',
  overrides: [],
});
const above = (metric: string, warning: number, clear: number): RuleBody['when'] => ({
  kind: 'value',
  metric,
  is: 'above',
  levels: { warning: { limit: warning, clear } },
});

async function rules({ stores }: TestApp): Promise<void> {
  const failed = (unit: string): RuleBody['when'] => ({
    kind: 'state',
    metric: 'systemd.unit.state',
    states: { critical: ['failed'] },
    where: { 'systemd.unit.name': unit },
  });
  const bodies: Record<string, RuleBody> = {
    'unit-failed': plain('The main service has failed', failed('main.service')),
    'backup-failed': plain('The backup has failed', failed('backup.service')),
    'disk-full': plain('/var is full', above('system.filesystem.utilization', 0.9, 0.85)),
    'disk-slow': plain('A disk answers slowly', above('system.disk.operation.duration', 100, 50)),
    'cpu-high': plain('CPU above 85 %', above('system.cpu.busy', 0.85, 0.8)),
  };
  for (const [id, body] of Object.entries(bodies)) {
    const rule: Rule = { ...body, id: id as RuleId, origin: 'person', createdAt: begin, changedAt: begin, version: 1 };
    const event = { time: begin, kind: 'rule.created', device: null, site: null, detail: { rule: id } };
    await stores.rules.write([{ what: 'put', rule, before: 0 }], { events: [event], audit: [] });
  }
}

async function join({ stores }: TestApp): Promise<Record<Human, PersonId>> {
  const passwords = new Passwords({ memoryKiB: 64, passes: 1 });
  const ports = { store: stores.access, people: stores.people, now: begin, passwords };
  const made: Partial<Record<Human, PersonId>> = {};
  for (const name of people) {
    const role = name === 'Ida' ? 'admin' : 'technician';
    const invitee = { name, role, sites: 'all', selector: '', zone, contacts: [] } as const;
    const { code } = await invitePerson(ports, system, invitee);
    made[name] = (await acceptInvitation(ports, { code, password: 'correct horse battery staple' })).person.id;
  }
  return made as Record<Human, PersonId>;
}

function asker(app: TestApp, who: PersonId): Month['ask'] {
  return async (method, url, body) => {
    const person = await app.stores.access.person(who);
    if (person === null) throw new Error(`no person ${who}`);
    const { cookie } = await startSession({ store: app.stores.access, now: app.clock.now() }, person);
    const headers = { cookie: `fettle=${cookie}` };
    const answer = await app.http.inject({ method, url, headers, ...(body && { payload: body }) });
    if (answer.statusCode >= 300)
      throw new Error(`${method} ${url}: ${answer.statusCode} ${answer.body.slice(0, 500)}`);
    return answer.headers['content-type']?.toString().includes('json') ? answer.json<unknown>() : answer.rawPayload;
  };
}

interface Played {
  readonly app: TestApp;
  readonly person: Readonly<Record<Human, PersonId>>;
  readonly readings: Record<Machine, Readings>;
  readonly teller: ReturnType<typeof runTeller>;
  readonly measure: (machine: Machine) => Promise<void>;
}

/** One planted trouble as moments: it breaks, somebody sees it, a run is told, it is over. */
function story({ app, person, readings, teller, measure }: Played, one: Planted): Moment[] {
  const { machine, trouble, from, to, by, seenAt, run } = one;
  const set = async (broken: boolean) => {
    readings[machine][trouble] = broken;
    await measure(machine);
  };
  const moments: Moment[] = [
    { time: from, do: () => set(true) },
    { time: to, do: () => set(false) },
  ];
  if (by !== undefined && seenAt !== undefined) {
    moments.push({ time: seenAt, do: () => acknowledge(app, person[by], one) });
  }
  if (run) {
    const { device, instance } = keyOf(one);
    const state = run.cleared ? 'done' : 'failed';
    const told = {
      name: run.name,
      device,
      startedAt: run.startedAt,
      endedAt: run.endedAt,
      instance,
      since: from,
      state,
    } as const;
    moments.push({ time: run.endedAt, do: async () => void (await teller.ended(told)) });
    const measured = { name: run.name, cleared: run.cleared, time: from + 65 * second, instance };
    moments.push({ time: from + 70 * second, do: () => teller.remedied(device, measured) });
  }
  return moments;
}

const keyOf = ({ machine }: Planted) => ({
  device: ids[machine],
  instance: 'system.filesystem.mountpoint=/var',
});

async function acknowledge(app: TestApp, who: PersonId, { machine, trouble }: Planted): Promise<void> {
  const open = await app.stores.incidents.open(everywhere);
  const found = open.find(({ device, rule }) => device === ids[machine] && rule === ruleOf[trouble]);
  if (!found) throw new Error(`nothing to acknowledge: ${ruleOf[trouble]} on ${machine}`);
  const incidents = [{ id: found.id, version: found.version }];
  const ask = asker(app, who);
  const answer = await ask('POST', '/api/v1/incidents/act', { incidents, act: { kind: 'acknowledge' } });
  const [item] = (answer as { items: { code: string | null }[] }).items;
  if (item?.code !== null) throw new Error(`acknowledge: ${item?.code}`);
}

/** The server is shut down in order, and comes back. */
function away(app: TestApp, off: Set<Machine>, measure: (machine: Machine) => Promise<void>): Moment[] {
  const { machine, from, to } = shutdown;
  const { presence } = app.agents;
  const id = ids[machine];
  const go = () => {
    off.add(machine);
    presence.change(id, 'goodbye', { goodbye: 'shutdown', lastHeard: from });
    presence.change(id, 'disconnected', {
      connected: false,
      since: from,
      ending: { goodbye: 'shutdown', how: 'closed' },
    });
  };
  const come = async () => {
    off.delete(machine);
    presence.connected(id, to, { version: '0.1.0', interval: every });
    await measure(machine);
  };
  return [
    { time: from, do: go },
    { time: to, do: come },
    // What was heard of it is told at once, not with the next full minute.
    { time: to + minute, do: () => undefined },
  ];
}
