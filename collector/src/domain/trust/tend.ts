import { everywhere } from '../access/index.ts';
import type { EventStore } from '../events/index.ts';
import { findTrust, type TrustReadPorts } from './in-force.ts';
import { endingMs } from './view.ts';

export interface TrustTendPorts extends TrustReadPorts {
  readonly events: Pick<EventStore, 'list' | 'record'>;
  readonly now: number;
}

/** Tells once of each freshness that it ends within four days. True: it did now. */
export async function tendTrust({ events, now, ...ports }: TrustTendPorts): Promise<boolean> {
  const trust = await findTrust(ports);
  const until = trust?.fresh?.statement.until;
  if (until === undefined || until - now > endingMs) return false;
  const [last] = await events.list(everywhere, { kind: 'trust.stale', limit: 1 });
  if (last?.detail['until'] === until) return false;
  const event = { time: now, kind: 'trust.stale', device: null, site: null, detail: { until } };
  await events.record({ events: [event], audit: [] });
  return true;
}
