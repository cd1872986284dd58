// A machine that is thrown away, for scripts that alter one: namespaces of their own, over this machine's files or made of busybox alone.
//   await using machine = await ThrowAway.open('own');
//   await machine.script('clear-temp', { mode: 'check', parameters: { days: 3 } });
import { type ChildProcess, execFile, execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { patience } from './patience.ts';
import { requires, type Variants } from './requires.ts';

const bootScript = fileURLToPath(new URL('throw-away.sh', import.meta.url));
const library = fileURLToPath(new URL('../../scripts/library/', import.meta.url));
const namespaces = ['--kill-child', '-m', '-p', '-f', '-u', '-i', '-n'];
const path = '/usr/sbin:/usr/bin:/sbin:/bin';

export const machineKinds = ['own', 'busybox'] as const;
export type MachineKind = (typeof machineKinds)[number];

/** Tests on such a machine: skipped, with the reason in their name, where none can be made. */
export function onThrowAway(kind: MachineKind): Variants {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    return requires.kernel('right to make namespaces for one who is not root', false);
  }
  const { status } = spawnSync('unshare', [...namespaces, 'mount', '-t', 'tmpfs', 'fettle-probe', tmpdir()]);
  if (status !== 0) return requires.kernel('namespaces to mount in', false);
  return kind === 'busybox' ? requires('busybox') : requires.kernel('namespaces to mount in', true);
}

export interface Ended {
  readonly code: number;
  /** Standard output and error, as they came. */
  readonly out: string;
  /** The first line of `out`. */
  readonly first: string;
}

export interface ScriptRun {
  readonly mode?: 'run' | 'check' | 'undo';
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
  /** Default: that of the machine's /bin/sh. */
  readonly shell?: readonly string[];
}

const open = new Set<ChildProcess>();
process.once('exit', () => open.forEach((child) => child.kill('SIGKILL')));

export class ThrowAway implements AsyncDisposable {
  readonly kind: MachineKind;
  readonly #outer: ChildProcess;
  readonly #folder: string;
  readonly #first: number;

  private constructor(kind: MachineKind, outer: ChildProcess, folder: string, first: number) {
    this.kind = kind;
    this.#outer = outer;
    this.#folder = folder;
    this.#first = first;
  }

  /** @throws Error with what it said when it cannot be made */
  static async open(kind: MachineKind): Promise<ThrowAway> {
    const folder = mkdtempSync(join(tmpdir(), 'fettle-throw-away-'));
    const inside = ['sh', bootScript, folder, kind === 'own' ? 'own' : requires('busybox').path];
    const outer = spawn('unshare', [...namespaces, ...inside], { stdio: ['pipe', 'pipe', 'pipe'] });
    open.add(outer);
    let told = '';
    outer.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()));
    const [word] = (await Promise.race([once(outer.stdout, 'data'), once(outer, 'exit')])) as [unknown];
    if (String(word) !== 'ready\n') {
      rmSync(folder, { recursive: true, force: true });
      throw new Error(`No machine could be made: ${told}`);
    }
    const children = readFileSync(`/proc/${outer.pid}/task/${outer.pid}/children`, 'utf8');
    return new ThrowAway(kind, outer, folder, Number(children.trim()));
  }

  /** Where a path of the machine is seen from outside. */
  at(inside: string): string {
    return `/proc/${this.#first}/root${inside}`;
  }

  /** Writes a file; its folder is made. A program begins with `#!` and gets the run bit. */
  write(inside: string, text: string | Buffer, mode = text.toString().startsWith('#!') ? '755' : '644'): void {
    // From within: seen from outside, a link to /bin/x leads to this machine's own. One that lies there is not written through.
    const put = 'mkdir -p "${1%/*}"; rm -f "$1"; cat >"$1"; chmod "$2" "$1"';
    execFileSync('nsenter', this.#inside(['/bin/sh', '-euc', put, 'sh', inside, mode]), {
      env: { PATH: path },
      input: text,
    });
  }

  read(inside: string): string {
    return readFileSync(this.at(inside), 'utf8');
  }

  has(inside: string): boolean {
    return existsSync(this.at(inside));
  }

  /** Runs a program inside to its end. */
  async run(program: string, ...args: readonly string[]): Promise<Ended> {
    return this.#enter([program, ...args], {});
  }

  /** Shell text. @throws Error when it fails */
  async sh(text: string, ...args: readonly string[]): Promise<string> {
    const { code, out } = await this.run('/bin/sh', '-euc', text, 'sh', ...args);
    if (code !== 0) throw new Error(`ended with ${code}: ${text}\n${out}`);
    return out;
  }

  /** Starts a program that goes on until the machine is thrown away. */
  start(program: string, ...args: readonly string[]): ChildProcess {
    return spawn('nsenter', this.#inside([program, ...args]), { env: { PATH: path }, stdio: 'ignore' });
  }

  /** Runs a program of this machine's own in the network of the other. @throws Error when it fails */
  inNetwork(program: string, ...args: readonly string[]): void {
    execFileSync('nsenter', ['-t', String(this.#first), '-n', program, ...args], { stdio: 'pipe' });
  }

  /** A script of the library, as the agent runs it. */
  async script(id: string, { mode = 'run', parameters = {}, shell = ['/bin/sh'] }: ScriptRun = {}): Promise<Ended> {
    const inside = `/run/fettle-test/${id}.sh`;
    if (!this.has(inside)) this.write(inside, readFileSync(join(library, id, 'run.sh'), 'utf8'), '555');
    const given = Object.entries(parameters);
    const env = Object.fromEntries(given.map(([name, value]) => [`FETTLE_P_${name.toUpperCase()}`, String(value)]));
    const args = given.map(([name, value]) => `--${name}=${value}`);
    const begin = ['/bin/sh', '-c', 'umask 077; exec "$@"', 'sh', ...shell];
    return this.#enter([...begin, inside, ...args], { FETTLE_MODE: mode, ...env });
  }

  /** What lies on the machine, without what the kernel keeps in /proc, /sys and /dev: path to what is there. */
  files(): Map<string, string> {
    const found = new Map<string, string>();
    for (const top of ['/.changes', '/run', '/tmp', '/var/tmp']) gather(Buffer.from(this.at(top)), top, found);
    return found;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#outer.exitCode === null && this.#outer.signalCode === null) {
      const exit = once(this.#outer, 'exit');
      this.#outer.kill('SIGKILL');
      await exit;
    }
    open.delete(this.#outer);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #inside(command: readonly string[]): string[] {
    const begin = ['/bin/sh', '-c', 'cd / && exec "$@" 2>&1', 'sh', ...command];
    return ['-t', String(this.#first), '-m', '-p', '-u', '-i', '-n', ...begin];
  }

  #enter(command: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended> {
    return new Promise((resolve, reject) => {
      const child = execFile(
        'nsenter',
        this.#inside(command),
        { env: { PATH: path, LC_ALL: 'C', ...env }, timeout: 4 * patience, killSignal: 'SIGKILL' },
        (error, out, stderr) => {
          if (error !== null && typeof error.code !== 'number') reject(new Error(`${error.message}\n${out}${stderr}`));
          else resolve({ code: (error?.code as number | undefined) ?? 0, out, first: out.split('\n')[0] ?? '' });
        },
      );
      child.stdin?.end();
    });
  }
}

/** Not looked into: mounted elsewhere, or of the tests themselves. */
const leftOut = new Set(['/.changes/run', '/.changes/proc', '/.changes/.changes', '/run/fettle-test']);

/** Folders by mode and owner, files also by time and bytes. Names need be no UTF-8: latin1 keeps every byte of them. */
function gather(outside: Buffer, name: string, found: Map<string, string>): void {
  for (const entry of readdirSync(outside, { encoding: 'buffer' })) {
    const inside = `${name}/${entry.toString('latin1')}`;
    if (leftOut.has(inside)) continue;
    const at = Buffer.concat([outside, Buffer.from('/'), entry]);
    const stat = lstatSync(at);
    const who = `${stat.mode.toString(8)} ${stat.uid}:${stat.gid}`;
    if (stat.isDirectory()) {
      found.set(inside, who);
      gather(at, inside, found);
    } else if (stat.isSymbolicLink()) found.set(inside, `${who} -> ${readlinkSync(at)}`);
    else if (!stat.isFile()) found.set(inside, who);
    else found.set(inside, `${who} ${stat.mtimeMs} ${createHash('sha256').update(readFileSync(at)).digest('hex')}`);
  }
}
