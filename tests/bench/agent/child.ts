import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';

const patienceMs = 15_000;

/** A process that is ended by its id, whatever happens. */
export class Child {
  readonly pid: number;
  /** The last it printed, on either stream. */
  output = '';
  readonly #process: ChildProcess;

  /** @throws Error when it cannot be started */
  constructor(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = '/') {
    this.#process = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    if (this.#process.pid === undefined) throw new Error(`${program} could not be started`);
    this.pid = this.#process.pid;
    const keep = (chunk: Buffer) => {
      this.output = (this.output + chunk.toString()).slice(-20_000);
    };
    this.#process.stdout?.on('data', keep);
    this.#process.stderr?.on('data', keep);
    process.once('exit', this.#kill);
  }

  get alive(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  async stop(): Promise<void> {
    process.off('exit', this.#kill);
    if (!this.alive) return;
    const exit = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    const timer = setTimeout(this.#kill, patienceMs);
    await exit;
    clearTimeout(timer);
  }

  readonly #kill = () => void this.#process.kill('SIGKILL');
}

const folders = ['/usr/local/bin', '/usr/bin', '/usr/local/sbin', '/usr/sbin', '/opt/homebrew/bin'];

/** The full path of the first of these programs that is installed. */
export function programOf(...names: readonly string[]): string | undefined {
  return names.flatMap((name) => folders.map((folder) => `${folder}/${name}`)).find((file) => existsSync(file));
}
