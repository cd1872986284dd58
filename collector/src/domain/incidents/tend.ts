import { everywhere } from '../access/index.ts';
import { clocksOf } from './clocks.ts';
import { type IncidentPorts, readAround } from './context.ts';
import type { Drafts } from './draft.ts';
import { settings as usual, type Settings } from './settings.ts';
import { settle } from './settle.ts';
import { closed, reopened } from './take-finding.ts';
import { spokenSpan } from './spoken.ts';
import { Resolved } from './resolved.ts';
import { readTargets } from './targets.ts';
import type { Incident, Targets } from './types.ts';

/** Closed ones that are removed in one run. */
const atOnce = 500;

/**
 * What time does to live incidents: windows and snoozes end, flapping ends, what followed from something stands by
 * itself again, a target is missed. Gives how many changed; when others changed the same meanwhile, nothing does until
 * the next run.
 */
export async function tendIncidents(ports: IncidentPorts): Promise<number> {
  const { store, now } = ports;
  const live = await store.open(everywhere);
  // Most of the time nothing is wrong: then this is all that it costs.
  if (live.length === 0) return 0;
  const { drafts, around } = await readAround(ports, [], live);
  settle(drafts, around);
  const { targets } = await readTargets(store);
  for (const incident of drafts.live()) tellMissed(drafts, incident, targets, now);
  return write(ports, drafts);
}

/**
 * What time does to resolved ones: those that still hold are open again, flapping ends, and what was resolved for long
 * enough closes. Gives how many changed.
 * @param among where they are looked for; default: all that there are
 */
export async function restIncidents(ports: IncidentPorts, among = new Resolved()): Promise<number> {
  const { settings = usual, now } = ports;
  const { quiet, rested, holding } = await among.due(ports, settings);
  if (quiet.length + rested.length + holding.length === 0) return 0;
  const { drafts, around } = await readAround(ports, [...quiet, ...rested, ...holding]);
  for (const incident of holding) reopen(drafts, incident, settings, now);
  settle(drafts, around);
  for (const { id } of rested) {
    const incident = drafts.get(id);
    if (incident) rest(drafts, incident, now);
  }
  return write(ports, drafts);
}

async function write({ store }: IncidentPorts, drafts: Drafts): Promise<number> {
  const writes = drafts.writes();
  if (writes.length === 0) return 0;
  const answer = await store.write(writes, { events: drafts.events(), audit: [] });
  return answer === 'written' ? writes.length : 0;
}

/** Removes what was closed for longer than it is kept, a bounded piece of it; gives how many. */
export async function retainIncidents({
  store,
  now,
  settings = usual,
}: Pick<IncidentPorts, 'store' | 'now' | 'settings'>): Promise<number> {
  return store.retain(now - settings.keptMs, atOnce);
}

function reopen(drafts: Drafts, incident: Incident, settings: Settings, now: number): void {
  const { severity, words } = incident;
  drafts.step(reopened(incident, 'breached_again', now, settings), {
    entry: {
      time: now,
      kind: 'reopened',
      actor: null,
      words: `It was resolved and still holds: ${words}`,
      detail: { severity },
    },
    event: { kind: 'incident.reopened', detail: { severity } },
  });
}

function tellMissed(drafts: Drafts, incident: Incident, targets: Targets, now: number): void {
  const { acknowledge, resolve } = clocksOf(incident, targets, now);
  const { clocks } = incident;
  const missed = (words: string, clock: 'acknowledge' | 'resolve') => ({
    entry: { time: now, kind: 'clock' as const, actor: null, words, detail: { clock } },
    event: { kind: 'incident.changed', detail: { missed: clock } },
  });
  if (acknowledge.state === 'missed' && incident.acknowledgedAt === null && clocks.toldAcknowledge === null) {
    const words = `Nobody acknowledged it within ${spokenSpan(acknowledge.targetMs)}.`;
    drafts.step({ ...incident, clocks: { ...clocks, toldAcknowledge: now } }, missed(words, 'acknowledge'));
  }
  if (resolve.state === 'missed' && clocks.toldResolve === null) {
    const after = drafts.get(incident.id) ?? incident;
    const words = `Not resolved within ${spokenSpan(resolve.targetMs)}.`;
    drafts.step({ ...after, clocks: { ...after.clocks, toldResolve: now } }, missed(words, 'resolve'));
  }
}

function rest(drafts: Drafts, incident: Incident, now: number): void {
  if (incident.state !== 'resolved') return;
  drafts.step(closed(incident, 'rested', now), {
    entry: { time: now, kind: 'closed', actor: null, words: 'Closed: it stayed resolved.', detail: { by: 'rested' } },
    event: { kind: 'incident.closed', detail: { by: 'rested' } },
  });
}
