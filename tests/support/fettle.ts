// A real collector and a real agent as processes of their own, in a temporary folder on a free loopback port.
//   await using fettle = await Fettle.create();
//   await fettle.startCollector(); await fettle.enrol(); await fettle.startAgent('1s');
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { patience } from './patience.ts';
import { freePort } from './peer.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const collectorMain = 'collector/src/main.ts';
const agentMain = 'agent/src/main.ts';

const running = new Set<ChildProcess>();
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** One process: everything it printed, and its end. */
export class Running {
  readonly child: ChildProcess;
  output = '';

  /** @param through a program that starts another, as `ip netns exec …` */
  constructor(args: readonly string[], env: NodeJS.ProcessEnv, cwd = root, through: readonly string[] = []) {
    const [program = process.execPath, ...all] = [...through, process.execPath, ...args];
    this.child = spawn(program, all, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(this.child);
    const keep = (chunk: Buffer) => {
      this.output = (this.output + chunk.toString()).slice(-200_000);
    };
    this.child.stdout?.on('data', keep);
    this.child.stderr?.on('data', keep);
    this.child.once('exit', () => running.delete(this.child));
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Ends it and gives the exit code (null when a signal did it). */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.alive) {
      const exit = once(this.child, 'exit');
      this.child.kill(signal);
      const timer = setTimeout(() => this.child.kill('SIGKILL'), 15_000);
      await exit;
      clearTimeout(timer);
    }
    return this.child.exitCode;
  }
}

/** Waits until `check` gives something true; fails with what it was waiting for. */
export async function until<Result>(
  what: string,
  check: () => Promise<Result | undefined | null | false> | Result | undefined | null | false,
  timeoutMs = patience,
): Promise<Result> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const result = await check();
    if (result) return result;
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`);
    await sleep(50);
  }
}

export class Fettle implements AsyncDisposable {
  readonly folder: string;
  readonly port: number;
  collector: Running | undefined;
  agent: Running | undefined;
  #token: string | undefined;

  readonly #checkout: string;
  /** More of the environment, for what is started from now on: a configuration under test. */
  environment: NodeJS.ProcessEnv = {};
  #passphraseFile: string | undefined;
  /** Where agents that enrol find the collector, if not at its own address: a cable. */
  via: string | undefined;
  /** What starts each program, as `ip netns exec …`; nothing: itself. */
  through: { collector: readonly string[]; agent: readonly string[] } = { collector: [], agent: [] };

  private constructor(folder: string, port: number, checkout: string) {
    this.#checkout = checkout;
    this.folder = folder;
    this.port = port;
  }

  /** A folder with trust and identity in it; nothing runs yet. `checkout`: the project's folder, another for a copy. */
  static async create(checkout = root): Promise<Fettle> {
    const fettle = new Fettle(await mkdtemp(join(tmpdir(), 'fettle-')), await freePort(), checkout);
    await fettle.cli('setup', '--solo', '--json');
    return fettle;
  }

  /** The same with a sealed operator key, as it must be where others reach the collector. */
  static async createSealed(): Promise<Fettle> {
    const fettle = new Fettle(await mkdtemp(join(tmpdir(), 'fettle-')), await freePort(), root);
    fettle.#passphraseFile = join(fettle.folder, 'passphrase');
    await writeFile(fettle.#passphraseFile, 'correct horse battery', { mode: 0o600 });
    await fettle.cli('setup', '--solo', '--json');
    return fettle;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }
  get data(): string {
    return join(this.folder, 'data');
  }
  get agentData(): string {
    return join(this.folder, 'agent');
  }
  get env(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      FETTLE_PORT: String(this.port),
      FETTLE_DATA: this.data,
      FETTLE_HOME: join(this.folder, 'home'),
      FETTLE_LOG_LEVEL: 'info',
      ...(this.#passphraseFile === undefined ? {} : { FETTLE_KEY_PASSPHRASE_FILE: this.#passphraseFile }),
      ...this.environment,
    };
  }

  /** Runs `fettle …` to its end. @throws Error with what it printed when it fails */
  async cli(...args: string[]): Promise<string> {
    return this.#run(collectorMain, args, []);
  }
  async agentCli(...args: string[]): Promise<string> {
    return this.#run(agentMain, args, this.through.agent);
  }

  /** Begins to start it, as `startCollector`, and waits only until it says that it listens. @returns its address */
  async launchCollector(): Promise<string> {
    const collector = new Running([collectorMain, 'collector'], this.env, this.#checkout, this.through.collector);
    this.collector = collector;
    return until('the collector to listen', () => {
      if (!collector.alive) throw new Error(`the collector ended:\n${collector.output}`);
      return /^Fettle collector at (\S+)$/m.exec(collector.output)?.[1];
    });
  }

  /** @param program what runs it, if not the command line */
  async startCollector(program: readonly string[] = [collectorMain, 'collector']): Promise<Running> {
    const collector = new Running(program, this.env, this.#checkout, this.through.collector);
    this.collector = collector;
    await until('the collector to be ready', async () => {
      if (!collector.alive) throw new Error(`the collector ended:\n${collector.output}`);
      const answer = await fetch(`${this.url}/readyz`).catch(() => undefined);
      return answer?.ok;
    });
    return collector;
  }

  /** The one-time code that the collector printed. */
  async setupCode(): Promise<string> {
    return until(
      'the setup code',
      () => /\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(this.collector?.output ?? '')?.[0],
    );
  }

  async enrol(...options: string[]): Promise<void> {
    const { token } = JSON.parse(await this.cli('token', 'enrol', '--json')) as { token: string };
    await this.agentCli(
      'enrol',
      '--collector',
      this.via ?? this.url,
      '--token',
      token,
      '--data',
      this.agentData,
      ...options,
    );
  }

  /** @param node flags of Node, which the agent then keeps @param args more for `run` */
  async startAgent(interval = '1s', { node = [] as string[], args = [] as string[] } = {}): Promise<Running> {
    const stay = node.length > 0 ? ['--no-reexec'] : [];
    const run = [...node, agentMain, 'run', '--data', this.agentData, '--interval', interval, ...stay, ...args];
    this.agent = new Running(run, this.env, this.#checkout, this.through.agent);
    return this.agent;
  }

  /** The API as an administrator's token sees it. */
  async api<Answer>(path: string): Promise<Answer> {
    this.#token ??= (
      JSON.parse(await this.cli('token', 'create', '--role', 'admin', '--json')) as { token: string }
    ).token;
    const answer = await fetch(`${this.url}${path}`, { headers: { authorization: `Bearer ${this.#token}` } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Answer;
  }

  /** What the agent last wrote about itself. */
  async status(): Promise<Record<string, unknown>> {
    return JSON.parse(await this.agentCli('status', '--data', this.agentData, '--json')) as Record<string, unknown>;
  }

  async log(name: string): Promise<string> {
    return readFile(join(this.data, 'logs', name), 'utf8');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.agent?.stop();
    await this.collector?.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #run(main: string, args: readonly string[], through: readonly string[]): Promise<string> {
    const [program = process.execPath, ...all] = [...through, process.execPath, main, ...args];
    const child = spawn(program, all, {
      cwd: this.#checkout,
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    const [code] = (await once(child, 'close')) as [number | null];
    running.delete(child);
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${Buffer.concat(err).toString()}`);
    return Buffer.concat(out).toString();
  }
}
