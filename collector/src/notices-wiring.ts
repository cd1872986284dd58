/** Notices with what they ask of others, and what is done for them by the clock. */
import { setTimeout } from 'node:timers/promises';
import { metricNamed } from '@fettle/shared/metrics/catalogue';
import { formatValue } from '@fettle/shared/units';
import type { Process } from '@fettle/shared/api/devices';
import type { IncidentId } from '@fettle/shared/ids';
import type { Clock } from './clock.ts';
import { everywhere } from './domain/access/index.ts';
import type { Device } from './domain/devices/index.ts';
import { type ActPorts, actOnIncidents, type EvidencePiece, type Incident } from './domain/incidents/index.ts';
import {
  type Background,
  beat,
  decide,
  type IncidentSource,
  type LinkContext,
  listen,
  type NoticesContext,
  sendDue,
  type SendContext,
  tellTrust,
  trustRemark,
} from './domain/notifications/index.ts';
import { WindowCalendar } from './domain/windows/index.ts';
import { senders } from './edge/channels/channels.ts';
import { ask } from './edge/channels/request.ts';
import type { Hub } from './edge/live/hub.ts';
import type { Records } from './store/stores.ts';

export interface NoticeNeeds {
  readonly stores: Records;
  readonly clock: Clock;
  readonly hub: Pick<Hub, 'notice'>;
  readonly incidents: () => ActPorts;
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** What all waits are multiplied by. */
  readonly pace?: number;
}

const beatPatienceMs = 10_000;
/** So long the next batch waits for one before it. */
const batchMs = 1_000;
const shown = 3;
const keptMs = 400 * 86_400_000;

export function createNoticeDesk({ stores, clock, hub, incidents: ports, key, pace = 1 }: NoticeNeeds) {
  const { access, people, channels, notices, events, devices } = stores;
  const calendar = new WindowCalendar(stores);
  const send = senders({ show: (of) => hub.notice(of), devices: (ids) => devicesOf(stores, ids) });
  const incidents = incidentSource(stores, ports);
  let base: string | null = null;
  const under = new Set<Promise<unknown>>();
  const failures: Error[] = [];

  const deciding = (): NoticesContext => ({
    channels,
    notices,
    events,
    devices,
    access,
    people,
    incidents,
    pace,
    now: clock.now(),
    windowAt: async (device, time) => {
      const found = calendar.openAt(device, time);
      return found && { name: found.window.name, until: found.until };
    },
  });
  const sending = (): SendContext => ({
    channels,
    notices,
    incidents,
    senders: send,
    base,
    key,
    pace,
    now: clock.now(),
  });
  const links = (): LinkContext => ({ notices, access, incidents, key, now: clock.now() });

  return {
    sending,
    links,
    /** For incidents: the windows of now. */
    windows: async () => {
      await calendar.refresh();
      return (device: Parameters<typeof calendar.openAt>[0]) => calendar.openAt(device, clock.now())?.window.id ?? null;
    },
    /** Where people reach the dashboard; links in notices begin with it. */
    reachedAt: (address: string): void => {
      base = address.replace(/\/+$/, '');
    },
    address: () => base,
    /** What happened is heard, and what is due decided. */
    async tell(): Promise<void> {
      await calendar.refresh();
      while ((await listen({ notices, events })) > 0);
      await decide(deciding());
    },
    /** Sends what is due. One that hangs does not hold up those that come after it. */
    async send(): Promise<void> {
      const [failure] = failures.splice(0);
      if (failure !== undefined) throw failure;
      const batch = sendDue(sending()).then(
        () => undefined,
        (error: unknown) => void failures.push(error as Error),
      );
      under.add(batch);
      await Promise.race([batch.finally(() => under.delete(batch)), setTimeout(batchMs, undefined, { ref: false })]);
    },
    /** Every few minutes: that trust ends, or is fresh again. */
    tellTrust: () => tellTrust({ notices, channels, events, now: clock.now() }),
    /** What every page says of it; null: nothing. */
    remark: () => trustRemark({ events, now: clock.now() }),
    beat: () =>
      beat({
        channels,
        now: clock.now(),
        call: (url) => ask({ url, method: 'GET', headers: {}, body: '' }, beatPatienceMs),
      }),
    retain: () => notices.retain(clock.now() - keptMs),
    /** Waits for what is being sent. */
    async settle(): Promise<void> {
      await Promise.allSettled(under);
    },
  };
}

export type NoticeDesk = ReturnType<typeof createNoticeDesk>;

/** Incidents, as notices need them. */
function incidentSource(stores: Records, ports: () => ActPorts): IncidentSource {
  const { incidents: store } = stores;
  return {
    incident: (id) => store.incident(everywhere, id),
    several: (ids) => store.several(everywhere, ids),
    background: (incident) => backgroundOf(stores, incident),
    async wasTold(ids, words, time) {
      const entry = { time, kind: 'notice', actor: null, words, detail: {} } as const;
      await store.tell(ids.map((incident) => ({ incident, entry })));
    },
    async act(actor, ids, deed) {
      const found = await store.several(actor.scope, ids);
      const asked = found.map(({ id, version }) => ({ id, version }));
      const done = await actOnIncidents(ports(), actor, { incidents: asked, act: deed });
      const unseen = ids.length - found.length;
      const refused = done.flatMap((one) => ('refused' in one ? [one.refused.message] : []));
      return unseen > 0 ? [...refused, ...Array<string>(unseen).fill('It is not there any more.')] : refused;
    },
  };
}

/** By incident. */
async function devicesOf(
  { incidents, devices }: Records,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Device>> {
  const found = await incidents.several(everywhere, ids as IncidentId[]);
  const byId = new Map<Incident['device'], Device | null>();
  for (const { device: id } of found) if (!byId.has(id)) byId.set(id, await devices.device(everywhere, id));
  return new Map(
    found.flatMap(({ id, device: of }) => {
      const device = byId.get(of);
      return device ? [[id, device] as const] : [];
    }),
  );
}

async function backgroundOf({ incidents, rules }: Records, incident: Incident): Promise<Background> {
  const rule = await rules.rule(incident.rule);
  const pieces = await incidents.evidence(everywhere, incident.id);
  const table = pieces.find(({ kind }) => kind === 'processes')?.content as ProcessPiece | undefined;
  const known = pieces.find(({ kind }) => kind === 'known-error')?.content as KnownError | undefined;
  const ofFormula = rule?.when.kind === 'formula' ? rule.when.unit : undefined;
  const metric = incident.metric === null ? undefined : metricNamed(incident.metric);
  return {
    cause: incident.likely,
    processes: table ? table.items.slice(0, shown).flatMap((one) => processLine(one, table.by)) : [],
    knownError: known ? { title: known.title, workaround: known.workaround } : null,
    remedy: remedyOf(incident, pieces),
    runbook: rule?.runbook ?? '',
    unit: metric?.unit ?? ofFormula ?? '',
  };
}

/** What its newest run came to. */
function remedyOf({ remedy }: Incident, pieces: readonly EvidencePiece[]): NonNullable<Background['remedy']> | null {
  if (remedy === null) return null;
  const piece = pieces.find(({ kind }) => kind === `remedy:${remedy.run}`)?.content;
  const output = typeof piece?.['output'] === 'string' ? piece['output'] : '';
  return { by: remedy.by, outcome: remedy.outcome, cleared: remedy.cleared, output };
}

interface ProcessPiece {
  readonly by: 'cpu' | 'memory' | 'io';
  readonly items: readonly Process[];
}
interface KnownError {
  readonly title: string;
  readonly workaround: string;
}
const processUnits = { cpu: '1', memory: 'By', io: 'By/s' } as const;

function processLine(process: Process, by: ProcessPiece['by']) {
  const value = process[by];
  if (value === null) return [];
  const { figure, unit } = formatValue(value, processUnits[by]);
  return [{ name: process.name, share: `${figure} ${unit}`.trim() }];
}
