/** The process of the live devices: so that what they cost is not taken for the collector's. Started by live.ts. */
import { followChain } from '@fettle/shared/trust/chain';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FleetOptions, makeFleet } from './fleet.ts';
import { createLiveDevice, type LiveDevice } from './live-device.ts';

/** From the parent: what to be. */
export interface LiveOrder {
  readonly fleet: FleetOptions;
  readonly address: string;
  readonly roots: readonly Envelope[];
  readonly fingerprint: string;
  readonly interval: number;
}

/** To the parent, once a second. */
export interface LiveReport {
  readonly connected: number;
  readonly frames: number;
  /** Of this process so far. */
  readonly cpuSeconds: number;
}

/** Connections begun a second: a fleet that starts at once would only wait for itself. */
const startsASecond = 400;

let stopping = false;
const live: LiveDevice[] = [];

async function run({ fleet: options, address, roots, fingerprint, interval }: LiveOrder): Promise<void> {
  const root = followChain(roots, fingerprint);
  const trust = { root: () => root, grant: () => 0, take: () => null };
  const { seed, begin } = options;
  setInterval(report, 1_000);
  for (const device of makeFleet(options).devices) {
    if (stopping) return;
    live.push(createLiveDevice(device, { address, seed, begin, interval, trust }));
    if (live.length % (startsASecond / 20) === 0) await sleep(50);
  }
}

function report(): void {
  const now = Date.now();
  for (const device of live) device.look(now);
  const { user, system } = process.cpuUsage();
  const told: LiveReport = {
    connected: live.filter(({ connected }) => connected).length,
    frames: live.reduce((sum, { frames }) => sum + frames, 0),
    cpuSeconds: (user + system) / 1e6,
  };
  // Whoever asked for it may be gone: then `disconnect` ends this as well.
  if (process.connected) process.send?.(told);
}

async function stop(): Promise<void> {
  stopping = true;
  await Promise.all(live.map((device) => device.stop()));
  process.exit(0);
}

process.once('message', (order) => void run(order as LiveOrder));
process.once('disconnect', () => void stop());
// Ctrl-C in a terminal reaches this process as well; the parent says when it is time.
process.on('SIGINT', () => undefined);
