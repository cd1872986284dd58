/** Breaches whose evidence is still to be caught: right after them, and once more after a start that came in between. */
import type { Clock } from './clock.ts';
import { everywhere } from './domain/access/index.ts';
import {
  causesProvider,
  type EvidenceProvider,
  gatherEvidence,
  type GatherPorts,
  type Incident,
  isLive,
  processesProvider,
  refreshSuspects,
  tableOf,
} from './domain/incidents/index.ts';
import type { Log } from './edge/log.ts';

export interface BreachNeeds {
  /** With the time of now. */
  readonly ports: () => Omit<GatherPorts, 'providers'>;
  readonly providers: readonly EvidenceProvider[];
  readonly clock: Clock;
  readonly log: Log;
  /** Asks a connected device for a frame now; false: it is not connected. */
  readonly snapshot: (device: Incident['device']) => boolean;
}

/** A snapshot that was asked for is there after so long. */
const snapshotMs = 3_000;
const failedMs = 5_000;
const mostTries = 5;
/** Later evidence says nothing of the breach. */
const freshMs = 600_000;

interface Breach {
  readonly incident: Incident;
  readonly time: number;
  readonly due: number;
  readonly tries: number;
  /** A snapshot was asked for, and is looked for now. */
  readonly asked: boolean;
}

export function createBreaches({ ports, providers, clock, log, snapshot }: BreachNeeds) {
  let waiting: Breach[] = [];
  let catching: Promise<void> = Promise.resolve();

  function add(began: readonly Incident[]): void {
    const due = clock.now();
    waiting.push(...began.map((incident) => ({ incident, time: beganAt(incident), due, tries: 0, asked: false })));
  }

  async function catchDue(): Promise<void> {
    const now = clock.now();
    const due = waiting.filter((one) => one.due <= now);
    waiting = waiting.filter((one) => one.due > now);
    for (const one of due) await catchFor(one);
  }

  async function catchFor(one: Breach): Promise<void> {
    try {
      if (one.asked) await catchSnapshot(one);
      else await catchAll(one);
    } catch (err) {
      // The records could not be written or read: the breach is not forgotten for that.
      log.error({ err, incident: one.incident.id }, 'evidence could not be kept');
      if (one.tries < mostTries) waiting.push({ ...one, due: clock.now() + failedMs, tries: one.tries + 1 });
    }
  }

  async function catchAll(one: Breach): Promise<void> {
    const { incident, time } = one;
    // Where the frame itself had no processes: asked for first, for each moment counts.
    const found = await tableOf(ports(), one);
    const asked = found?.time !== time && snapshot(incident.device);
    const failures = await gatherEvidence({ ...ports(), providers }, incident.id, time);
    for (const err of failures) log.error({ err, incident: incident.id }, 'evidence could not be caught');
    if (asked) waiting.push({ ...one, due: clock.now() + snapshotMs, tries: 0, asked });
  }

  async function catchSnapshot({ incident, time }: Breach): Promise<void> {
    const kept = (await ports().store.evidence(everywhere, incident.id)).find(({ kind }) => kind === 'processes');
    const found = await tableOf(ports(), { incident, time });
    if (!found || found.time === kept?.content['time']) return;
    const anew = [processesProvider, causesProvider];
    const failures = await gatherEvidence(
      { ...ports(), providers: anew },
      incident.id,
      time,
      'Asked for at the breach',
    );
    for (const err of failures) log.error({ err, incident: incident.id }, 'evidence could not be caught');
  }

  /** One after the other, so that a burst of breaches leaves room for frames. */
  function catchSoon(): Promise<void> {
    catching = catching.then(catchDue);
    return catching;
  }

  /** Runs were told of only now that took place before these. */
  async function suspectAnew(incidents: readonly Incident[]): Promise<void> {
    for (const incident of incidents) {
      const failures = await refreshSuspects(ports(), incident, beganAt(incident));
      for (const err of failures) log.error({ err, incident: incident.id }, 'evidence could not be caught');
    }
  }

  return {
    add,
    suspectAnew,
    catchSoon,
    get none() {
      return waiting.length === 0;
    },
    /** Those of the last minutes of which an ended process caught nothing. */
    async resume(): Promise<void> {
      const { store, now } = ports();
      const after = now - freshMs;
      const over = await store.list(everywhere, { states: ['resolved'], openedFrom: after, limit: 1_000 });
      const young = [...(await store.open(everywhere)), ...over].filter((one) => beganAt(one) >= after);
      const left: Incident[] = [];
      for (const one of young) {
        const lines = await store.timeline(everywhere, one.id);
        if (!lines.some(({ kind, time }) => kind === 'evidence' && time >= beganAt(one))) left.push(one);
      }
      add(left);
    },
  };
}

/** When it last began to be live. */
function beganAt(incident: Incident): number {
  return incident.turns.at(isLive(incident) ? -1 : -2) ?? incident.openedAt;
}
