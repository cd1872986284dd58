import { join } from 'node:path';
import { isRunning } from './claim.ts';
import { readIfThere } from './durable-file.ts';
import { stateFiles } from './state.ts';
import { readStatus, type Status } from './status.ts';

/** What any local user can tell of the agent of a data folder, without asking it. */
export interface Told {
  readonly running: boolean;
  /** What it wrote last; null before its first word. */
  readonly last: Status | null;
}

export function toldIn(folder: string): Told {
  const claim = readIfThere(join(folder, stateFiles.claim));
  return { running: claim !== null && isRunning(claim), last: readStatus(folder) };
}
