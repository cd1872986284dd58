/** One running agent for one data folder: two would answer for one device, and the collector would quarantine it. */
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { FettleError } from '@fettle/shared/errors';
import { readIfThere, unwritable } from './durable-file.ts';
import { stateFiles } from './state.ts';

/** @returns how to let go. @throws FettleError `data_in_use`, `data_unwritable` */
export function claimFolder(folder: string): () => void {
  const path = join(folder, stateFiles.claim);
  const mine = describe(process.pid);
  const holder = readIfThere(path);
  if (holder !== null) {
    if (isRunning(holder)) {
      throw new FettleError(
        'data_in_use',
        `Another agent (process ${holder.split(' ', 1)[0]}) uses ${folder}. Stop it first.`,
      );
    }
    rmSync(path, { force: true });
  }
  create(path, mine, folder);
  return () => {
    if (readIfThere(path) === mine) rmSync(path, { force: true });
  };
}

/** Whether the process that wrote this claim still runs. */
export function isRunning(claim: string): boolean {
  const pid = Number(claim.split(' ', 1)[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0 || !exists(pid)) return false;
  return describe(pid) === claim;
}

function create(path: string, text: string, folder: string): void {
  try {
    const file = openSync(path, 'wx', 0o644);
    writeSync(file, text);
    closeSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unwritable(path, error);
    throw new FettleError('data_in_use', `Another agent began to use ${folder} at the same moment.`);
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not ours to signal, yet there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The process id and, where the system tells it, when the process began: a number is given again after a while. */
function describe(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Field 22 of proc(5); counted from the end of the name, which may hold anything.
    return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return `${pid}`;
    throw error;
  }
}
