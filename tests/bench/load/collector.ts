/** A real collector process that knows a fleet, and what it costs. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { agentActor, systemActor } from '@fettle/collector/domain/access/index';
import { enrolDevice, publishToken } from '@fettle/collector/domain/devices/index';
import { signEnrolmentToken } from '@fettle/collector/operator/enrolment';
import { openRecords } from '@fettle/collector/store/open';
import { toBase64 } from '@fettle/shared/trust/keys';
import { version } from '@fettle/shared/version';
import { deviceIdOf, sealingKeyOf, signerOf } from '../../simulate/identity.ts';
import { Fettle } from '../../support/fettle.ts';
import { ticksOf } from '../agent/tree.ts';
import { fleetSeed } from './device.ts';
import type { Place } from './orders.ts';

export const passphrase = 'correct horse battery';
/** One connection, as a page keeps it. */
const agent = new Agent({ keepAlive: true, maxSockets: 4 });
const sites = ['north', 'south', 'east', 'west'];

export class Collector implements AsyncDisposable {
  readonly fettle: Fettle;
  readonly place: Place;
  readonly token: string;

  private constructor(fettle: Fettle, place: Place, token: string) {
    this.fettle = fettle;
    this.place = place;
    this.token = token;
  }

  /** With TLS, as it is served to others; so many devices are enrolled, none is connected. */
  static async start(devices: number, environment: NodeJS.ProcessEnv = {}): Promise<Collector> {
    endInOrder();
    const fettle = await Fettle.createSealed();
    await enrolAll(fettle, devices, passphrase);
    // An address that others could reach is served by TLS only.
    fettle.environment = { FETTLE_HOST: '0.0.0.0', FETTLE_TLS_NAMES: 'localhost', ...environment };
    await fettle.launchCollector();
    const { token } = JSON.parse(await fettle.cli('token', 'create', '--role', 'admin', '--json')) as { token: string };
    const ca = readFileSync(join(fettle.data, 'tls', 'ca.crt'), 'utf8');
    return new Collector(fettle, { port: fettle.port, ca, root: 1 }, token);
  }

  get pid(): number {
    return this.fettle.collector?.child.pid ?? 0;
  }

  /** Processor seconds of all its threads, those that ended included. */
  cpuSeconds(): number {
    return ticksOf(this.pid).own;
  }

  residentBytes(): number {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1_024;
  }

  /** The files of the series, by name, relative to the data folder; those that go away while one looks are left out. */
  files(): Map<string, number> {
    const all = readdirSync(this.fettle.data, { recursive: true }) as string[];
    const ofSeries = all.filter((name) => name.startsWith('series') && /\.db(-wal)?$/.test(name));
    return new Map(
      ofSeries.flatMap((name) => {
        const stat = statSync(join(this.fettle.data, name), { throwIfNoEntry: false });
        return stat ? [[name, stat.size] as const] : [];
      }),
    );
  }

  /** @throws Error unless the answer is 200 */
  get(path: string): Promise<Buffer> {
    return this.#ask('GET', path);
  }

  /** @throws Error unless the answer is 200 */
  put(path: string, body: object): Promise<Buffer> {
    return this.#ask('PUT', path, JSON.stringify(body));
  }

  /** @throws Error unless the answer is 200, 201 or 204 */
  post(path: string, body: object): Promise<Buffer> {
    return this.#ask('POST', path, JSON.stringify(body));
  }

  async #ask(method: string, path: string, body?: string): Promise<Buffer> {
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
    const headers = {
      authorization: `Bearer ${this.token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    const { port, ca } = this.place;
    const asked = request({ host: 'localhost', method, port, path, ca: ca ?? '', headers, agent }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const told = Buffer.concat(chunks);
        if ([200, 201, 204].includes(answer.statusCode ?? 0)) resolve(told);
        else reject(new Error(`${path}: ${answer.statusCode} ${told.toString('utf8', 0, 500)}`));
      });
    });
    asked.on('error', reject);
    asked.end(body);
    return promise;
  }

  /** One of the collector's own figures. */
  async figure(name: string): Promise<number> {
    const text = (await this.get('/metrics')).toString();
    return Number(new RegExp(`^fettle_${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.fettle[Symbol.asyncDispose]();
  }
}

let ending = false;

/** So that what was started is ended too when the benchmark is: by its own hooks at exit. */
function endInOrder(): void {
  if (ending) return;
  ending = true;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1));
}

/**
 * By the verbs that enrolment uses, without ten thousand greetings; the collector does not run.
 * @param sealed what the operator's key is sealed with, if it is
 */
export async function enrolAll(fettle: Fettle, count: number, sealed: string | null): Promise<void> {
  const records = await openRecords({ sqlite: join(fettle.data, 'records.db') });
  try {
    const now = Date.now();
    const context = { store: records.devices, now };
    for (const [at, site] of sites.entries()) {
      const signed = await signEnrolmentToken({
        home: join(fettle.folder, 'home'),
        passphrase: sealed,
        site,
        labels: { ring: String(at) },
        uses: count,
        now,
        lastsMs: 3_600_000,
        pin: null,
      });
      const { notBefore, notAfter } = signed.statement;
      const envelope = JSON.stringify(signed.envelope);
      const token = { key: signed.key, envelope, site, labels: { ring: String(at) }, uses: count, notBefore, notAfter };
      await publishToken(context, systemActor('bench'), token);
      for (let index = at; index < count; index += sites.length) {
        const id = deviceIdOf(fleetSeed, index);
        const record = {
          id,
          host: `made-${index}`,
          publicKey: toBase64(signerOf(fleetSeed, index).publicKey),
          sealingKey: toBase64(sealingKeyOf(fleetSeed, index)),
        };
        await enrolDevice(context, agentActor(id), { record, tokenKey: signed.key, agentVersion: version });
      }
    }
  } finally {
    await records.close();
  }
}
