/** Serves the built dashboard and an invented API under the collector's content policy, for rendering tests only. */
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { Device, DeviceStorage } from '@fettle/shared/api/devices';
import type { EventItem } from '@fettle/shared/api/events';
import type { Incident, IncidentAct } from '@fettle/shared/api/incidents';
import type { LiveCell } from '@fettle/shared/api/live';
import { FettleError } from '@fettle/shared/errors';
import { matches } from '@fettle/shared/selector/match';
import { parseSelector } from '@fettle/shared/selector/parse';
import { cellDetail, fleetOf as fleetAnswer } from '@fettle/collector/domain/devices/index';
import { searches } from '@fettle/collector/domain/devices/search';
import { FakeDesk } from './fake-desk.ts';
import { FakePlans } from './fake-plans/plans.ts';
import { catalogue, eventsOf, fleetOf, latestOf, processesOf, seriesOf } from './fake-fleet.ts';

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const days = 86_400_000;
const storage: DeviceStorage = {
  bytes: 41_943_040,
  raw: { bytes: 31_457_280, keptMs: 14 * days },
  five: { bytes: 8_388_608, keptMs: 90 * days },
  hour: { bytes: 2_097_152, keptMs: 1_826 * days },
};

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

export interface FakeApiOptions {
  readonly dist: string;
  readonly devices?: number;
  /** Default: those of a busy afternoon, or none where the number of devices is given. */
  readonly incidents?: Incident[];
  /** Nobody is signed in, or nobody exists yet. */
  readonly start?: 'login' | 'setup';
}

export interface FakeApi extends AsyncDisposable {
  readonly url: string;
  /** While true the API answers nothing and streams are cut. */
  down(is: boolean): void;
  /** Answers of these paths come as problems. */
  failing: Map<string, { status: number; code: string; title: string }>;
  /** Answers of these paths wait so many ms. */
  readonly slow: Map<string, number>;
  /** Changes devices from now on, live. */
  change(id: string, some: Partial<Device>): void;
  readonly desk: FakeDesk;
  /** Says something on every stream. */
  say(name: string, data: unknown): void;
  readonly streams: number;
  readonly requests: string[];
  /** Rules, windows, rosters and what else people keep with it. */
  readonly plans: FakePlans;
}

interface Stream {
  readonly response: ServerResponse;
  readonly devices: readonly string[];
  readonly fleet: boolean;
  readonly rows: readonly string[];
}

class Fake {
  readonly streams = new Set<Stream>();
  readonly failing: FakeApi['failing'] = new Map();
  readonly slow: FakeApi['slow'] = new Map();
  readonly requests: string[] = [];
  readonly changes = new Map<string, Partial<Device>>();
  readonly desk: FakeDesk;
  #sequence = 1_000;
  readonly plans = new FakePlans();
  readonly options: FakeApiOptions;
  cells = new Map<string, string>();
  isDown = false;
  phase: 'setup' | 'login' | 'in';

  constructor(options: FakeApiOptions) {
    this.options = options;
    this.phase = options.start ?? 'in';
    this.desk = new FakeDesk(
      (kind, { id, device, site }) => this.tell({ kind, device, site, detail: { incident: id } }),
      options.incidents ?? (options.devices === undefined ? undefined : []),
    );
  }

  /** Tells everybody who listens of something that happened now. */
  tell(happened: Pick<EventItem, 'kind' | 'device' | 'site' | 'detail'>): void {
    this.#sequence += 1;
    this.say('event', { sequence: this.#sequence, time: Date.now(), ...happened });
  }
  say(name: string, data: unknown): void {
    for (const { response } of this.streams) send(response, name, data);
  }

  devices(): Device[] {
    return fleetOf(Date.now(), this.options.devices).map((device) => ({
      ...device,
      ...(this.watched(device.id) && device.state === 'online' ? { interval: 1_000, lastSeen: Date.now() - 300 } : {}),
      ...this.changes.get(device.id),
    }));
  }
  watched(id: string): boolean {
    return [...this.streams].some(({ devices }) => devices.includes(id));
  }

  tick(): void {
    const all = this.devices();
    const cells = this.moved(all);
    for (const { response, devices, fleet, rows } of this.streams) {
      const time = Date.now();
      for (const device of devices) {
        const values = latestOf(device, time).map(({ metric, attributes, value, unit, text }) => ({
          metric,
          attributes,
          value,
          unit,
          ...(text === undefined ? {} : { text }),
        }));
        send(response, 'frame', { device, time, interval: 1_000, values, processes: processesOf(device, time) });
      }
      const items = all.filter(({ id, state }) => rows.includes(id) && state === 'online');
      if (fleet) send(response, 'fleet', { cells, items, total: all.length, newest: time });
    }
  }

  /** The cells that are not what they were at the last tick. */
  moved(all: readonly Device[]): LiveCell[] {
    const cells = all.map((device) => ({ id: device.id, name: device.name, detail: cellDetail(device) }));
    const before = this.cells;
    this.cells = new Map(cells.map((cell) => [cell.id, standing(cell)]));
    return cells.filter((cell) => before.get(cell.id) !== standing(cell));
  }

  /** A selector that cannot be read is a problem, as the collector answers it. */
  fleet(query: URLSearchParams): unknown {
    const selector = parseSelector(query.get('selector') ?? '');
    const found = searches(query.get('search') ?? '');
    return fleetAnswer(
      this.devices(),
      (device) => matches(selector, device) && found(device),
      query.get('group') ?? 'site',
    );
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fake');
    this.requests.push(`${request.method} ${url.pathname}${url.search}`);
    if (!url.pathname.startsWith('/api/')) return file(response, this.options.dist, url.pathname);
    const path = url.pathname.replace('/api/v1', '');
    const wait = [...this.slow].find(([part]) => path.includes(part))?.[1];
    if (wait !== undefined) await new Promise((resolve) => setTimeout(resolve, wait));
    if (this.isDown) return void request.socket.destroy();
    const failing = [...this.failing].find(([part]) => (path + url.search).includes(part))?.[1];
    if (failing) return problem(response, failing.status, failing.code, failing.title);
    if (path === '/session') return this.session(request, response);
    if (path === '/setup') return this.setup(request, response);
    if (this.phase !== 'in') return problem(response, 401, 'not_signed_in', 'Sign in first.');
    if (path === '/live') return this.live(response, url.searchParams);
    if (path === '/incidents/act') {
      return json(response, this.desk.act((await body(request)) as unknown as IncidentAct));
    }
    try {
      const method = request.method ?? 'GET';
      const sent = method === 'PUT' || method === 'POST' || method === 'PATCH' ? await body(request) : undefined;
      const ofDesk = method === 'GET' ? this.desk.read(path, url.searchParams, Date.now()) : undefined;
      if (ofDesk !== undefined) return json(response, ofDesk);
      const planned = this.plans.answer({ method, path, query: url.searchParams, body: sent });
      return json(response, planned ?? this.read(path, url.searchParams));
    } catch (error) {
      if (!(error instanceof FettleError)) throw error;
      return problem(response, error.code === 'changed_meanwhile' ? 409 : 422, error.code, error.message);
    }
  }

  async session(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'POST') {
      const { password } = await body(request);
      if (password !== 'correct horse battery')
        return problem(response, 401, 'login_failed', 'Name or password is wrong.');
      this.phase = 'in';
    }
    if (request.method === 'DELETE') this.phase = 'login';
    const person = this.phase === 'in' ? { id: 'p1', name: 'Ida Lund', role: 'admin' } : null;
    json(response, { person, setup: this.phase === 'setup', expires: null, version: '0.1.0' });
  }

  async setup(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { code } = await body(request);
    if (code !== 'ABCD-EFGH') return problem(response, 422, 'setup_code_wrong', 'This is not the setup code.');
    this.phase = 'in';
    json(response, {});
  }

  live(response: ServerResponse, query: URLSearchParams): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const stream = {
      response,
      devices: query.getAll('device'),
      fleet: query.get('fleet') === '1',
      rows: query.getAll('row'),
    };
    this.streams.add(stream);
    response.on('close', () => this.streams.delete(stream));
    send(response, 'hello', { time: Date.now(), version: '0.1.0' });
  }

  read(path: string, query: URLSearchParams): unknown {
    const now = Date.now();
    const [, , id = '', part] = path.split('/');
    const page = (items: unknown) => ({ items, next: null });
    if (path === '/metrics')
      return page(catalogue.map(({ id: family, title, metrics }) => ({ id: family, title, metrics })));
    if (path === '/events') {
      const device = query.get('device');
      return page(eventsOf(now).filter((event) => device === null || event.device === device));
    }
    if (path === '/series') {
      const range = {
        from: Number(query.get('from')),
        to: Number(query.get('to')),
        step: Number(query.get('step') ?? 10_000),
        now,
      };
      const named = query.getAll('device');
      const selector = parseSelector(query.get('selector') ?? '');
      const chosen =
        named.length > 0
          ? named
          : this.devices()
              .filter((one) => matches(selector, one))
              .map(({ id: of }) => of);
      return page(chosen.flatMap((device) => seriesOf(device, query.getAll('metric'), range)));
    }
    if (path === '/fleet') return this.fleet(query);
    if (path === '/devices') {
      const ids = query.getAll('id');
      return page(this.devices().filter((device) => ids.length === 0 || ids.includes(device.id)));
    }
    if (part === 'latest') return page(latestOf(id, now));
    if (part === 'storage') return storage;
    if (part === 'processes') return { items: processesOf(id, now), next: null, time: now };
    if (part === 'facts') {
      const facts = { 'os.kernel': '6.1.0-26-amd64', 'cpu.model': 'AMD Ryzen 7', 'host.name': 'evil\u202Ename' };
      return page(Object.entries(facts).map(([name, value]) => ({ name, value, since: now })));
    }
    return this.devices().find((device) => device.id === id);
  }
}

/** Times since when differ with every call here; a state that stays does not. */
function standing({ name, detail }: LiveCell): string {
  return JSON.stringify([name, detail?.state, detail?.troubles]);
}

function send(response: ServerResponse, name: string, data: unknown): void {
  response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
}
function json(response: ServerResponse, data: unknown): void {
  if (data === undefined)
    return problem(response, 404, 'not_found', 'There is no such thing, or not within your sites.');
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(data));
}
function problem(response: ServerResponse, status: number, code: string, title: string): void {
  response.writeHead(status, { 'content-type': 'application/problem+json' });
  response.end(JSON.stringify({ type: 'about:blank', title, status, code }));
}
async function body(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>;
}
function file(response: ServerResponse, dist: string, path: string): void {
  const wanted = join(dist, normalize(path));
  const found =
    wanted.startsWith(dist) && extname(wanted) !== '' && existsSync(wanted) ? wanted : join(dist, 'index.html');
  const headers = {
    'content-type': types[extname(found)] ?? 'application/octet-stream',
    'content-security-policy': policy,
  };
  response.writeHead(200, headers).end(readFileSync(found));
}

/** Starts it on a free port of the loopback. */
export async function startFakeApi(options: FakeApiOptions): Promise<FakeApi> {
  const fake = new Fake(options);
  const server = createServer((request, response) => {
    fake.answer(request, response).catch((error: unknown) => problem(response, 500, 'internal', String(error)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const timer = setInterval(() => fake.tick(), 1_000);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    failing: fake.failing,
    slow: fake.slow,
    desk: fake.desk,
    say: (name, data) => fake.say(name, data),
    requests: fake.requests,
    plans: fake.plans,
    get streams() {
      return fake.streams.size;
    },
    down(is) {
      fake.isDown = is;
      if (is) for (const { response } of fake.streams) response.destroy();
    },
    change: (id, some) => void fake.changes.set(id, some),
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
