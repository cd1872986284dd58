/**
 * The agent in this process, with its link, TLS and outbox, counting what it allocates: a program of its own, to be started
 * with a nursery so large that nothing is collected meanwhile. Arguments: folder, interval in ms, cycles. Prints JSON.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import { createAgent } from '@fettle/agent/agent';
import { systemClock } from '@fettle/agent/clock';
import { DiskOutbox } from '@fettle/agent/link/outbox-disk/outbox-disk';
import { diskBounds } from '@fettle/agent/link/outbox-disk/room';
import { dialWith } from '@fettle/agent/link/socket';
import { bootId } from '@fettle/agent/platform/boot';
import { realHost } from '@fettle/agent/platform/host';
import { OwnCost } from '@fettle/agent/samplers/own-cost';
import { registry } from '@fettle/agent/samplers/registry';
import { createRunner } from '@fettle/agent/samplers/runner';
import { openState } from '@fettle/agent/state';

const [folder = '', interval = '1000', cycles = '30'] = process.argv.slice(2);
const quiet = () => undefined;
const log = { level: 'info', info: quiet, warn: quiet, error: quiet, debug: quiet };
const used = () => getHeapStatistics().used_heap_size;

const state = openState(folder);
const ownCost = new OwnCost();
const runner = createRunner(realHost(), registry(ownCost), { log, ownCost });
const spent = { cycles: 0, sampling: 0 };
const agent = createAgent({
  state,
  measuring: {
    unavailable: runner.unavailable,
    close: () => runner.close(),
    renew: () => runner.renew(),
    cycle(at) {
      const before = used();
      const cycle = runner.cycle(at);
      spent.sampling += used() - before;
      spent.cycles++;
      return cycle;
    },
  },
  ownCost,
  clock: systemClock,
  log,
  dial: dialWith(state.enrolment()?.pin ?? null, systemClock),
  random: Math.random,
  interval: Number(interval),
  usage: () => ({ cpuMs: 0, residentBytes: 0 }),
  pid: process.pid,
  outbox: new DiskOutbox({ folder: `${folder}/outbox`, bounds: diskBounds, clock: systemClock, log, boot: bootId() }),
});
agent.start();
await sleep(12 * Number(interval));
spent.cycles = 0;
spent.sampling = 0;
const before = used();
await sleep(Number(cycles) * Number(interval));
const all = used() - before;
const { link, series } = agent.status();
process.stdout.write(`${JSON.stringify({ ...spent, all, series, link: link.state })}\n`);
await agent.stop('stop');
process.exit(0);
