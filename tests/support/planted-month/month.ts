/** Plays the planted month into the real app: its gateway's verbs, rules, jobs and HTTP, by a clock that is moved. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { agentActor, everywhere, systemActor } from '@fettle/collector/domain/access/index';
import { enrolDevice, publishToken } from '@fettle/collector/domain/devices/index';
import type { DeviceId, PersonId } from '@fettle/shared/ids';
import { orderBook, runTeller } from '../../stories/remedy-world.ts';
import { openRecords } from '@fettle/collector/store/open';
import { openSqliteSeries } from '@fettle/collector/store/series-sqlite/open';
import { FakeClock, type TestApp, testApp } from '../app.ts';
import { dictionary, frameOf, type Readings, usual } from './readings.ts';
import { type Ask, asker, join } from './crew.ts';
import { writeRules } from './rules.ts';
import {
  begin,
  end,
  hour,
  type Human,
  type Machine,
  machines,
  minute,
  type Planted,
  planted,
  ruleOf,
  second,
  shutdown,
} from './truths.ts';

const system = systemActor('test');
const every = hour;
/** What waits is written as soon as nothing more comes. */
const timing = { smallMs: 0, smallBytes: Number.MAX_SAFE_INTEGER, longestMs: 1, mostBytes: 4 * 1_024 * 1_024 };
const ids = Object.fromEntries(
  Object.keys(machines).map((name, i) => [name, `d${'abcdefgh'.charAt(i).repeat(26)}`]),
) as Record<Machine, DeviceId>;

export interface Month {
  readonly app: TestApp;
  readonly ids: Readonly<Record<Machine, DeviceId>>;
  readonly person: Readonly<Record<Human, PersonId>>;
  /** Asks the real API as an administrator. */
  readonly ask: Ask;
  [Symbol.asyncDispose](): Promise<void>;
}

interface Moment {
  readonly time: number;
  readonly do: () => Promise<void> | void;
}

/** @param set told once the devices are there and before anything happens: services, objectives, values */
export async function playMonth(set: (month: Month) => Promise<void>): Promise<Month> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fettle-month-'));
  // Series as they are kept in earnest: what is old is there in roll-ups only.
  const series = await openSqliteSeries(path.join(folder, 'series'), { durability: 'normal', timing });
  const clock = new FakeClock();
  clock.time = begin;
  const stores = { ...(await openRecords({ sqlite: ':memory:' })), series };
  const app = await testApp({ jobs: 'driven', requestsPerMinute: 1_000_000 }, { stores, clock });
  await enrolAll(app);
  await writeRules(stores);
  await orderBook(stores, begin, [{ name: 'clear-temp', version: 1 }]);
  const person = await join(app);
  const month: Month = {
    app,
    ids,
    person,
    ask: asker(app, person.Ida),
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
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
        await Promise.all((Object.keys(machines) as Machine[]).map(measure));
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
