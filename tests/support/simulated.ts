/** A simulated fleet for tests and benchmarks: `npm run simulate` as a process of its own, signed in to. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Running, until } from './fettle.ts';

export interface SimulatedOptions {
  readonly devices: number;
  /** Of history. */
  readonly days: number;
  /** Builds the dashboard first, if it is not up to date; else it is taken as it was built last. */
  readonly build?: boolean;
}

export class Simulated implements AsyncDisposable {
  readonly #process: Running;
  readonly #folder: string;
  readonly address: string;
  readonly login: { readonly name: string; readonly password: string };
  /** The file of what was planted. */
  readonly truths: string;
  /** Of the signed-in administrator. */
  readonly cookie: string;

  private constructor(running: Running, folder: string, ready: Ready, cookie: string) {
    this.#process = running;
    this.#folder = folder;
    this.truths = join(folder, 'truths.json');
    this.address = ready.address;
    this.login = ready.login;
    this.cookie = cookie;
  }

  /** Resolves when the history is there and the devices begin to connect. */
  static async start({ devices, days, build = false }: SimulatedOptions): Promise<Simulated> {
    const folder = await mkdtemp(join(tmpdir(), 'fettle-simulated-'));
    const size = ['--devices', String(devices), '--days', String(days)];
    const running = new Running(
      ['tests/simulate/run.ts', ...size, '--port', '0', '--data', folder, build ? '--build' : '--no-build', '--json'],
      process.env,
    );
    try {
      const ready = await until('the simulated fleet', () => readyLine(running), 600_000);
      return new Simulated(running, folder, ready, await signIn(ready));
    } catch (error) {
      await running.stop();
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  async get(path: string): Promise<Response> {
    const answer = await fetch(`${this.address}${path}`, { headers: { cookie: this.cookie } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }

  /** One of the collector's own figures. */
  async figure(name: string): Promise<number> {
    const text = await (await this.get('/metrics')).text();
    return Number(new RegExp(`^fettle_${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process.stop('SIGINT');
    await rm(this.#folder, { recursive: true, force: true });
  }
}

interface Ready {
  readonly address: string;
  readonly login: Simulated['login'];
}

function readyLine(running: Running): Ready | undefined {
  if (!running.alive) throw new Error(`the simulation ended:\n${running.output}`);
  const line = running.output.split('\n').find((one) => one.startsWith('{"ready":'));
  return line === undefined ? undefined : (JSON.parse(line) as { ready: Ready }).ready;
}

async function signIn({ address, login }: Ready): Promise<string> {
  const answer = await fetch(`${address}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(login),
  });
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
  if (!answer.ok || cookie === undefined) throw new Error(`signing in: ${answer.status} ${await answer.text()}`);
  return cookie;
}
