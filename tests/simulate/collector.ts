/** The collector's own app over the stores that it uses in life, with a clock that is moved. */
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createApp } from '@fettle/collector/app';
import type { Clock } from '@fettle/collector/clock';
import { installDefaults } from '@fettle/collector/domain/rules/index';
import { collectorIdentity } from '@fettle/collector/commands/identity';
import { publishRoot, systemActor } from '@fettle/collector/domain/access/index';
import { ensureSoloTrust } from '@fettle/collector/operator/solo';
import { openRecords } from '@fettle/collector/store/open';
import { openSqliteSeries } from '@fettle/collector/store/series-sqlite/open';
import type { Stores } from '@fettle/collector/store/stores';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { quietLog } from './quiet-log.ts';
import { SimClock } from './sim-clock.ts';

export const operator = systemActor('simulation');

export interface CollectorOptions {
  /** The folder of everything. */
  readonly data: string;
  /** One that is moved drives the jobs as well, and what comes is taken in bulk. */
  readonly clock: Clock;
  /** How far back samples are kept. */
  readonly days: number;
  /** Default: the built dashboard. */
  readonly pages?: string;
}

export interface SimCollector {
  readonly app: Awaited<ReturnType<typeof createApp>>;
  readonly clock: Clock;
  readonly stores: Stores;
  /** The trust root and those before it, oldest first; the fingerprint of the last. */
  readonly roots: readonly Envelope[];
  readonly fingerprint: string;
  readonly data: string;
}

/** A step of history is one commit: what waits is written as soon as nothing more comes. */
const timing = { smallMs: 0, smallBytes: Number.MAX_SAFE_INTEGER, longestMs: 1, mostBytes: 4 * 1024 * 1024 };

/** Where the operator's key of the simulation is: its own, never the one of the person who runs it. */
export const homeIn = (data: string) => join(data, 'home');

export async function openCollector({ data, clock, days, pages }: CollectorOptions): Promise<SimCollector> {
  mkdirSync(data, { recursive: true });
  chmodSync(data, 0o700);
  const now = clock.now();
  const moved = clock instanceof SimClock;
  const identity = await collectorIdentity(data);
  const trust = await ensureSoloTrust({
    home: homeIn(data),
    passphrase: null,
    collectorIdentity: identity.publicKey,
    now,
  });
  const records = await openRecords({ sqlite: join(data, 'records.db'), loose: moved });
  await publishRoot({ store: records.access, now }, operator, { chain: trust.chain });
  const kept = (days + 60) * 86_400_000;
  const series = await openSqliteSeries(join(data, 'series'), moved ? { timing, durability: 'normal' } : {});
  const stores = { ...records, series };
  await installDefaults({ store: records.rules, now }, operator);
  const app = await createApp({
    stores,
    identity,
    clock,
    log: quietLog,
    plan: { raw: kept, five: kept, hour: kept },
    jobs: moved ? 'driven' : 'timed',
    // Screenshots and measurements come from one address.
    requestsPerMinute: 1_000_000,
    ...(pages === undefined ? {} : { pages }),
  });
  return { app, clock, stores, roots: trust.chain, fingerprint: trust.fingerprint, data };
}
