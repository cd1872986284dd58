import { existsSync, readdirSync } from 'node:fs';
import { type Load, startAgainWith } from '../flags.ts';

/**
 * Puts this program, with the same arguments and process id, once more in its own place where Node was started with
 * other flags than the agent needs; does not return then. Else, and where the system has no such call, it returns.
 */
export function startAgain(environment: Readonly<Record<string, string | undefined>>): void {
  const started = { flags: process.execArgv, environment, mayBeReplaced: mayBeReplaced() };
  const again = startAgainWith(started, { processes: processCount(), ffi: hasFfi() } satisfies Load);
  if (again === null) return;
  const args = [process.execPath, ...again.flags, ...process.argv.slice(1)];
  process.execve?.(process.execPath, args, again.environment);
}

/** Not on Windows; nor when Node was taken away under us, for a call that fails would end the process. */
function mayBeReplaced(): boolean {
  return process.platform !== 'win32' && typeof process.execve === 'function' && existsSync(process.execPath);
}

/** Only Linux has a use for it. */
function hasFfi(): boolean {
  return process.platform === 'linux' && process.allowedNodeEnvironmentFlags.has('--experimental-ffi');
}

/** 0 where there is no /proc. */
function processCount(): number {
  if (process.platform !== 'linux') return 0;
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).length;
}
