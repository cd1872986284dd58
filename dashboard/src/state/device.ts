import type { ChangeItem } from '@fettle/shared/api/changes';
import type { CatalogueFamily } from '@fettle/shared/api/catalogue';
import type { Device, DeviceStorage, Fact, LatestValue, ProcessPage } from '@fettle/shared/api/devices';
import type { EventItem } from '@fettle/shared/api/events';
import type { Incident } from '@fettle/shared/api/incidents';
import type { LiveFrame } from '@fettle/shared/api/live';
import type { RunItem } from '@fettle/shared/api/orders';
import type { Rule } from '@fettle/shared/api/rules';
import type { WindowSpan } from '@fettle/shared/api/windows';
import { seriesText } from '@fettle/shared/metrics/metric';
import { readChanges } from '../api/changes.ts';
import { readIncidents } from '../api/incidents.ts';
import { readRuns } from '../api/orders.ts';
import {
  readCatalogue,
  readDevice,
  readEvents,
  readFacts,
  readLatest,
  readProcesses,
  readStorage,
} from '../api/read.ts';
import { readRules, readWindowSpans } from '../api/surroundings.ts';
import { day } from '../format/time.ts';
import type { LiveMessage } from '../live/stream.ts';
import { clockNow } from './clock.ts';
import { withEvent } from './fleet.ts';
import { History } from './history.ts';
import { type Resource, resource } from './resource.ts';

/** The newest value of every series, by seriesText. */
export type Latest = ReadonlyMap<string, LatestValue>;

/** The metric catalogue of this collector; it does not change while the page is open. */
export const catalogue = resource<readonly CatalogueFamily[]>((signal) => readCatalogue(signal));

/** The rules, for the limits on charts; what changes meanwhile is drawn when the page is opened again. */
export const rules = resource<readonly Rule[]>((signal) => readRules(signal));

/** Everything that the page of one device shows. */
export interface DeviceState {
  readonly id: string;
  readonly device: Resource<Device>;
  readonly latest: Resource<Latest>;
  readonly facts: Resource<readonly Fact[]>;
  readonly storage: Resource<DeviceStorage>;
  readonly processes: Resource<ProcessPage>;
  /** The last 24 hours and before that what fits, newest first. */
  readonly events: Resource<readonly EventItem[]>;
  /** Of the last 30 days, also those that nobody was told of; newest first. */
  readonly incidents: Resource<readonly Incident[]>;
  /** Planned maintenance of the last 24 hours. */
  readonly windows: Resource<readonly WindowSpan[]>;
  /** The newest runs on it. */
  readonly runs: Resource<readonly RunItem[]>;
  /** Runs, plans and what else altered it in the last 30 days, newest first. */
  readonly changes: Resource<readonly ChangeItem[]>;
  readonly history: History;
  /** The last hour of the figures at the top. */
  readonly hour: History;
}

export function deviceState(id: string): DeviceState {
  return {
    id,
    device: resource((signal) => readDevice(id, signal)),
    latest: resource<Latest>(
      async (signal) => new Map((await readLatest(id, signal)).map((one) => [seriesText(one), one])),
    ),
    facts: resource<readonly Fact[]>((signal) => readFacts(id, signal)),
    storage: resource((signal) => readStorage(id, signal)),
    processes: resource((signal) => readProcesses(id, undefined, signal)),
    events: resource<readonly EventItem[]>((signal) => readEvents({ device: id, from: clockNow() - 30 * day }, signal)),
    incidents: resource<readonly Incident[]>((signal) => readIncidentsOf(id, signal)),
    windows: resource<readonly WindowSpan[]>((signal) =>
      readWindowSpans({ device: id, from: clockNow() - day, to: clockNow() }, signal),
    ),
    runs: resource<readonly RunItem[]>((signal) => readRuns({ device: id, limit: 50 }, signal, 50)),
    changes: resource<readonly ChangeItem[]>((signal) =>
      readChanges({ device: id, from: clockNow() - 30 * day }, signal),
    ),
    history: new History(id),
    hour: new History(id),
  };
}

async function readIncidentsOf(device: string, signal: AbortSignal): Promise<readonly Incident[]> {
  const query = { device, quiet: '1', state: ['open', 'acknowledged', 'resolved', 'closed'] };
  const found = await readIncidents({ ...query, from: clockNow() - 30 * day, to: clockNow() + 60_000 }, signal, 200);
  return found.toSorted((a, b) => b.openedAt - a.openedAt);
}

/** Reads everything but the charts. */
export function readDeviceState(state: DeviceState): void {
  const { device, latest, facts, storage, processes, events, incidents, windows, runs, changes } = state;
  const parts = [device, latest, facts, storage, processes, events, incidents, windows, runs, changes];
  for (const part of parts) void part.load();
  if (rules.value.peek() === undefined) void rules.load();
  if (catalogue.value.peek() === undefined) void catalogue.load();
}

/** Puts what came live where it belongs. */
export function takeMessage(state: DeviceState, message: LiveMessage): void {
  if (message.name === 'frame' && message.data.device === state.id) takeFrame(state, message.data);
  if (message.name === 'fleet') {
    const changed = message.data.items.find(({ id }) => id === state.id);
    if (changed) state.device.update(() => changed);
  }
  if (message.name !== 'event' || message.data.device !== state.id) return;
  state.events.update((before) => withEvent(before, message.data));
  if (message.data.kind === 'facts.changed') void state.facts.load();
  if (message.data.kind.startsWith('incident.')) state.incidents.renew();
  if (message.data.kind.startsWith('run.')) state.runs.renew();
  if (/^(run|change)\./.test(message.data.kind)) state.changes.renew();
  if (message.data.kind.startsWith('device.')) void state.device.load();
}

function takeFrame({ device, latest, processes, history, hour }: DeviceState, frame: LiveFrame): void {
  const { time, interval, values } = frame;
  device.update((before) => ({ ...before, lastSeen: Math.max(before.lastSeen ?? 0, time), interval }));
  latest.update(() => new Map(values.map((value) => [seriesText(value), { ...value, time }])));
  if (frame.processes.length > 0) {
    processes.update((before) => ({ ...before, items: frame.processes, time }));
  }
  history.take(frame);
  hour.take(frame);
}
