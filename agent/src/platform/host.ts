import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from '../samplers/sampler.ts';
import { ProgramError } from './program-error.ts';

type Programs = ReadonlyMap<string, readonly string[]>;

/**
 * The programs that samplers may run and where they are: never found by a search path, which another could have
 * written. All of them only tell.
 */
const usual: Programs = new Map([
  ['systemctl', ['/usr/bin/systemctl', '/bin/systemctl']],
  // Not where Homebrew has it: that folder is a user's, and the agent may be root.
  ['smartctl', ['/usr/sbin/smartctl', '/usr/local/sbin/smartctl', 'C:/Program Files/smartmontools/bin/smartctl.exe']],
  // macOS and BSD
  ['mount', ['/sbin/mount', '/usr/bin/mount', '/bin/mount']],
  ['launchctl', ['/bin/launchctl']],
]);

const environment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', LANG: 'C' };
const mostBytes = 4 * 1024 * 1024;

/** The machine that this program runs on. */
export function realHost(programs: Programs = usual): Host {
  return { root: '/', run: (program, args, timeoutMs) => run(programs, program, args, timeoutMs) };
}

/** Whether a program of the table is on the machine under `root`. */
export function installed(program: string, root: string): boolean {
  return (usual.get(program) ?? []).some((path) => existsSync(root === '/' ? path : join(root, path)));
}

/**
 * @returns what the program wrote to its standard output
 * @throws Error: a program that is not in the table or not installed; ProgramError with what it wrote: an exit code other
 * than 0, the time over
 */
async function run(programs: Programs, program: string, args: readonly string[], timeoutMs: number): Promise<string> {
  const path = programs.get(program)?.find((candidate) => existsSync(candidate));
  if (path === undefined) throw new Error(`${program} is not here`);
  // Most machines run none: it is loaded when one does.
  const { execFile } = await import('node:child_process');
  return new Promise((resolve, reject) => {
    const options = { env: environment, timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: mostBytes } as const;
    const child = execFile(path, args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new ProgramError(`${program} failed: ${reason(error, stderr, timeoutMs)}`, stdout, { cause: error }));
    });
    child.stdin?.end();
  });
}

function reason(error: Error & { killed?: boolean; code?: unknown }, stderr: string, timeoutMs: number): string {
  if (error.killed) return `it took longer than ${timeoutMs} ms`;
  return stderr.trim().split('\n', 1)[0] || `exit code ${String(error.code)}`;
}
