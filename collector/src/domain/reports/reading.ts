import { FettleError } from '@fettle/shared/errors';
import type { DeviceId, IncidentId } from '@fettle/shared/ids';
import type { Device } from '../devices/index.ts';
import type { Incident } from '../incidents/index.ts';
import type { Run } from '../orders/index.ts';
import type { Case } from '../people/index.ts';
import { visibleServices } from '../services/index.ts';
import type { Between } from './between.ts';
import type { Ask, Progress } from './kind.ts';
import type { ReportPorts } from './ports.ts';

/** What is read at once; more would hold up everybody else for longer. */
const atOnce = 500;

/** A part of a report's progress as progress of its own. */
export function part(progress: Progress, from: number, to: number): Progress {
  return (share, doing) => progress(from + share * (to - from), doing);
}

/** The devices of the scope, of a service only its own; those that were retired are left out. @throws FettleError `not_found` (service) */
export async function devicesOf(
  ports: ReportPorts,
  { scope, service }: Pick<Ask, 'scope' | 'service'>,
): Promise<Device[]> {
  const all = (await ports.devices.devices(scope)).filter(({ state }) => state !== 'retired');
  if (service === null) return all;
  const found = (await visibleServices(ports, { scope })).find((one) => one.service.id === service);
  if (found === undefined)
    throw new FettleError('not_found', `There is no service ${service}, or not all of its devices are yours.`);
  return all.filter(({ id }) => found.devices.has(id));
}

/** The devices of a service; null: no service was asked for. */
async function onlyOf(ports: ReportPorts, ask: Pick<Ask, 'scope' | 'service'>): Promise<ReadonlySet<DeviceId> | null> {
  return ask.service === null ? null : new Set((await devicesOf(ports, ask)).map(({ id }) => id));
}

/** Every incident that was open at any time of a span, by when it opened, then by id. */
export async function incidentsIn(
  ports: ReportPorts,
  ask: Ask,
  { from, to }: Between,
  progress: Progress,
): Promise<Incident[]> {
  const only = await onlyOf(ports, ask);
  const found: Incident[] = [];
  for (let after: Incident | undefined; ;) {
    const page = await ports.incidents.list(ask.scope, { from, to, limit: atOnce, ...(after && { after }) });
    for (const one of page) if (only === null || only.has(one.device)) found.push(one);
    await progress(1 - atOnce / (found.length + atOnce), `reads incidents: ${found.length}`);
    after = page.at(-1);
    if (page.length < atOnce) break;
  }
  return found.toSorted((a, b) => a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1));
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
    const page = await ports.manpower.cases(ask.scope, from, to, 2 * atOnce, after);
    for (const one of page) if (only === null || only.has(one.device)) found.push(one);
    await progress(1 - atOnce / (found.length + atOnce), `reads how incidents ended: ${found.length}`);
    after = page.at(-1)?.id;
    if (page.length < 2 * atOnce) return found;
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
