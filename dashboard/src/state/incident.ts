import type { Device } from '@fettle/shared/api/devices';
import type { EventItem } from '@fettle/shared/api/events';
import type { Incident, IncidentDetail } from '@fettle/shared/api/incidents';
import type { Delivery, NoticeStage } from '@fettle/shared/api/notices';
import type { WindowSpan } from '@fettle/shared/api/windows';
import { readDeliveries, readIncident, readIncidents, readNoticeStages } from '../api/incidents.ts';
import { readDevice, readEvents, readSeries } from '../api/read.ts';
import { readWindowSpans } from '../api/surroundings.ts';
import type { Point } from '../charts/gaps.ts';
import { stepFor } from '../charts/ranges.ts';
import { day, hour, minute } from '../format/time.ts';
import { clockNow } from './clock.ts';
import { channels } from './notices.ts';
import { type Resource, resource } from './resource.ts';

/** What the chart of an incident shows besides what was kept when it broke. */
export interface Around {
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly points: readonly Point[];
  readonly events: readonly EventItem[];
  readonly windows: readonly WindowSpan[];
  /** Of the same device, in the same time. */
  readonly incidents: readonly Incident[];
}

export interface IncidentState {
  readonly id: string;
  readonly detail: Resource<IncidentDetail>;
  /** That it is of: how fresh what is known of it is. */
  readonly device: Resource<Device | null>;
  readonly deliveries: Resource<readonly Delivery[]>;
  readonly stages: Resource<readonly NoticeStage[]>;
  readonly around: Resource<Around | null>;
}

const longest = 7 * day;

/** The time that its chart shows: an hour or more before it opened, to now or half an hour after it was put right. */
export function chartSpan({ openedAt, resolvedAt }: Pick<Incident, 'openedAt' | 'resolvedAt'>, now: number) {
  const end = Math.min(now, (resolvedAt ?? now) + 30 * minute);
  const before = Math.max(hour, Math.min(day, (end - openedAt) / 2));
  return { from: Math.max(openedAt - before, end - longest), to: end };
}

const sameAttributes = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>) =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([key, value]) => b[key] === value);

/** What could be read of several things; what a role may not see, or what failed, is left out. */
const orNothing = <Item>(settled: PromiseSettledResult<Item[]>): Item[] =>
  settled.status === 'fulfilled' ? settled.value : [];

async function readAround(incident: Incident, aborted: AbortSignal): Promise<Around> {
  const { device, metric, attributes } = incident;
  const { from, to } = chartSpan(incident, clockNow());
  const step = Math.max(10_000, stepFor(to - from));
  const [series, events, windows, incidents] = await Promise.allSettled([
    metric === null
      ? []
      : readSeries({ device: [device], metric: [metric], from: from - step, to: to + 1, step }, aborted),
    readEvents({ device, from, to }, aborted),
    readWindowSpans({ device, from, to }, aborted),
    readIncidents({ device, from, to, quiet: '1', state: ['open', 'acknowledged', 'resolved', 'closed'] }, aborted, 50),
  ]);
  const mine = orNothing(series).find((one) => sameAttributes(one.attributes, attributes));
  return {
    from,
    to,
    step,
    points: mine?.points ?? [],
    events: orNothing(events),
    windows: orNothing(windows),
    incidents: orNothing(incidents).filter(({ id }) => id !== incident.id),
  };
}

export function incidentState(id: string): IncidentState {
  const detail = resource((signal) => readIncident(id, signal));
  return {
    id,
    detail,
    device: resource<Device | null>((signal) => {
      const device = detail.value.peek()?.device;
      return device === undefined ? Promise.resolve(null) : readDevice(device, signal);
    }),
    deliveries: resource<readonly Delivery[]>((signal) => readDeliveries(id, signal)),
    stages: resource<readonly NoticeStage[]>((signal) => readNoticeStages(id, signal)),
    around: resource<Around | null>((signal) => {
      const incident = detail.value.peek();
      return incident ? readAround(incident, signal) : Promise.resolve(null);
    }),
  };
}

/** Reads everything about it (again). */
export function readIncidentState({ detail, deliveries, stages }: IncidentState): void {
  for (const part of [detail, deliveries, stages]) part.renew();
  if (channels.value.peek() === undefined) channels.renew();
}
