import { FettleError } from '@fettle/shared/errors';
import type { DeviceId, IncidentId } from '@fettle/shared/ids';
import type { Device } from '../devices/index.ts';
import type { Incident } from '../incidents/index.ts';
import type { Run } from '../orders/index.ts';
import type { Case } from '../people/index.ts';
import { visibleServices } from '../services/index.ts';
import { type Between, within } from './between.ts';
import type { Ask, Progress } from './kind.ts';
import type { ReportPorts } from './ports.ts';

/** What is read at once; more would hold up everybody else for longer. */
const atOnce = 500;
/** A page of these costs the database about as much as all of them: it sorts before it cuts. */
const casesAtOnce = 10_000;

/** A part of a report's progress as progress of its own. */
export function part(progress: Progress, from: number, to: number): Progress {
  return (share, doing) => progress(from + share * (to - from), doing);
}

/** The devices of the scope, of a service only its own; those that were retired, or came after the span, are left out. @throws FettleError `not_found` (service) */
export async function devicesOf(
  ports: ReportPorts,
  { scope, service, to }: Pick<Ask, 'scope' | 'service' | 'to'>,
): Promise<Device[]> {
  const devices = await ports.devices.devices(scope);
  const all = devices.filter(({ state, enrolledAt }) => state !== 'retired' && enrolledAt < to);
  if (service === null) return all;
  const found = (await visibleServices(ports, { scope })).find((one) => one.service.id === service);
  if (found === undefined)
    throw new FettleError('not_found', `There is no service ${service}, or not all of its devices are yours.`);
  return all.filter(({ id }) => found.devices.has(id));
}

/** The devices of a service; null: no service was asked for. */
async function onlyOf(
  ports: ReportPorts,
  ask: Pick<Ask, 'scope' | 'service' | 'to'>,
): Promise<ReadonlySet<DeviceId> | null> {
  return ask.service === null ? null : new Set((await devicesOf(ports, ask)).map(({ id }) => id));
}

/**
 * Every incident that was open at any time of a span, by when it opened, then by id; and of those that opened or were resolved in it, what put
 * them right. Read by id: the list that people read is sorted by what is worst, and would be sorted anew for each page.
 */
export async function casework(
  ports: ReportPorts,
  ask: Ask,
  { from, to }: Between,
  progress: Progress,
): Promise<{ readonly incidents: Incident[]; readonly cases: Case[] }> {
  const since = await casesIn(ports, ask, { from, to: Math.max(to, ask.now) }, part(progress, 0, 0.4));
  const only = await onlyOf(ports, ask);
  const open = (await ports.incidents.open(ask.scope)).filter((one) => only === null || only.has(one.device));
  const found = new Map(open.filter(({ openedAt }) => openedAt < to).map((one) => [one.id, one]));
  const wanted = since.filter(({ id, openedAt }) => openedAt < to && !found.has(id)).map(({ id }) => id);
  for (let at = 0; at < wanted.length; at += atOnce) {
    for (const one of await ports.incidents.several(ask.scope, wanted.slice(at, at + atOnce))) found.set(one.id, one);
    await progress(0.4 + (0.6 * at) / wanted.length, `reads incidents: ${found.size}`);
  }
  return {
    incidents: [...found.values()].toSorted((a, b) => a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1)),
    cases: since.filter(
      ({ openedAt, resolvedAt }) => within(openedAt, { from, to }) || within(resolvedAt, { from, to }),
    ),
  };
}

/** The same without what put them right. */
export async function incidentsIn(
  ports: ReportPorts,
  ask: Ask,
  span: Between,
  progress: Progress,
): Promise<Incident[]> {
  return (await casework(ports, ask, span, progress)).incidents;
}

/** What opened or was resolved in a span, with what put it right; by id. */
export async function casesIn(
  ports: ReportPorts,
  ask: Ask,
  { from, to }: Between,
  progress: Progress,
): Promise<Case[]> {
  const only = await onlyOf(ports, ask);
  const found: Case[] = [];
  for (let after: IncidentId | undefined; ;) {
    const page = await ports.manpower.cases(ask.scope, from, to, casesAtOnce, after);
    for (const one of page) if (only === null || only.has(one.device)) found.push(one);
    await progress(1 - atOnce / (found.length + atOnce), `reads how incidents ended: ${found.length}`);
    after = page.at(-1)?.id;
    if (page.length < casesAtOnce) return found;
  }
}

/** Runs that ended, or last moved, in a span; newest first. */
export async function runsIn(ports: ReportPorts, ask: Ask, { from, to }: Between, progress: Progress): Promise<Run[]> {
  const only = await onlyOf(ports, ask);
  const found: Run[] = [];
  for (let after: Run | undefined; ;) {
    const page = await ports.runs.runs(ask.scope, { from, to, limit: atOnce, sort: 'time', ...(after && { after }) });
    for (const one of page) if (only === null || only.has(one.device)) found.push(one);
    await progress(1 - atOnce / (found.length + atOnce), `reads runs: ${found.length}`);
    after = page.at(-1);
    if (page.length < atOnce) return found;
  }
}
