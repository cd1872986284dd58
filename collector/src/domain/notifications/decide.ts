import type { PersonId } from '@fettle/shared/ids';
import { everywhere } from '../access/index.ts';
import type { Incident } from '../incidents/index.ts';
import { type NoticesContext, peopleByIds } from './context.ts';
import { deliveriesOf } from './deliveries-of.ts';
import { draft } from './draft.ts';
import type { Matter, World } from './pipeline/matter.ts';
import { run } from './pipeline/run.ts';
import { stages } from './pipeline/stages.ts';
import { settle } from './settle.ts';
import type { Thread } from './types.ts';

const atOnce = 1_000;
/** What happened within this time may belong together. */
const nearMs = 90_000;

/**
 * Leads what is due through the pipeline, and keeps what came of it in one step: threads, deliveries and the log. Gives how many
 * deliveries it made. Killed at any moment, it does the same once more.
 */
export async function decide(context: NoticesContext): Promise<number> {
  const { notices, now, channels } = context;
  const due = await notices.due(now, atOnce);
  if (due.length === 0) return 0;
  const isDue = new Set(due.map(({ incident }) => incident));
  const near = (await notices.recent(now - nearMs)).filter(({ incident }) => !isDue.has(incident));
  const { matters, incidents, gone } = await mattersOf(context, [...due, ...near]);
  const world = await worldOf(context, matters);
  const outcomes = run(stages, matters, world);
  const routes = await channels.routes(everywhere);
  const settled = outcomes.map((outcome) => ({ outcome, ...settle(outcome, routes, now) }));
  const changed = settled.filter(
    ({ outcome, thread, stages: said }) => said.length > 0 || isMoved(outcome.matter.thread, thread),
  );
  const drafts = draft(outcomes.filter(({ told }) => told).map(({ matter }) => matter));
  const deliveries = await deliveriesOf(context, drafts, incidents);
  const answer = await notices.decided(
    [...changed.map(({ thread }) => thread), ...gone],
    deliveries,
    changed.flatMap(({ stages: said }) => said),
  );
  return answer === 'kept' ? deliveries.length : 0;
}

const isMoved = (before: Thread, after: Thread) => before.nextAt !== after.nextAt || before.telling !== after.telling;

async function mattersOf({ incidents: source, devices }: NoticesContext, threads: readonly Thread[]) {
  const found = await source.several(threads.map(({ incident }) => incident));
  const incidents = new Map<string, Incident>(found.map((incident) => [incident.id, incident]));
  const owners = await devices.several(everywhere, [...new Set(found.map(({ device }) => device))]);
  const byId = new Map(owners.map((device) => [device.id, device]));
  const matters: Matter[] = [];
  const gone: Thread[] = [];
  for (const thread of threads) {
    const incident = incidents.get(thread.incident);
    const device = incident && byId.get(incident.device);
    if (incident && device) matters.push({ thread, incident, device, routes: [], steps: [], recipients: [] });
    else gone.push({ ...thread, telling: null, nextAt: null });
  }
  return { matters, incidents, gone };
}

/** Everything that the stages may ask, read before they run. */
async function worldOf(context: NoticesContext, matters: readonly Matter[]): Promise<Omit<World, 'peers'>> {
  const { channels, now, people, windowAt } = context;
  const windows = new Map<string, { readonly name: string; readonly until: number } | null>();
  for (const { device } of matters) {
    if (!windows.has(device.id)) windows.set(device.id, await windowAt(device, now));
  }
  const [routes, all, rosters, teams] = [
    await channels.routes(everywhere),
    await channels.channels(),
    await channels.rosters(),
    await people.teams(),
  ];
  const named = routes.flatMap(({ steps }) => steps).flatMap(({ targets }) => targets);
  const ids = [
    ...named.flatMap((target) => (target.kind === 'person' ? [target.id as PersonId] : [])),
    ...teams.flatMap(({ members }) => members),
    ...rosters.flatMap((roster) => [...roster.people, ...roster.overrides.map(({ person }) => person)]),
    ...matters.flatMap(({ thread }) => thread.told.flatMap(({ person }) => person ?? [])),
  ];
  const found = await peopleByIds(context, ids);
  return {
    now,
    pace: context.pace ?? 1,
    openWindow: (device) => windows.get(device) ?? null,
    routes,
    channels: all,
    rosters,
    teams,
    person: (id) => found.get(id) ?? null,
  };
}
