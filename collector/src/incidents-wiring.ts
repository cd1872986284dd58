/** Incidents with what they ask of others, and what is done for them by the clock. */
import { FettleError } from '@fettle/shared/errors';
import type { PersonId } from '@fettle/shared/ids';
import { createBreaches } from './breaches.ts';
import type { Clock } from './clock.ts';
import { type Actor, everywhere, isAllowed } from './domain/access/index.ts';
import {
  type ActPorts,
  applyFindings,
  type EvidencePorts,
  type EvidenceProvider,
  type GetPorts,
  type Incident,
  keepCharts,
  Resolved,
  restIncidents,
  retainIncidents,
  showEvidence,
  tendIncidents,
  usualProviders,
} from './domain/incidents/index.ts';
import type { Heard } from './domain/changes/index.ts';
import { findProblem, findRepeats, knownErrorProvider, type ProblemPorts } from './domain/problems/index.ts';
import { type Finding, ownSheet } from './domain/rules/index.ts';
import type { RetentionPlan } from './domain/series/index.ts';
import type { Log } from './edge/log.ts';
import type { Stores } from './store/stores.ts';

export interface IncidentNeeds {
  readonly stores: Pick<
    Stores,
    'access' | 'devices' | 'events' | 'incidents' | 'inventory' | 'problems' | 'rules' | 'series'
  >;
  readonly clock: Clock;
  readonly log: Log;
  readonly plan: RetentionPlan;
  /** Asks a connected device for a frame now. */
  readonly snapshot: (device: Incident['device']) => boolean;
  readonly windows?: ActPorts['windows'];
  readonly holds?: ActPorts['holds'];
  /** What was altered within the half hour before an incident. */
  readonly suspects?: EvidencePorts['suspects'];
  /** What is to be said of what is no incident. */
  readonly remark?: () => Promise<string | null>;
  /** Evidence that later capabilities bring. */
  readonly providers?: readonly EvidenceProvider[];
}

export type IncidentDesk = ReturnType<typeof createIncidentDesk>;

/** What another collector wrote is looked at after so long. */
const repeatsMs = 3_600_000;

export function createIncidentDesk(needs: IncidentNeeds) {
  const { stores, clock, log, plan } = needs;
  const { incidents: store, devices, events, series, access } = stores;
  const { problems, inventory } = stores;
  const knownErrors = knownErrorProvider({ store: problems, inventory });
  const providers = [knownErrors, ...(needs.providers ?? []), ...usualProviders];
  const resolved = new Resolved();
  /** From when on repeats are looked for again: nothing repeats without an incident that begins. */
  let repeatsAt = 0;

  const person = async (id: PersonId) => {
    const found = await access.person(id);
    return found && { id: found.id, name: found.name };
  };

  const problemPorts = (): ProblemPorts => ({ store: problems, incidents: store, inventory, person, now: clock.now() });
  /** A problem that an incident may be linked to. */
  const linkable = (actor: Actor, id: string) =>
    findProblem({ store: problems }, actor, { id }).catch((error: unknown) => {
      if (error instanceof FettleError && error.code === 'not_found') return null;
      throw error;
    });

  /** What the verbs need, with the time of now. */
  const ports = (): ActPorts & GetPorts => ({
    store,
    devices,
    rule: async (id) => ownSheet(id) ?? (await stores.rules.rule(id)),
    person,
    newest: async () => (await events.bounds()).newest,
    now: clock.now(),
    evidence: (actor, incident) => showEvidence({ store, series, events, devices, now: clock.now() }, actor, incident),
    mayAct: (actor) => isAllowed(actor, 'incident.act'),
    ...(needs.windows && { windows: needs.windows }),
    ...(needs.holds && { holds: needs.holds }),
    problem: linkable,
    ...(needs.remark && { remark: needs.remark }),
  });

  const breaches = createBreaches({
    ports: () => ({ ...ports(), events, series, ...(needs.suspects && { suspects: needs.suspects }) }),
    providers,
    clock,
    log,
    snapshot: needs.snapshot,
  });

  return {
    ports,
    problemPorts,
    /** Makes findings durable as incidents; their evidence is caught right after. */
    async sink(findings: readonly Finding[]): Promise<void> {
      const now = clock.now();
      const { began } = await applyFindings({ ...ports(), now }, findings);
      if (began.length > 0) repeatsAt = now;
      breaches.add(began);
      void breaches.catchSoon();
    },
    /** What was told before this start and has not ended. */
    async open() {
      const live = await store.open(everywhere);
      // What the collector judges itself the engine knows nothing of.
      const judged = live.filter(({ rule }) => ownSheet(rule) === null);
      return judged.map(({ rule, device, instance, metric, attributes, severity, openedAt }) => ({
        rule,
        device,
        instance,
        metric,
        attributes,
        severity,
        since: openedAt,
      }));
    },
    /** What came to light with a run: evidence of incidents that were opened for it, and suspects of others. */
    async heard({ opened, suspected }: Pick<Heard, 'opened' | 'suspected'>): Promise<void> {
      breaches.add(opened);
      await breaches.catchSoon();
      await breaches.suspectAnew(suspected);
    },
    /** Every second or two. */
    async tend(): Promise<void> {
      await tendIncidents(ports());
      if (!breaches.none) await breaches.catchSoon();
    },
    /** Every minute. */
    rest: () => restIncidents(ports(), resolved),
    /** Every few minutes: what repeats is proposed as a problem. */
    async repeats(): Promise<void> {
      const now = clock.now();
      if (now < repeatsAt) return;
      repeatsAt = now + repeatsMs;
      try {
        await findRepeats(problemPorts());
      } catch (error) {
        repeatsAt = now;
        throw error;
      }
    },
    /** Every few hours. */
    async keep(): Promise<void> {
      const now = clock.now();
      await keepCharts({ store, series, events, devices, now }, plan.raw);
      while ((await retainIncidents({ store, now })) > 0);
    },
    /** Evidence that is due is caught. */
    settle: () => breaches.catchSoon(),
    /** At the start: evidence that an ended process still owed. */
    resume: () => breaches.resume(),
  };
}
