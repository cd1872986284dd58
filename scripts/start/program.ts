import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { forPeople, LogFile } from './log.ts';

export interface ProgramOptions {
  /** As people call it: `collector`. */
  readonly name: string;
  /** The file that Node runs, and its arguments. */
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Runs a program to its end, whose failure is no reason to stop; what it said on stderr is shown. @returns whether it did what it should */
export function didProgram({ command, cwd, env }: ProgramOptions): boolean {
  return spawnSync(process.execPath, command, { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
}

/** Runs a program to its end and gives what it printed. What it said on stderr is shown. @throws Error when it fails */
export function runProgram({ name, command, cwd, env }: ProgramOptions): string {
  const stdio = ['ignore', 'pipe', 'inherit'] as const;
  const { status, stdout } = spawnSync(process.execPath, command, { cwd, env, stdio: [...stdio], encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} failed with exit code ${status ?? 'none'}.`);
  return stdout;
}

/** A program that runs until it is stopped. */
export class Program {
  readonly name: string;
  readonly log: LogFile;
  /** Resolves when the program has ended, with how. */
  readonly ended: Promise<string>;
  readonly #child: ChildProcess;
  readonly #listeners = new Set<(line: string) => void>();

  /** Starts it. Its output goes to the log file; what is meant for people is shown as well. */
  constructor({ name, command, cwd, env }: ProgramOptions, logFile: string) {
    this.name = name;
    this.log = new LogFile(logFile);
    // In a group of its own: Ctrl-C reaches it through `stop` only, once and in order.
    const detached = process.platform !== 'win32';
    this.#child = spawn(process.execPath, command, { cwd, env, detached, stdio: ['ignore', 'pipe', 'pipe'] });
    this.ended = this.#end();
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream) createInterface(stream).on('line', (line) => this.#take(line));
    }
  }

  /** The first match in a line that it prints from now on. @throws Error when it ends, or not within the time */
  async says(pattern: RegExp, withinMs: number): Promise<RegExpExecArray> {
    const { promise, resolve } = Promise.withResolvers<RegExpExecArray>();
    const listen = (line: string) => {
      const match = pattern.exec(line);
      if (match) resolve(match);
    };
    this.#listeners.add(listen);
    const late = sleep(withinMs, undefined, { ref: false });
    try {
      const match = await Promise.race([promise, this.ended, late]);
      if (match === undefined || typeof match === 'string') {
        throw new Error(`The ${this.name} did not become ready. Its log: ${this.log.path}`);
      }
      return match;
    } finally {
      this.#listeners.delete(listen);
    }
  }

  async #end(): Promise<string> {
    const [code, signal] = (await once(this.#child, 'close')) as [number | null, string | null];
    this.log.end();
    return signal === null ? `exit code ${code}` : `signal ${signal}`;
  }

  #take(line: string): void {
    this.log.write(line);
    for (const listen of this.#listeners) listen(line);
    const shown = forPeople(this.name, line);
    if (shown !== undefined) console.log(shown);
  }

  /** Asks it to stop, and ends it when it has not stopped after `patienceMs`. */
  async stop(patienceMs: number): Promise<void> {
    this.#child.kill('SIGTERM');
    const stopped = await Promise.race([this.ended, sleep(patienceMs, null, { ref: false })]);
    if (stopped === null) this.#child.kill('SIGKILL');
    await this.ended;
  }
}
