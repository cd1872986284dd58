/** Makes the agent a service of this system. */
import { join } from 'node:path';
import { formatDuration } from '@fettle/shared/duration';
import { FettleError } from '@fettle/shared/errors';
import type { Clock } from '../clock.ts';
import { settingsFile } from '../config.ts';
import { readIfThere, writeDurably } from '../durable-file.ts';
import type { LinkState } from '../link/link.ts';
import type { ProgramFiles } from '../platform/service/program.ts';
import type { ServiceManager } from '../platform/service/service.ts';
import type { ServicePlan } from '../platform/service/unit-file.ts';
import { openState } from '../state.ts';
import { statusCommand } from './status.ts';

export interface InstallOptions extends ServicePlan {
  /** What is copied, for the service to run. */
  readonly files: ProgramFiles;
  /** ms; undefined: as it is. */
  readonly interval?: number | undefined;
  /** Enrols first where that was not done. */
  readonly enrol?: (() => Promise<void>) | undefined;
}

export interface InstallResult {
  readonly done: readonly string[];
  /** As the agent tells it; null when it told nothing in time. */
  readonly link: LinkState | null;
}

/** How long the service may take to reach its collector. */
const patience = { most: 45_000, every: 250 } as const;

/**
 * What stands already is left as it is: it may be run again.
 * @throws FettleError `not_enrolled`, `input_invalid`, `service_failed`, `data_unwritable`
 */
export async function installCommand(
  options: InstallOptions,
  manager: ServiceManager,
  clock: Clock,
): Promise<InstallResult> {
  const { folder, interval } = options;
  const done: string[] = [];
  if (openState(folder, 'read').enrolment() === null) {
    if (options.enrol === undefined) throw new FettleError('not_enrolled');
    await options.enrol();
    done.push('Enrolled this machine.');
  }
  if (interval !== undefined) done.push(...keepInterval(folder, interval));
  const began = clock.wall();
  const managed = await manager.install(options, options.files);
  done.push(...managed);
  return { done, link: await linkAfter(folder, managed.length === 0 ? 0 : began, clock) };
}

/** In the settings file, not in the unit: there it can be changed without a restart. */
function keepInterval(folder: string, interval: number): string[] {
  const path = join(folder, settingsFile);
  const before = JSON.parse(readIfThere(path) ?? '{}') as Record<string, unknown>;
  const text = formatDuration(interval);
  if (before['interval'] === text) return [];
  writeDurably(path, `${JSON.stringify({ ...before, interval: text }, null, 2)}\n`, 0o644);
  return [`Set the interval to ${text} in ${path}.`];
}

/** Waits for the agent that runs since a moment to be connected, or to be told that no waiting helps. */
async function linkAfter(folder: string, since: number, clock: Clock): Promise<LinkState | null> {
  const deadline = clock.monotonic() + patience.most;
  let link: LinkState | null = null;
  for (;;) {
    const { running, last } = statusCommand(folder);
    if (running && last !== null && last.startedAt >= since) {
      link = last.link;
      if (link.state === 'connected' || link.state === 'refused') return link;
    }
    if (clock.monotonic() > deadline) return link;
    await new Promise<void>((resolve) => void clock.after(patience.every, resolve));
  }
}

/** For people: what was done, how it stands, how to undo it. */
export function formatInstall({ done, link }: InstallResult): string {
  const state =
    link?.state === 'connected'
      ? 'The agent runs and is connected to its collector.'
      : `The agent runs, but is not connected: ${link?.error?.message ?? 'it has not told why yet.'} See fettle-agent doctor.`;
  return [
    ...(done.length === 0 ? ['It was all there already.'] : done),
    state,
    'See it:  fettle-agent status',
    'Undo:    sudo fettle-agent uninstall           (with --purge also its keys, its data and its user)',
  ].join('\n');
}
