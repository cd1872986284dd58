// Load on this machine: processes that do nothing but count, ended with the block.
import { type ChildProcess, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

export interface Load extends Disposable {
  /** Nothing is busy before this is called. */
  begin(): void;
}

/** Keeps every processor busy from `begin` until disposed, at most 30 s. */
export function busyProcessors(): Load {
  const script = 'const end = Date.now() + 30_000; while (Date.now() < end);';
  let children: ChildProcess[] = [];
  return {
    begin() {
      children = Array.from({ length: availableParallelism() }, () =>
        spawn(process.execPath, ['-e', script], { stdio: 'ignore' }),
      );
    },
    [Symbol.dispose]() {
      for (const child of children) child.kill('SIGKILL');
    },
  };
}
