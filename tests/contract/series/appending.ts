/** A process that appends, and how it is ended. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Appending {
  /** What it said beside acknowledged numbers. */
  readonly said: readonly string[];
  acknowledgedAtLeast(count: number): Promise<void>;
  saidAtLeast(count: number): Promise<void>;
  /** Ends it by SIGKILL. @returns the sequence numbers that it had acknowledged */
  kill(): Promise<number[]>;
}

/**
 * @param step ms between two frames; with it the store is maintained all the time
 * @param settings of the environment, beside those that this process has
 */
export function append(
  folder: string,
  first: number,
  step?: number,
  settings: Readonly<Record<string, string>> = {},
): Appending {
  const node = [process.execPath, fileURLToPath(new URL('appender.ts', import.meta.url))];
  const args = [...node, folder, String(first), ...(step === undefined ? [] : [String(step)])];
  const through = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  const [program = '', ...rest] = through.length > 0 ? ['env', ...through, ...args] : args;
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  const acknowledged: number[] = [];
  const said: string[] = [];
  const lines = createInterface({ input: child.stdout });
  const ended = once(lines, 'close');
  let wake = () => {};
  child.once('exit', () => wake());
  lines.on('line', (line) => {
    if (/^\d+$/.test(line)) acknowledged.push(Number(line));
    else if (line !== 'open') said.push(line);
    wake();
  });
  const reached = async (list: readonly unknown[], count: number): Promise<void> => {
    while (list.length < count) {
      if (child.exitCode !== null) throw new Error(`the appender ended with ${child.exitCode}`);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return {
    said,
    acknowledgedAtLeast: (count) => reached(acknowledged, count),
    saidAtLeast: (count) => reached(said, count),
    async kill() {
      child.kill('SIGKILL');
      await ended;
      return acknowledged;
    },
  };
}
