/** One executor for one folder. Should two begin at the same instant all the same, `EEXIST` keeps them from running the same. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, remove, writeNew } from './files.ts';

interface Claim {
  readonly pid: number;
  /** When that process began, as its system counts: numbers of processes are given again. */
  readonly began: string;
}

/** @returns how to let go, or the process that has it */
export function claim(folder: string): { readonly release: () => void } | { readonly holder: number } {
  const path = join(folder, 'state', 'claim');
  const mine: Claim = { pid: process.pid, began: beginning(process.pid) };
  const held = readJson(path) as Claim | null;
  if (held !== null) {
    if (held.pid !== process.pid && beginning(held.pid) === held.began && held.began !== '')
      return { holder: held.pid };
    remove(path);
  }
  try {
    writeNew(path, JSON.stringify(mine));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return { holder: (readJson(path) as Claim | null)?.pid ?? 0 };
  }
  return { release: () => remove(path) };
}

/** Empty: there is no such process. Where the system does not tell when it began: `there`. */
function beginning(pid: number): string {
  try {
    if (process.platform !== 'linux') return process.kill(pid, 0) ? 'there' : '';
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Field 22 of proc(5), and no zombie; counted from the end of the name, which may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? '' : (fields[19] ?? '');
  } catch (error) {
    if (error instanceof Error && 'code' in error) return '';
    throw error;
  }
}
