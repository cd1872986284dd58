/** Node's program in memory: what of it only the start has needed is let go of. */
import { readFileSync, realpathSync } from 'node:fs';

/** `MADV_DONTNEED` of madvise(2): the pages leave this process's memory and are mapped again when they are next used. */
const dontNeed = 4;

export interface Stretch {
  readonly start: bigint;
  readonly length: bigint;
}

/**
 * Where a program's code lies by /proc/PID/maps (proc_pid_maps(5)). Only what is executable and never writable: that is the
 * file's content to the last byte, while data of the program could have been changed and would be lost.
 */
export function codeOf(maps: string, program: string): Stretch[] {
  const found: Stretch[] = [];
  for (const line of maps.split('\n')) {
    const [, start, end, path] = /^([0-9a-f]+)-([0-9a-f]+) r-xp [0-9a-f]+ \S+ \d+ +(\/.*)$/.exec(line) ?? [];
    if (start === undefined || end === undefined || path !== program) continue;
    found.push({ start: BigInt(`0x${start}`), length: BigInt(`0x${end}`) - BigInt(`0x${start}`) });
  }
  return found;
}

/**
 * Lets go of the pages of Node's code; a few thousand of them, the ones in use, come back from the system's cache of files
 * with the next measurements. Nothing happens where Node cannot call the system itself (`--experimental-ffi`), or is not let.
 * @returns whether it was done
 */
export function releaseProgram(): boolean {
  const ffi = process.getBuiltinModule('node:ffi') as typeof import('node:ffi') | undefined;
  if (ffi === undefined) return false;
  try {
    const code = codeOf(readFileSync('/proc/self/maps', 'utf8'), realpathSync(process.execPath));
    const { functions } = ffi.dlopen(null, {
      madvise: { arguments: ['uint64', 'uint64', 'int32'], return: 'int32' },
    });
    return code.length > 0 && code.every(({ start, length }) => functions.madvise(start, length, dontNeed) === 0);
  } catch {
    // An agent that takes more memory is still an agent.
    return false;
  }
}
