/** Incidents with what they ask of others, and what is done for them by the clock. */
import type { PersonId } from '@fettle/shared/ids';
import type { Clock } from './clock.ts';
import { everywhere, isAllowed } from './domain/access/index.ts';
import {
  type ActPorts,
  applyFindings,
  type EvidenceProvider,
  gatherEvidence,
  type GetPorts,
  type Incident,
  keepCharts,
  retainIncidents,
  showEvidence,
  tendIncidents,
  usualProviders,
} from './domain/incidents/index.ts';
import type { Finding } from './domain/rules/index.ts';
import type { RetentionPlan } from './domain/series/index.ts';
import type { Log } from './edge/log.ts';
import type { Stores } from './store/stores.ts';

export interface IncidentNeeds {
  readonly stores: Pick<Stores, 'access' | 'devices' | 'events' | 'incidents' | 'rules' | 'series'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly plan: RetentionPlan;
  /** Asks a connected device for a frame now. */
  readonly snapshot: (device: Incident['device']) => boolean;
  readonly windows?: ActPorts['windows'];
  readonly holds?: ActPorts['holds'];
  readonly problem?: ActPorts['problem'];
  readonly providers?: readonly EvidenceProvider[];
}

export type IncidentDesk = ReturnType<typeof createIncidentDesk>;

/** A snapshot that was asked for is there after so long. */
const snapshotMs = 3_000;
const failedMs = 5_000;
const mostTries = 5;

/** A breach whose evidence is to be caught. */
interface Pending {
  readonly id: Incident['id'];
  readonly device: Incident['device'];
  readonly time: number;
  readonly due: number;
  readonly tries: number;
}

export function createIncidentDesk(needs: IncidentNeeds) {
  const { stores, clock, log, plan } = needs;
  const { incidents: store, devices, events, series, access } = stores;
  const providers = [...(needs.providers ?? []), ...usualProviders];
  let pending: Pending[] = [];
  let catching: Promise<void> = Promise.resolve();

  const person = async (id: PersonId) => {
    const found = await access.person(id);
    return found && { id: found.id, name: found.name };
  };

  /** What the verbs need, with the time of now. */
  const ports = (): ActPorts & GetPorts => ({
    store,
    devices,
    rule: (id) => stores.rules.rule(id),
    person,
    now: clock.now(),
    evidence: (actor, incident) => showEvidence({ store, series, events, devices, now: clock.now() }, actor, incident),
    mayAct: (actor) => isAllowed(actor, 'incident.act'),
    ...(needs.windows && { windows: needs.windows }),
    ...(needs.holds && { holds: needs.holds }),
    ...(needs.problem && { problem: needs.problem }),
  });

  async function catchDue(): Promise<void> {
    const now = clock.now();
    const due = pending.filter((one) => one.due <= now);
    pending = pending.filter((one) => one.due > now);
    for (const one of due) await catchFor(one);
  }

  async function catchFor(one: Pending): Promise<void> {
    const { id, device, time, tries } = one;
    try {
      const failures = await gatherEvidence({ ...ports(), events, series, providers }, id, time);
      for (const err of failures) log.error({ err, incident: id }, 'evidence could not be caught');
      if (tries === 0 && !(await hasTable(one)) && needs.snapshot(device)) again(one, snapshotMs);
    } catch (err) {
      // The records could not be written or read: the breach is not forgotten for that.
      log.error({ err, incident: id }, 'evidence could not be kept');
      if (tries < mostTries) again(one, failedMs);
    }
  }

  function again(one: Pending, afterMs: number): void {
    pending.push({ ...one, due: clock.now() + afterMs, tries: one.tries + 1 });
  }

  async function hasTable({ id }: Pending): Promise<boolean> {
    return (await store.evidence(everywhere, id)).some(({ kind }) => kind === 'processes');
  }

  /** One after the other, so that a burst of breaches leaves room for frames. */
  function catchSoon(): Promise<void> {
    catching = catching.then(catchDue);
    return catching;
  }

  return {
    ports,
    /** Makes findings durable as incidents; their evidence is caught right after. */
    async sink(findings: readonly Finding[]): Promise<void> {
      const now = clock.now();
      const { began } = await applyFindings({ ...ports(), now }, findings);
      pending.push(
        ...began.map(({ id, device, turns }) => ({ id, device, time: turns.at(-1) ?? now, due: now, tries: 0 })),
      );
      void catchSoon();
    },
    /** What was told before this start and has not ended. */
    async open() {
      const live = await store.open(everywhere);
      return live.map(({ rule, device, metric, attributes, severity, openedAt }) => ({
        rule,
        device,
        metric,
        attributes,
        severity,
        since: openedAt,
      }));
    },
    /** Every second or two. */
    async tend(): Promise<void> {
      await tendIncidents(ports());
      await catchSoon();
    },
    /** Every few hours. */
    async keep(): Promise<void> {
      const now = clock.now();
      await keepCharts({ store, series, events, devices, now }, plan.raw);
      while ((await retainIncidents({ store, now })) > 0);
    },
    /** Evidence that is due is caught. */
    settle: catchSoon,
  };
}
