// Runs a program of the workspace on the pinned Node, installing it first where that was not done.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { installPackages, pinnedNode } from '../bootstrap.mjs';

/**
 * Arguments, standard streams, working folder, signals and exit code are passed through. Where this Node can, the program
 * takes the place of this process, so that nothing waits beside it.
 * @param {string} main full path of the program
 */
export function runPinned(main) {
  installPackages({ quiet: true });
  const args = [main, ...process.argv.slice(2)];
  if (process.platform !== 'win32') process.execve?.(pinnedNode, [pinnedNode, ...args]);
  const child = spawn(pinnedNode, args, { stdio: 'inherit' });
  // A terminal sends its signals to both of us; the child ends in its own way and we follow.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('error', (error) => {
    console.error(`${pinnedNode} could not be started: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}
