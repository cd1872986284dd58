import type { IncidentId, RuleId } from '@fettle/shared/ids';
import { everywhere } from '../access/index.ts';
import type { Event } from '../events/index.ts';
import { applyRun, type Incident, type IncidentPorts, type RemedyRun } from '../incidents/index.ts';
import type { HearContext, RunSheet } from './context.ts';
import { devicesOf } from './devices-of.ts';
import { changeOf, planChanges, runChange } from './rows-of.ts';
import type { NewChange } from './types.ts';

const atOnce = 500;
/** What a run altered may show so long afterwards. */
export const suspectMs = 30 * 60_000;
const suspectsAtOnce = 250;
const incidentsAtMost = 1_000;
/** A run by rule belongs to a breach that began no longer before it than its device was cut off. */
const heldMs = 7 * 86_400_000;

export interface HeardContext extends HearContext {
  readonly incidents: () => IncidentPorts;
}

export interface Heard {
  /** Events that were read; 0: there were none. */
  readonly events: number;
  /** Incidents that were opened for runs and are over already: their evidence is still to be caught. */
  readonly opened: readonly Incident[];
  /** Incidents before which a run took place of which nobody knew when they opened. */
  readonly suspected: readonly Incident[];
}

/**
 * Hears what altered devices since the last time, and keeps it as rows; attaches runs to the incidents that they are for, whichever of
 * both was told first. Killed at any moment it does the same once more, and nothing is there twice.
 */
export async function hearChanges(context: HeardContext): Promise<Heard> {
  const { store, events } = context;
  const from = await store.cursor();
  const found = await events.after(everywhere, from ?? 0, atOnce);
  const last = found.at(-1);
  if (!last) return { events: 0, opened: [], suspected: [] };
  const runs = await runsOf(context, found);
  const runRows = runs.flatMap((run) => runChange(run) ?? []);
  await store.keep([
    ...found.flatMap((event) => changeOf(event) ?? []),
    ...(await plansOf(context, found)),
    ...runRows,
  ]);
  const opened = await attach(context, [...runs, ...(await awaited(context, found))]);
  const suspected = await suspectedBy(context, runRows);
  await store.heard(from, last.sequence);
  return { events: found.length, opened, suspected };
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);

async function runsOf({ runs }: HearContext, found: readonly Event[]): Promise<RunSheet[]> {
  const told = found.filter(({ kind }) => kind === 'run.ended' || kind === 'run.remedied');
  const ids = new Set(told.flatMap(({ detail }) => text(detail['run']) ?? []));
  return ids.size === 0 ? [] : runs.several([...ids]);
}

async function plansOf({ plans, devices }: HearContext, found: readonly Event[]): Promise<NewChange[]> {
  const rows: NewChange[] = [];
  for (const event of found) {
    if (event.kind !== 'change.begun' && event.kind !== 'change.ended') continue;
    const id = text(event.detail['change']);
    const plan = id === undefined ? null : await plans.plan(id as Parameters<typeof plans.plan>[0]);
    // One that was cancelled before it began altered nothing.
    if (!plan || plan.begunAt === null) continue;
    const named = devicesOf(plan, await devices.devices(everywhere));
    rows.push(
      ...planChanges(
        plan,
        named.map(({ id: device }) => device),
        event,
      ),
    );
  }
  return rows;
}

/** Runs that came before the incident that they are for. */
async function awaited({ store, runs, incidents }: HeardContext, found: readonly Event[]): Promise<RunSheet[]> {
  const begins = found.filter(({ kind }) => kind === 'incident.opened' || kind === 'incident.reopened');
  const ids = [...new Set(begins.flatMap(({ detail }) => text(detail['incident']) ?? []))] as IncidentId[];
  if (ids.length === 0) return [];
  const sheets: RunSheet[] = [];
  for (const incident of await incidents().store.several(everywhere, ids)) {
    const rows = await store.remedies(incident, incident.openedAt - heldMs);
    for (const { run, incident: known } of rows) {
      const sheet = run === null || known !== null ? null : await runs.run(run);
      if (sheet) sheets.push(sheet);
    }
  }
  return sheets;
}

/** Each once, in the order in which they began. */
async function attach({ store, incidents }: HeardContext, runs: readonly RunSheet[]): Promise<Incident[]> {
  const each = [...new Map(runs.map((run) => [run.id, run])).values()];
  const opened: Incident[] = [];
  for (const run of each.toSorted((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1))) {
    if (run.incident === null && run.firing === null) continue;
    const row = await store.change(everywhere, `run:${run.id}`);
    const applied = await applyRun(incidents(), remedyOf(run, row?.incident ?? null));
    if (applied.incident !== null && row && row.incident !== applied.incident) {
      await store.attached(row.id, applied.incident);
    }
    if (applied.opened) opened.push(applied.opened);
  }
  return opened;
}

function remedyOf({ firing, incident, ...run }: RunSheet, known: IncidentId | null): RemedyRun {
  return {
    ...run,
    incident: incident ?? known,
    firing: firing && { ...firing, rule: firing.rule as RuleId },
  };
}

/** Incidents of the device that opened soon after a run that nobody had heard of then. */
async function suspectedBy({ incidents }: HeardContext, rows: readonly NewChange[]): Promise<Incident[]> {
  const found = new Map<IncidentId, Incident>();
  const { store } = incidents();
  for (let i = 0; i < rows.length; i += suspectsAtOnce) {
    const some = rows.slice(i, i + suspectsAtOnce);
    const near = await openedNear(store, some);
    for (const incident of near ??
      (await Promise.all(some.map((row) => openedNear(store, [row])))).flatMap((one) => one ?? [])) {
      if (some.some((row) => isSoonAfter(incident, row))) found.set(incident.id, incident);
    }
  }
  return [...found.values()];
}

const isSoonAfter = ({ device, openedAt }: Incident, row: NewChange) =>
  device === row.device && openedAt >= row.time && openedAt <= row.time + suspectMs;

/** Incidents of all these devices in the time around all of them; null: more than are read at once. */
async function openedNear(store: IncidentPorts['store'], rows: readonly NewChange[]): Promise<Incident[] | null> {
  const times = rows.map(({ time }) => time);
  const query = {
    devices: [...new Set(rows.map(({ device }) => device))],
    openedFrom: Math.min(...times),
    to: Math.max(...times) + suspectMs + 1,
    limit: incidentsAtMost,
  };
  const found = await store.list(everywhere, query);
  return found.length < incidentsAtMost || rows.length === 1 ? found : null;
}
