/** Real servers for tests: each on a free loopback port with a folder of its own, both gone when it is disposed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Some servers refuse to run as root: then they run as nobody. */
export const owner = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

export interface PeerOptions {
  /** Full path. */
  readonly program: string;
  /** Runs before the start: writes configuration, makes a data folder. */
  prepare?(dir: string, port: number): Promise<void> | void;
  args(dir: string, port: number): string[];
  ready(dir: string, port: number): Promise<boolean>;
  readonly stopSignal?: NodeJS.Signals;
  readonly timeoutMs?: number;
}

/** A port on 127.0.0.1 that nobody used a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

const running = new Set<ChildProcess>();
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));

export class Peer implements AsyncDisposable {
  readonly dir: string;
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #stopSignal: NodeJS.Signals;
  #log = '';

  private constructor(child: ChildProcess, dir: string, port: number, stopSignal: NodeJS.Signals) {
    this.#child = child;
    this.dir = dir;
    this.port = port;
    this.#stopSignal = stopSignal;
    const keep = (chunk: Buffer) => {
      this.#log = (this.#log + chunk.toString()).slice(-20_000);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('error', (error) => keep(Buffer.from(String(error))));
    child.once('exit', () => running.delete(child));
    running.add(child);
  }

  /** Starts a server and waits until it is ready. Rejects with what it printed when it is not in time. */
  static async start(options: PeerOptions): Promise<Peer> {
    const dir = await mkdtemp(join(tmpdir(), `fettle-${basename(options.program)}-`));
    try {
      if (owner.uid !== undefined) chownSync(dir, owner.uid, owner.gid);
      const port = await freePort();
      await options.prepare?.(dir, port);
      const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
      const child = spawn(options.program, options.args(dir, port), { ...owner, cwd: dir, stdio });
      const peer = new Peer(child, dir, port, options.stopSignal ?? 'SIGTERM');
      await peer.#becomeReady(options);
      return peer;
    } catch (error) {
      await rm(dir, { recursive: true, force: true });
      throw error;
    }
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** The last 20,000 characters of what the server printed. */
  get log(): string {
    return this.#log;
  }

  get #alive(): boolean {
    return this.#child.pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async #becomeReady(options: PeerOptions): Promise<void> {
    const { program, timeoutMs = 20_000 } = options;
    const deadline = performance.now() + timeoutMs;
    while (!(await options.ready(this.dir, this.port))) {
      if (!this.#alive || performance.now() > deadline) {
        await this[Symbol.asyncDispose]();
        throw new Error(`${program} did not start:\n${this.log}`);
      }
      await sleep(25);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#alive) {
      const exit = once(this.#child, 'exit');
      this.#child.kill(this.#stopSignal);
      const timer = setTimeout(() => this.#child.kill('SIGKILL'), 5_000);
      await exit;
      clearTimeout(timer);
    }
    await rm(this.dir, { recursive: true, force: true });
  }
}
