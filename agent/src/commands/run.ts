import { uptime } from 'node:os';
import { join } from 'node:path';
import { isatty } from 'node:tty';
import { FettleError } from '@fettle/shared/errors';
import { type Agent, createAgent } from '../agent.ts';
import { claimFolder } from '../claim.ts';
import type { Clock } from '../clock.ts';
import { type ExecutorPlace, proxySettings, type Settings } from '../config.ts';
import { DiskOutbox } from '../link/outbox-disk/outbox-disk.ts';
import type { OutboxSettings } from '../link/outbox-settings.ts';
import { createMemoryOutbox, type Outbox } from '../link/outbox.ts';
import { dialWith } from '../link/socket.ts';
import type { Log } from '../log.ts';
import type { OpenChannel } from '../runs/executor-client.ts';
import { bootId } from '../platform/boot.ts';
import { realHost } from '../platform/host.ts';
import { registryFor } from '../platform/platforms.ts';
import { releaseProgram } from '../platform/linux/release-program.ts';
import { leaveThoughFilesHang } from '../platform/leave.ts';
import { leaving } from '../platform/leaving.ts';
import { OwnCost } from '../samplers/own-cost.ts';
import { createRunner } from '../samplers/runner.ts';
import { openState, stateFiles } from '../state.ts';

export interface RunOptions {
  readonly folder: string;
  /** As they are now; asked again on SIGHUP. @throws FettleError `config_invalid` */
  readonly settings: () => Settings;
  readonly outbox: OutboxSettings;
  readonly executor: ExecutorPlace;
}

const signals = ['SIGTERM', 'SIGINT'] as const;

/**
 * Measures and sends until the process is told to stop; says goodbye then. On SIGHUP it takes its settings anew and keeps
 * its link. @throws FettleError
 */
export async function runCommand(
  { folder, settings, outbox, executor }: RunOptions,
  clock: Clock,
  log: Log,
): Promise<void> {
  const { interval, slowInterval } = settings();
  const pace = { slow: slowInterval };
  const state = openState(folder);
  const letGo = claimFolder(folder);
  try {
    const ownCost = new OwnCost();
    const host = realHost();
    const agent = createAgent({
      state,
      measuring: createRunner(host, await registryFor(process.platform, ownCost), {
        log,
        ownCost,
        slowEveryMs: () => pace.slow,
      }),
      ownCost,
      clock,
      log,
      dial: dialWith(state.enrolment()?.pin ?? null, clock, proxySettings()),
      random: Math.random,
      interval,
      usage,
      pid: process.pid,
      outbox: outboxIn(folder, outbox, clock, log),
      executor: wayTo(executor, folder),
      uptime: () => uptime() * 1_000,
      zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    });
    const stopped = told();
    agent.start();
    const endReleases = releases(clock);
    const endReloads = onReload(() => reload(agent, pace, settings, log));
    log.info({ folder, interval, device: agent.status().device }, 'the agent runs');
    log.info({ signal: await stopped }, 'the agent stops');
    endReloads();
    endReleases();
    await agent.stop(await leaving(host));
  } finally {
    letGo();
  }
  await leaveThoughFilesHang();
}

/** Loaded when there is something to ask. */
function wayTo(place: ExecutorPlace, folder: string): (() => Promise<OpenChannel>) | null {
  if (place.at === 'nowhere') return null;
  return async () => {
    const { openExecutor } = await import('../runs/acting.ts');
    return openExecutor(place, folder);
  };
}

/** Once everything has run for the first time, and now and then: what only a start or a new connection needs is let go of. */
function releases(clock: Clock): () => void {
  if (process.platform !== 'linux') return () => {};
  let cancel = clock.after(releaseMs.first, again);
  function again(): void {
    releaseProgram();
    cancel = clock.after(releaseMs.every, again);
  }
  return () => cancel();
}

const releaseMs = { first: 20_000, every: 3_600_000 } as const;

function outboxIn(folder: string, { where, bounds }: OutboxSettings, clock: Clock, log: Log): Outbox {
  if (where === 'memory') return createMemoryOutbox();
  return new DiskOutbox({ folder: join(folder, stateFiles.outbox), bounds, clock, log, boot: bootId() });
}

function usage() {
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1_000, residentBytes: process.memoryUsage.rss() };
}

/** Takes the settings anew; those that are wrong change nothing. */
function reload(agent: Agent, pace: { slow: number }, settings: RunOptions['settings'], log: Log): void {
  try {
    const { interval, slowInterval, logLevel } = settings();
    agent.reinterval(interval);
    pace.slow = slowInterval;
    log.level = logLevel;
    log.info({ interval, slowInterval, logLevel }, 'the settings were read again');
  } catch (error) {
    if (!(error instanceof FettleError)) throw error;
    log.error({ code: error.code }, `the settings stay as they are: ${error.message}`);
  }
}

/** Calls back on each SIGHUP. A terminal that was closed says the same and means the end: there it is left alone. */
function onReload(run: () => void): () => void {
  // Not process.stdin: that makes a stream, with everything that streams of files need.
  if (isatty(0) || process.platform === 'win32') return () => {};
  process.on('SIGHUP', run);
  return () => process.off('SIGHUP', run);
}

/** Resolves with the first signal to stop; a second one ends the process at once. */
function told(): Promise<NodeJS.Signals> {
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  for (const signal of signals) {
    process.once(signal, () => {
      resolve(signal);
      for (const again of signals) process.on(again, () => process.exit(1));
    });
  }
  return promise;
}
