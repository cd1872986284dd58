/** Programs on Windows. */
import { execFile, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import type { Command, Tree } from './platform.ts';

export const system32 = 'C:\\Windows\\System32';

export function windowsEnvironment(): Record<string, string> {
  return {
    PATH: `${system32};C:\\Windows;${system32}\\Wbem;${system32}\\WindowsPowerShell\\v1.0`,
    SystemRoot: 'C:\\Windows',
    SystemDrive: 'C:',
    ComSpec: `${system32}\\cmd.exe`,
    PATHEXT: '.COM;.EXE;.BAT;.CMD',
    ProgramData: 'C:\\ProgramData',
    ProgramFiles: 'C:\\Program Files',
  };
}

/** There is no asking a program to end: both ways end it with all that it started, as far as taskkill finds it. */
export function startWindows({ argv: [program = '', ...args], env, cwd }: Command): Tree {
  const child = spawn(program, args, { env, cwd, shell: false, windowsHide: true, stdio: ['ignore', 'pipe', 'pipe'] });
  // One way, as elsewhere.
  child.stderr.on('data', (bytes: Buffer) => child.stdout.emit('data', bytes));
  const end = () =>
    new Promise<void>((resolve) => {
      if (child.pid === undefined) return resolve();
      // What it answers does not matter: it complains of those that have ended already.
      execFile(`${system32}\\taskkill.exe`, ['/PID', String(child.pid), '/T', '/F'], () => resolve());
    });
  return { child, terminate: () => void end(), kill: end };
}

export function removeWindows(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
