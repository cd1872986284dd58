/** The present: live devices in a process of their own, over the collector's real port. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { agentAddress } from '@fettle/agent/link/socket';
import type { SimCollector } from './collector.ts';
import type { Fleet } from './fleet.ts';
import type { LiveOrder, LiveReport } from './live-process.ts';

export const liveInterval = 10_000;

export interface Live {
  readonly last: LiveReport;
  stop(): Promise<void>;
}

/** @param ended told when the process ends by itself */
export function startLive(collector: SimCollector, fleet: Fleet, address: string, ended: () => void): Live {
  const child = fork(new URL('live-process.ts', import.meta.url), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  let last: LiveReport = { connected: 0, frames: 0, cpuSeconds: 0 };
  let stopping = false;
  child.on('message', (report) => void (last = report as LiveReport));
  child.once('exit', () => {
    if (!stopping) ended();
  });
  const order: LiveOrder = {
    fleet: fleet.options,
    address: agentAddress(address),
    roots: collector.roots,
    fingerprint: collector.fingerprint,
    interval: liveInterval,
  };
  child.send(order);
  return {
    get last() {
      return last;
    },
    async stop() {
      stopping = true;
      await end(child);
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.disconnect();
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await gone;
  clearTimeout(timer);
}
