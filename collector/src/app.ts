import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import type { Envelope } from '@fettle/shared/trust/envelope';
import type { Signer } from '@fettle/shared/trust/keys';
import { version } from '@fettle/shared/version';
import type { Clock } from './clock.ts';
import { createCapacityDesk } from './capacity-wiring.ts';
import { createChangeDesk } from './changes-wiring.ts';
import { createDetection } from './detection.ts';
import type { Scope } from './domain/access/index.ts';
import type { RunSource } from './domain/changes/index.ts';
import { withRoster } from './domain/devices/index.ts';
import { withTail } from './domain/events/index.ts';
import { openByRule } from './domain/incidents/index.ts';
import type { Finding } from './domain/rules/index.ts';
import type { RetentionPlan, StoredFrame } from './domain/series/index.ts';
import { domainVerbs } from './edge/gateway/domain-verbs.ts';
import { createGateway } from './edge/gateway/gateway.ts';
import { createPresence } from './edge/gateway/presence.ts';
import type { CertificateSource } from './edge/http/certificate.ts';
import { credentialsOf } from './edge/http/credentials.ts';
import { refuseWritesWhenFull } from './edge/http/full-disk.ts';
import { servePages } from './edge/http/pages.ts';
import { routes } from './edge/http/routes.ts';
import { createServer, type ServerLog } from './edge/http/server.ts';
import { trustsOf, wayOf } from './edge/http/way.ts';
import { createJobs } from './edge/jobs/jobs.ts';
import { createFeed } from './edge/live/feed.ts';
import { Storage } from './edge/storage/storage.ts';
import { figures } from './figures.ts';
import { createImprovementDesk } from './improvements-wiring.ts';
import { createIncidentDesk } from './incidents-wiring.ts';
import { createLevelDesk } from './levels-wiring.ts';
import { createNoticeDesk } from './notices-wiring.ts';
import { createOrderDesk } from './orders-wiring.ts';
import { createReportDesk } from './reports-wiring.ts';
import { createServiceDesk } from './services-wiring.ts';
import { createPeopleDesk } from './people-wiring.ts';
import { createRequestDesk } from './requests-wiring.ts';
import type { Stores } from './store/stores.ts';

export interface AppOptions {
  readonly stores: Stores;
  readonly identity: Signer;
  readonly clock: Clock;
  readonly log: ServerLog;
  /** How long samples are kept. */
  readonly plan: RetentionPlan;
  /** The built dashboard; default: dashboard/dist of this checkout. */
  readonly pages?: string;
  /** From one address; a page of charts asks for dozens at once. */
  readonly requestsPerMinute?: number;
  /** `driven`: jobs run when `jobs.runDue` is called and not before `jobs.start`, for a clock that somebody moves. */
  readonly jobs?: 'timed' | 'driven';
  /** With it HTTPS is served, else plain HTTP. */
  readonly certificate?: CertificateSource | null;
  /** Proxies that are believed, as addresses or networks. */
  readonly trustedProxy?: readonly string[];
  /** Bytes left for the stores; absent: nobody looks. */
  readonly freeBytes?: () => Promise<number>;
  /** Seals channels' secrets and makes links, 32 bytes; absent: one that ends with this app. */
  readonly noticeKey?: Uint8Array;
  /** What all waits of notices are multiplied by, for who cannot wait: a test. Default: 1. */
  readonly noticePace?: number;
  /** Runs from elsewhere than the records; absent: from there. */
  readonly runs?: RunSource;
  /** Told of what rules found; absent: nobody is. */
  readonly onFindings?: (findings: readonly Finding[]) => Promise<void>;
}

const builtPages = fileURLToPath(new URL('../../dashboard/dist', import.meta.url));
/**
 * Connections that wait to be taken when a whole fleet comes back at once; the kernel has its own bound. Those beyond it
 * are asked again by the kernels of the others, after up to a minute.
 */
const backlog = 8_192;
/** How often a device is measured while somebody looks at it. */
const watchedMs = 1_000;

/** Wires stores, domain and edges. Takes the stores over: `close` closes them. */
export async function createApp(options: AppOptions) {
  const { identity, clock, log, certificate = null } = options;
  const events = withTail(options.stores.events);
  const stores = {
    ...options.stores,
    events,
    devices: withRoster(options.stores.devices, events, () => performance.now()),
  };
  const trusts = trustsOf(options.trustedProxy ?? []);
  const { access, devices } = stores;
  const presence = createPresence();
  const storage = new Storage(clock.now());
  const watch = (device: DeviceId) => gateway.watches.watch(device, watchedMs);
  const { hub, view, onStored: feed, lookAtIncidents } = await createFeed({ ...stores, presence, watch });
  storage.on((state, since) => hub.storage({ state, since }));
  const noticeKey = options.noticeKey ?? randomBytes(32);
  const notices = createNoticeDesk({
    stores,
    clock,
    hub,
    incidents: () => desk.ports(),
    key: noticeKey,
    pace: options.noticePace ?? 1,
  });
  const reportDesk = createReportDesk({
    stores,
    clock,
    key: noticeKey,
    address: () => notices.address(),
  });
  const desk = createIncidentDesk({
    stores,
    windows: () => notices.windows(),
    clock,
    log,
    plan: options.plan,
    snapshot: (device) => gateway.snapshot(device),
    holds: (incident) => levels.holds(incident) ?? detection.holds(incident),
    remark: () => notices.remark(),
    suspects: (incident, time) => changes.suspects(incident, time),
  });
  const changes = createChangeDesk({
    stores,
    clock,
    incidents: () => desk.ports(),
    heard: (found) => desk.heard(found),
    ...(options.runs && { runs: options.runs }),
  });
  const services = createServiceDesk({ stores, clock });
  const capacity = createCapacityDesk({ stores, clock, log });
  const improvements = createImprovementDesk({ stores, clock, capacity: capacity.ports });
  const sink = async (findings: readonly Finding[]) => {
    await desk.sink(findings);
    // If it fails now, the next tick sends them.
    void hub.tellEvents().catch(() => undefined);
    await options.onFindings?.(findings);
  };
  const levels = createLevelDesk({ stores, clock, sink });
  const detection = await createDetection({ stores, clock, log, sink, open: () => desk.open() });
  await desk.resume();
  const onStored = (frames: readonly StoredFrame[]) => {
    detection.onStored(frames);
    feed(frames);
  };
  const onArrived = (frames: readonly StoredFrame[]) => detection.onArrived(frames);
  const verbs = domainVerbs({ ...stores, clock, storage, onArrived, onStored });
  const roots = async () => (await access.roots()).map(({ envelope }) => JSON.parse(envelope) as Envelope);
  const orders = createOrderDesk({
    stores,
    clock,
    log,
    hub: () => hub,
    send: (device, message) => gateway.send(device, message),
    connected: () => gateway.connected(),
  });
  const requests = createRequestDesk({
    stores,
    clock,
    orders: orders.ports,
    sink,
    send: (device, message) => gateway.send(device, message),
    connected: () => gateway.connected(),
  });
  const work = { ...orders.work, ...requests.work };
  const gateway = createGateway({ identity, roots, verbs, work, presence, clock, log });
  const credentials = credentialsOf(access, clock, storage);
  const { app: http, show } = await createServer({
    log,
    credentials,
    version,
    requestsPerMinute: options.requestsPerMinute ?? 6_000,
    certificate: certificate?.current ?? null,
    strictTransport: certificate?.vouched ?? false,
    trusts,
  });
  const renewCertificate = async () => {
    if (certificate === null || !(await certificate.refresh(clock.now()))) return;
    show(certificate.current);
    log.info('the certificate was renewed');
  };
  const { plan } = options;
  const room = async () => ({ free: (await options.freeBytes?.()) ?? Number.POSITIVE_INFINITY });
  const peopleDesk = createPeopleDesk({ stores, clock });
  const jobs = createJobs({
    ...stores,
    presence,
    gateway,
    hub,
    clock,
    log,
    plan,
    detection,
    renewCertificate,
    storage,
    room,
    incidents: desk,
    lookAtIncidents,
    notices,
    changes,
    services,
    capacity,
    orders,
    reports: reportDesk,
    levels,
    handOver: peopleDesk,
    requests,
    improvements,
  });
  if (options.jobs !== 'driven') jobs.start();
  const pages = options.pages ?? builtPages;
  const context = {
    ...stores,
    pages,
    plan,
    clock,
    hub,
    version,
    view,
    credentials,
    storage,
    openByRule: async (scope: Scope) => openByRule(await stores.incidents.open(scope)),
    incidentPorts: desk.ports,
    problemPorts: desk.problemPorts,
    desk: notices,
    reportDesk,
    changeDesk: changes,
    serviceDesk: services,
    levelDesk: levels,
    peopleDesk,
    capacityDesk: capacity,
    scriptPorts: orders.scriptPorts,
    orderPorts: orders.ports,
    orderDesk: orders,
    requestPorts: requests.ports,
    improvementPorts: improvements.ports,
    async ready() {
      if (storage.full) throw new FettleError('disk_full');
      await stores.ping();
    },
    figures: () => {
      const failed = { jobFailures: jobs.failures, detection: detection.counts };
      return figures({ counters: gateway.counters, devices, streams: hub.size, ...failed });
    },
  };
  refuseWritesWhenFull(http, storage);
  let answers = false;
  http.addHook('onReady', async () => void (answers = true));
  for (const add of routes) add(http, context);
  await servePages(http, pages);
  gateway.attach(http.server, (request) => wayOf(request, trusts) !== 'open');

  /** Resolves when what was found so far is durable, with its evidence, and told. */
  async function settle(): Promise<void> {
    await detection.settle();
    await changes.tell();
    await services.tell();
    await desk.settle();
    await notices.settle();
    await orders.settle();
    await requests.tell();
  }

  return {
    http,
    jobs,
    /** What the gateway does for agents, for those without a socket. */
    agents: { verbs, presence, work },
    orders,
    requests,
    /** Gives the address. @throws FettleError `port_in_use` */
    async listen(host: string, port: number): Promise<string> {
      const address = await http.listen({ host, port, backlog });
      const served = certificate === null ? address : address.replace(/^http:/, 'https:');
      notices.reachedAt(served);
      return served;
    },
    /** Where people reach the dashboard, if that is not where it listens. */
    reachedAt: (address: string) => notices.reachedAt(address),
    settle,
    /** At once, what the job would do within seconds. */
    renewCertificate,
    /** Makes what agents sent durable and acknowledges it, ends connections and streams, closes the stores. */
    async close(): Promise<void> {
      await gateway.close();
      // One that never answered would first make ready to, which takes a second.
      if (answers) await http.close();
      await jobs.stop();
      await settle();
      await reportDesk.close();
      await stores.series.close();
      await stores.close();
    },
  };
}
