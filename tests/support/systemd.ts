// A real systemd as PID 1 of namespaces of its own, over a throw-away copy of this machine's files.
//   await using systemd = await Systemd.boot();
//   await systemd.run('systemctl', 'start', 'x.service');
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { patience } from './patience.ts';
import { requires, type Variants } from './requires.ts';

const bootScript = fileURLToPath(new URL('systemd-boot.sh', import.meta.url));
const checkout = fileURLToPath(new URL('../..', import.meta.url));
/** Where services may read this checkout, wherever it lies outside. */
export const checkoutInside = '/opt/fettle';
const bootMs = patience;
const commandMs = 2 * patience;
const tools = ['unshare', 'nsenter', 'pivot_root', 'setpriv', 'ip'];
const namespaces = ['--kill-child', '-m', '-p', '-f', '-C', '-u', '-i', '-n'];
const folders = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'];

export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Tests that need it: skipped, with the reason in their name, where no systemd of one's own can be booted. */
export function withSystemd(): Variants {
  const program = requires('systemd');
  const obstacle = program.present ? obstacleHere() : null;
  return obstacle === null ? program : requires.kernel(obstacle, false);
}

/** What keeps this process from booting a systemd; null: nothing. */
function obstacleHere(): string | null {
  if (process.platform !== 'linux') return 'Linux namespaces';
  if (process.getuid?.() !== 0) return 'right to make namespaces for one who is not root';
  for (const tool of tools) {
    if (!folders.some((folder) => existsSync(join(folder, tool)))) return `${tool} to make namespaces with`;
  }
  const { status } = spawnSync('unshare', [...namespaces, 'mount', '-t', 'tmpfs', 'fettle-probe', tmpdir()]);
  if (status !== 0) return 'namespaces to mount in';
  const cgroup = ownCgroup();
  if (cgroup === null) return 'cgroup v2';
  const probe = join(cgroup, `fettle-probe-${process.pid}`);
  try {
    mkdirSync(probe);
    rmdirSync(probe);
    return existsSync('/proc/self/ns/cgroup') ? null : 'cgroup namespaces';
  } catch {
    return 'cgroup v2 that may be written';
  }
}

/** The folder of this process's cgroup in the v2 hierarchy; null where there is none. */
function ownCgroup(): string | null {
  const mount = /^\S+ \S+ \S+ \S+ (\S+) .* - cgroup2 /m.exec(readFileSync('/proc/self/mountinfo', 'utf8'))?.[1];
  const path = /^0::(\/.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1];
  return mount === undefined || path === undefined ? null : join(mount, path);
}

const booted = new Set<ChildProcess>();
process.once('exit', () => booted.forEach((child) => child.kill('SIGKILL')));

export class Systemd implements AsyncDisposable {
  /** What systemd wrote to its console. */
  log = '';
  /** How long it took until it ran, ms. */
  bootedIn = 0;
  readonly #outer: ChildProcess;
  readonly #cgroup: string;
  readonly #folder: string;
  #init = 0;

  private constructor(outer: ChildProcess, cgroup: string, folder: string) {
    this.#outer = outer;
    this.#cgroup = cgroup;
    this.#folder = folder;
    for (const stream of [outer.stdout, outer.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.log = (this.log + chunk.toString()).slice(-20_000)));
    }
    booted.add(outer);
    outer.once('exit', () => booted.delete(outer));
  }

  /** With this checkout at `checkoutInside`. @throws Error with its console when it does not come up within 30 s */
  static async boot(): Promise<Systemd> {
    const began = performance.now();
    const cgroup = join(ownCgroup() ?? '', `fettle-systemd-${process.pid}-${Math.round(began)}`);
    mkdirSync(cgroup);
    const folder = mkdtempSync(join(tmpdir(), 'fettle-systemd-'));
    // A child cgroup first: systemd makes its slices in the root of its cgroup namespace. Both die with whoever holds
    // them: unshare with this process, systemd with unshare.
    const enterCgroup = 'echo $$ > "$0/cgroup.procs" && exec "$@"';
    const inner = [
      'unshare',
      ...namespaces,
      'sh',
      bootScript,
      folder,
      requires('systemd').path,
      checkout,
      checkoutInside,
    ];
    const outer = spawn('setpriv', ['--pdeathsig', 'KILL', 'sh', '-c', enterCgroup, cgroup, ...inner], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const systemd = new Systemd(outer, cgroup, folder);
    try {
      await systemd.#untilRunning(began + bootMs);
      systemd.bootedIn = performance.now() - began;
      return systemd;
    } catch (error) {
      await systemd[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Runs a program inside, to its end, at most a minute. */
  async run(program: string, ...args: readonly string[]): Promise<Answer> {
    return this.#enter([program, ...args]);
  }

  /** The same as another user, without any right of root's. */
  async runAs(user: string, program: string, ...args: readonly string[]): Promise<Answer> {
    return this.run('setpriv', `--reuid=${user}`, '--regid=nogroup', '--clear-groups', program, ...args);
  }

  /** What a program wrote. @throws Error when its exit code is not 0 */
  async ask(program: string, ...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(program, ...args);
    if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}: ${stdout}${stderr}`);
    return stdout;
  }

  /** Writes a file inside; its folder is made. */
  async write(path: string, text: string): Promise<void> {
    await this.ask('sh', '-c', 'mkdir -p "$(dirname "$0")" && printf %s "$1" > "$0"', path, text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#outer.exitCode === null && this.#outer.signalCode === null) {
      const exit = once(this.#outer, 'exit');
      this.#outer.kill('SIGKILL');
      await exit;
    }
    for (let attempt = 0; existsSync(this.#cgroup) && attempt < 100; attempt++) {
      if (existsSync(join(this.#cgroup, 'cgroup.kill'))) writeFileSync(join(this.#cgroup, 'cgroup.kill'), '1');
      await sleep(50);
      removeCgroups(this.#cgroup);
    }
    rmSync(this.#folder, { recursive: true, force: true });
    if (existsSync(this.#cgroup)) throw new Error(`${this.#cgroup} could not be removed`);
  }

  async #untilRunning(deadline: number): Promise<void> {
    for (;;) {
      if (this.#outer.exitCode !== null) throw new Error(`systemd did not boot:\n${this.log}`);
      if (performance.now() > deadline) throw new Error(`systemd did not come up within ${bootMs} ms:\n${this.log}`);
      this.#init ||= childOf(this.#outer.pid);
      const state = this.#init ? (await this.run('systemctl', 'is-system-running')).stdout.trim() : '';
      if (state === 'running' || state === 'degraded') return;
      await sleep(100);
    }
  }

  #inside(command: readonly string[]): string[] {
    return ['-t', String(this.#init), '-m', '-p', '-C', '-u', '-i', '-n', ...command];
  }

  #enter(command: readonly string[]): Promise<Answer> {
    const options = {
      timeout: commandMs,
      killSignal: 'SIGKILL',
      maxBuffer: 16 * 1024 * 1024,
      env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' },
    } as const;
    return new Promise((resolve) => {
      execFile('nsenter', this.#inside(command), options, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        resolve({ code, stdout, stderr });
      });
    });
  }
}

/** The only child of a process, 0 while it has none. */
function childOf(pid: number | undefined): number {
  const file = `/proc/${pid}/task/${pid}/children`;
  return existsSync(file) ? Number(readFileSync(file, 'utf8').trim().split(' ')[0] ?? 0) : 0;
}

/** Removes the empty ones, innermost first. */
function removeCgroups(folder: string): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) removeCgroups(join(folder, entry.name));
  }
  try {
    rmdirSync(folder);
  } catch (error) {
    // A process that was killed is still on its way out: the caller comes again.
    if ((error as NodeJS.ErrnoException).code !== 'EBUSY') throw error;
  }
}
