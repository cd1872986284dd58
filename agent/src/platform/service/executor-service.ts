/** Makes the executor a service beside the agent's, and takes it away again. */
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FettleError } from '@fettle/shared/errors';
import { readIfThere } from '../../durable-file.ts';
import { pinFrom } from './pin-executor.ts';
import { executorMain, service } from './executor-place.ts';
import { executorText, executorUnit, socketText, socketUnit } from './executor-units.ts';
import type { Done } from './service.ts';
import type { ServicePlan } from './unit-file.ts';

const unitFolder = '/etc/systemd/system';
const paths = [socketUnit, executorUnit].map((name) => join(unitFolder, name));

export type Systemctl = (...args: readonly string[]) => Promise<string>;

/** Of a plan: the texts of both units. */
export function executorTexts({ program: [node = '', main = ''], user }: ServicePlan): readonly [string, string] {
  return [socketText(service.socket, user), executorText([node, executorMain(main)], service.folder)];
}

/**
 * Takes over whom this machine obeys. To be done while the data folder is still as root, or the enrolment, left it.
 * @throws FettleError `input_invalid` where it obeys others already, or the folder holds no whole enrolment
 */
export function pinExecutor(data: string): Done {
  try {
    const pinned = pinFrom(data, service.folder);
    if (pinned === 'same') return [];
    if (pinned === 'pinned') return [`Kept in ${service.folder} whom this machine obeys; only root can change that.`];
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new FettleError('input_invalid', `The executor cannot take over whom this machine obeys: ${error.message}.`);
  }
  throw new FettleError(
    'input_invalid',
    `${service.folder} belongs to another enrolment than ${data}, so something may be wrong here. If this machine was ` +
      'enrolled anew on purpose, run `fettle-agent uninstall --purge` and install it again, or remove that folder.',
  );
}

/** @returns what was done */
export async function installExecutor(plan: ServicePlan, systemctl: Systemctl): Promise<Done> {
  const changed = executorTexts(plan).map((text, i) => writeUnit(paths[i] ?? '', text));
  if (!changed.includes(true)) return [];
  await systemctl('daemon-reload');
  // The service that runs now, if any, keeps its socket until it is idle, and a socket is not made anew under it.
  if (changed[0] === true) await systemctl('stop', executorUnit);
  await systemctl('--quiet', 'enable', socketUnit);
  await systemctl(changed[0] === true ? 'restart' : 'start', socketUnit);
  return [`Wrote ${paths.join(' and ')}: it runs what operators signed for this machine.`];
}

/** What is not there is no error. */
export async function uninstallExecutor(systemctl: Systemctl): Promise<Done> {
  if (!paths.some(existsSync)) return [];
  await systemctl('--quiet', 'disable', '--now', socketUnit);
  await systemctl('stop', executorUnit);
  for (const path of paths) rmSync(path, { force: true });
  await systemctl('daemon-reload');
  return [`Stopped the executor, and removed ${paths.join(' and ')}.`];
}

/** Removes whom it obeys, what it remembers and its lock. */
export function purgeExecutor(): Done {
  if (!existsSync(service.folder)) return [];
  rmSync(service.folder, { recursive: true, force: true });
  return [`Removed ${service.folder}, and with it what was run here.`];
}

/** @returns whether it differs from what was there */
export function writeUnit(path: string, text: string): boolean {
  if (readIfThere(path) === text) return false;
  writeFileSync(path, text, { mode: 0o644 });
  chmodSync(path, 0o644);
  return true;
}
