/** `npm start` as a process, on a free port with folders of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const script = join(root, 'scripts', 'start.ts');
/** The script by itself, or as people type it. */
const commands = { script: [process.execPath, script], npm: ['npm', 'start'] } as const;

export interface StartPlace {
  readonly folder: string;
  readonly port: number;
}

export const environmentOf = ({ folder, port }: StartPlace): NodeJS.ProcessEnv => ({
  ...process.env,
  FETTLE_PORT: String(port),
  FETTLE_DATA: join(folder, 'data'),
  FETTLE_HOME: join(folder, 'home'),
});

export class Start implements AsyncDisposable {
  output = '';
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcess;

  constructor(place: StartPlace, as: keyof typeof commands = 'script') {
    const [program, ...args] = commands[as];
    const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
    this.#child = spawn(program, args, { cwd: root, env: environmentOf(place), stdio });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
    this.ended = once(this.#child, 'close').then(([code]) => code as number | null);
  }

  /** The processes that it started, with their command lines (Linux). */
  children(): { pid: number; command: string }[] {
    const file = `/proc/${this.#child.pid}/task/${this.#child.pid}/children`;
    const pids = existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ').filter(Boolean) : [];
    return pids.map((pid) => ({ pid: Number(pid), command: readFileSync(`/proc/${pid}/cmdline`, 'utf8') }));
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.signal('SIGTERM');
    await this.ended;
  }
}
