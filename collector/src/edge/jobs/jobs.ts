import type { Clock } from '../../clock.ts';
import type { AccessStore } from '../../domain/access/index.ts';
import type { DeviceStore } from '../../domain/devices/index.ts';
import type { EventStore } from '../../domain/events/index.ts';
import type { RetentionPlan, SeriesStore } from '../../domain/series/index.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Presence } from '../gateway/presence.ts';
import type { Hub } from '../live/hub.ts';
import type { Log } from '../log.ts';
import type { Room, Storage } from '../storage/storage.ts';
import { type Job, repeat } from './every.ts';
import { Sightings } from './sightings.ts';
import { updateStates } from './states.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** Events are kept longer than samples: they are few and tell more. */
const eventDays = 400;

interface IncidentWork {
  tend(): Promise<void>;
  rest(): Promise<unknown>;
  repeats(): Promise<unknown>;
  keep(): Promise<void>;
}

export interface JobNeeds {
  readonly access: AccessStore;
  readonly devices: DeviceStore;
  readonly events: EventStore;
  readonly series: SeriesStore;
  readonly presence: Presence;
  readonly gateway: Pick<Gateway, 'refuse'>;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly log: Log;
  /** How long samples are kept. */
  readonly plan: RetentionPlan;
  readonly storage: Storage;
  /** What time does to incidents, and what is kept of them. */
  readonly incidents: IncidentWork;
  /** What lists of devices say of incidents. */
  lookAtIncidents(): Promise<void>;
  /** What is told to people, and the call that tells others we live. */
  readonly notices: {
    tell(): Promise<void>;
    send(): Promise<void>;
    tellTrust(): Promise<unknown>;
    beat(): Promise<unknown>;
    retain(): Promise<unknown>;
  };
  /** What altered devices is heard. */
  readonly changes: { tell(): Promise<void>; retain(): Promise<unknown> };
  /** What was out is heard, and what services became is told. */
  readonly services: { tell(): Promise<void>; retain(): Promise<unknown> };
  /** Budgets that burn, periods that are missed, and what runs told of backups. */
  readonly levels: {
    hear(): Promise<void>;
    tend(): Promise<void>;
    tellMissed(): Promise<unknown>;
    retain(): Promise<unknown>;
  };
  readonly handOver: { retain(): Promise<unknown> };
  /** What fills up is reckoned once a day. */
  readonly capacity: { tend(): Promise<void> };
  /** What time does to orders; freshness and old outputs. */
  readonly orders: { tend(): Promise<void>; keep(): Promise<void> };
  /** What is planned is made, and sent. */
  readonly reports: { tend(): Promise<void>; send(): Promise<unknown>; retain(): Promise<void> };
  /** What became of what people asked for. */
  readonly requests: { tell(): Promise<void>; tend(): Promise<void>; retain(): Promise<unknown> };
  /** Whether what was done made it better. */
  readonly improvements: { judge(): Promise<unknown> };
  /** How much room the stores have. */
  readonly room: () => Promise<Room>;
  /** What rules find by the clock, and by the past. */
  readonly detection: { tick(): Promise<void>; trends(): Promise<void> };
  /** Looks for a newer certificate and shows it; nothing to do without TLS. */
  renewCertificate(): Promise<void>;
}

export interface Jobs {
  readonly failures: number;
  /** Runs them by timers from now on. */
  start(): void;
  /** Runs what is due by the clock, one after the other: for a clock that somebody moves. */
  runDue(): Promise<void>;
  /** Writes what is still to be written, then stops. */
  stop(): Promise<void>;
}

interface Work {
  readonly name: string;
  readonly everyMs: number;
  readonly firstMs?: number;
  /** Waits while the disk is full. */
  readonly writes: boolean;
  readonly run: () => Promise<unknown> | void;
}

/** Everything that the collector does by the clock, one line each. */
function workList(needs: JobNeeds, sightings: Sightings): Work[] {
  const { access, devices, events, series, presence, gateway, hub, clock, plan, storage } = needs;
  const listeningSince = clock.now();
  const { refuse } = gateway;
  const states = () => updateStates({ store: devices, presence, refuse, now: clock.now(), listeningSince });
  const look = async () => storage.measured(await needs.room(), clock.now());
  return [
    { name: 'room', everyMs: 2_000, writes: false, run: look },
    { name: 'live', everyMs: 500, writes: false, run: () => hub.tick() },
    { name: 'beat', everyMs: 15_000, writes: false, run: () => hub.beat() },
    { name: 'streams', everyMs: 30_000, writes: false, run: () => hub.recheck() },
    { name: 'states', everyMs: 1_000, writes: true, run: states },
    { name: 'troubles', everyMs: 1_000, writes: false, run: () => needs.lookAtIncidents() },
    { name: 'changes', everyMs: 1_000, writes: true, run: () => needs.changes.tell() },
    { name: 'hand-over notes kept', everyMs: 6 * hour, writes: true, run: () => needs.handOver.retain() },
    { name: 'changes kept', everyMs: 6 * hour, writes: true, run: () => needs.changes.retain() },
    { name: 'services', everyMs: 1_000, writes: true, run: () => needs.services.tell() },
    { name: 'services kept', everyMs: 6 * hour, writes: true, run: () => needs.services.retain() },
    { name: 'incidents', everyMs: 2_000, writes: true, run: () => needs.incidents.tend() },
    { name: 'incidents resolved', everyMs: 60_000, writes: true, run: () => needs.incidents.rest() },
    { name: 'problems', everyMs: 300_000, writes: true, run: () => needs.incidents.repeats() },
    { name: 'incidents kept', everyMs: 6 * hour, writes: true, run: () => needs.incidents.keep() },
    { name: 'notices', everyMs: 1_000, writes: true, run: () => needs.notices.tell() },
    { name: 'deliveries', everyMs: 500, writes: true, run: () => needs.notices.send() },
    { name: 'trust told', everyMs: 300_000, firstMs: 5_000, writes: true, run: () => needs.notices.tellTrust() },
    { name: 'heartbeat', everyMs: 10_000, firstMs: 1_000, writes: true, run: () => needs.notices.beat() },
    { name: 'notices kept', everyMs: 6 * hour, writes: true, run: () => needs.notices.retain() },
    { name: 'backups', everyMs: 5_000, writes: true, run: () => needs.levels.hear() },
    { name: 'burning', everyMs: 60_000, writes: true, run: () => needs.levels.tend() },
    { name: 'levels missed', everyMs: 600_000, writes: true, run: () => needs.levels.tellMissed() },
    { name: 'backups kept', everyMs: 6 * hour, writes: true, run: () => needs.levels.retain() },
    { name: 'capacity', everyMs: 600_000, firstMs: 60_000, writes: true, run: () => needs.capacity.tend() },
    { name: 'orders', everyMs: 1_000, writes: true, run: () => needs.orders.tend() },
    { name: 'trust', everyMs: 60_000, firstMs: 5_000, writes: true, run: () => needs.orders.keep() },
    { name: 'reports', everyMs: 1_000, writes: true, run: () => needs.reports.tend() },
    { name: 'reports sent', everyMs: 1_000, writes: true, run: () => needs.reports.send() },
    { name: 'reports kept', everyMs: 6 * hour, writes: true, run: () => needs.reports.retain() },
    { name: 'requests', everyMs: 1_000, writes: true, run: () => needs.requests.tell() },
    { name: 'requests tended', everyMs: 60_000, writes: true, run: () => needs.requests.tend() },
    { name: 'improvements', everyMs: hour, firstMs: 60_000, writes: true, run: () => needs.improvements.judge() },
    { name: 'requests kept', everyMs: 6 * hour, writes: true, run: () => needs.requests.retain() },
    { name: 'rules', everyMs: 1_000, writes: true, run: () => needs.detection.tick() },
    { name: 'trends', everyMs: 5_000, writes: true, run: () => needs.detection.trends() },
    { name: 'sightings', everyMs: 5_000, writes: true, run: () => sightings.writeSome(clock.now()) },
    { name: 'sessions', everyMs: 600_000, writes: true, run: () => access.sweepSessions(clock.now()) },
    // What was left undone before the start waits no minute more.
    {
      name: 'samples',
      everyMs: 60_000,
      firstMs: 2_000,
      writes: true,
      run: () => maintainSeries(series, clock.now(), plan),
    },
    { name: 'events', everyMs: hour, writes: true, run: () => events.retain(clock.now() - eventDays * day) },
    { name: 'certificate', everyMs: 5_000, writes: true, run: () => needs.renewCertificate() },
  ];
}

/** Until nothing more is due; each step leaves room for what else there is to do. */
async function maintainSeries(series: SeriesStore, now: number, plan: RetentionPlan): Promise<void> {
  while ((await series.maintain(now, plan)).more);
}

/** As jobs that give nothing. */
function jobList(needs: JobNeeds, sightings: Sightings): Job[] {
  return workList(needs, sightings).map(({ writes, run, ...job }) => ({
    ...job,
    async run() {
      if (!writes || !needs.storage.full) await run();
    },
  }));
}

/** The jobs, none of them running yet. */
export function createJobs(needs: JobNeeds): Jobs {
  const sightings = new Sightings(needs.devices, needs.presence);
  const repetitions = jobList(needs, sightings).map((job) => repeat(job, needs.log));
  return {
    get failures() {
      return repetitions.reduce((sum, { failures }) => sum + failures, 0);
    },
    start() {
      for (const one of repetitions) one.start();
    },
    async runDue() {
      for (const one of repetitions) await one.runDue(needs.clock.now());
    },
    async stop() {
      await Promise.all(repetitions.map((one) => one.stop()));
      if (!needs.storage.full) await sightings.writeAll(needs.clock.now());
    },
  };
}
