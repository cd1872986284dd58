/** The data origin: the dashboard of this checkout over the collector's data. It never sees the key or the passphrase. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Place } from '../reach/place.ts';
import { dataHeaders, refusal } from './doors.ts';
import { pageAt } from './files.ts';
import type { Jar } from './jar.ts';
import { passOn } from './proxy.ts';
import { isSecret, newSecret } from './secret.ts';

export interface DataOptions {
  readonly place: Place;
  readonly jar: Jar;
  /** The built dashboard. */
  readonly pages: string;
  /** What `GET /console.json` tells it. */
  readonly about: () => object;
}

export interface DataServer {
  readonly server: Server;
  /** The path at which a browser begins; it is good once for each browser, and as long as the console runs. */
  readonly entrance: string;
}

/** @param origin known once it listens */
export function createDataServer(options: DataOptions, origin: () => string): DataServer {
  const entrance = `/${newSecret()}`;
  const session = newSecret();
  const server = createServer((request, response) => {
    void answer(options, { origin: origin(), entrance, session }, request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500, dataHeaders);
      response.end();
    });
  });
  return { server, entrance };
}

interface Doorway {
  readonly origin: string;
  readonly entrance: string;
  readonly session: string;
}

/** Cookies know no ports: each console has a name of its own. */
const cookieName = (origin: string) => `fettle_console_${new URL(origin).port}`;

async function answer(
  options: DataOptions,
  way: Doorway,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const why = refusal({ origin: way.origin, linked: true }, { method: request.method ?? '', headers: request.headers });
  if (why !== null) return refuse(response, 403, why);
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  if (request.method === 'GET' && isSecret(way.entrance, path)) return enter(way, response);
  if (!isSecret(way.session, cookieIn(request, cookieName(way.origin))))
    return refuse(response, 403, 'Open the console by the address that `fettle console` printed.');
  if (/^\/api\/v1\/[^\\]*$/.test(path) && !/(^|\/)\.\.?(\/|$)|%2e/i.test(path))
    return passOn(options.place, options.jar, request, response);
  if (request.method !== 'GET') return refuse(response, 404, 'There is nothing at this address.');
  if (path === '/console.json') return send(response, 'application/json', JSON.stringify(options.about()));
  const page = path.startsWith('/api/') ? null : await pageAt(options.pages, path);
  if (page === null) return refuse(response, 404, 'There is nothing at this address.');
  return send(response, page.type, page.content);
}

function enter({ origin, session }: Doorway, response: ServerResponse): void {
  response.writeHead(303, {
    ...dataHeaders,
    location: '/',
    'set-cookie': `${cookieName(origin)}=${session}; Path=/; HttpOnly; SameSite=Strict`,
  });
  response.end();
}

function cookieIn({ headers }: IncomingMessage, name: string): string | undefined {
  const pair = (headers.cookie ?? '').split('; ').find((one) => one.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}

function send(response: ServerResponse, type: string, content: string | Buffer): void {
  response.writeHead(200, { ...dataHeaders, 'content-type': type });
  response.end(content);
}

function refuse(response: ServerResponse, status: number, why: string): void {
  const code = status === 403 ? 'not_allowed' : 'not_found';
  response.writeHead(status, { ...dataHeaders, 'content-type': 'application/problem+json' });
  response.end(JSON.stringify({ type: 'about:blank', title: why, status, code, detail: why }));
}
