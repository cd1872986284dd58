// The agent's own connection through a real CONNECT proxy on loopback. Loopback is never proxied, so the collector is
// asked for by a name that only the proxy knows.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { dialWith } from '@fettle/agent/link/socket';
import type { FettleError } from '@fettle/shared/errors';
import { describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';

const clock = { wall: () => 1_790_000_000_000 };
const far = 'collector.fettle.test';

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A collector's place that answers each text with the same, and a proxy before it that wants a password. */
async function setUp() {
  const echo = createServer();
  const sockets = new WebSocketServer({ server: echo });
  sockets.on('connection', (ws) => ws.on('message', (data) => ws.send((data as Buffer).toString())));
  const place = await listening(echo);
  const asked: string[] = [];
  const open = new Set<Socket>();
  const proxy = createServer();
  proxy.on('connect', (request, client: Socket) => {
    asked.push(request.url ?? '');
    open.add(client);
    const wanted = `Basic ${Buffer.from('ida:s3cret').toString('base64')}`;
    if (request.headers['proxy-authorization'] !== wanted) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    if (request.url !== `${far}:${place}`) {
      client.end('HTTP/1.1 403 Not To That Host\r\n\r\n');
      return;
    }
    const server = connect(place, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(server).pipe(client);
    });
    open.add(server);
  });
  const door = await listening(proxy);
  return {
    place,
    asked,
    proxy: (user: string) => ({ http: `http://${user}127.0.0.1:${door}`, https: `http://${user}127.0.0.1:${door}` }),
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      for (const one of sockets.clients) one.terminate();
      sockets.close();
      proxy.close();
      echo.close();
    },
  };
}

/** Dials, says one text, and tells what came back or why it ended. */
async function speak(
  address: string,
  proxies: object,
): Promise<{ text?: string; why?: string; code?: string | undefined }> {
  const { promise, resolve } = Promise.withResolvers<{ text?: string; why?: string; code?: string | undefined }>();
  const wire = dialWith(
    null,
    clock,
    proxies,
  )(address, {
    opened: () => wire.send('hello'),
    text: (text) => resolve({ text }),
    ended: (why: string, _code: number | null, refusal?: FettleError) => resolve({ why, code: refusal?.code }),
  });
  const result = await promise;
  wire.cut();
  return result;
}

describe('an agent behind an HTTP proxy', () => {
  test('goes through it', async () => {
    await using net = await setUp();
    expect(await speak(`ws://${far}:${net.place}/agent/v1`, net.proxy('ida:s3cret@'))).toEqual({ text: 'hello' });
    expect(net.asked).toEqual([`${far}:${net.place}`]);
  });

  test('says what the proxy said', async () => {
    await using net = await setUp();
    const noPassword = await speak(`ws://${far}:${net.place}/`, net.proxy(''));
    expect(noPassword).toMatchObject({
      code: 'proxy_refused',
      why: expect.stringContaining('wants a name and password'),
    });
    const forbidden = await speak('ws://elsewhere.fettle.test:1/', net.proxy('ida:s3cret@'));
    expect(forbidden).toMatchObject({ code: 'proxy_refused', why: expect.stringContaining('403 Not To That Host') });
    const secure = await speak(`wss://${far}:${net.place}/`, net.proxy('ida:s3cret@'));
    expect(secure.code, 'TLS inside the tunnel meets a server without it').not.toBe('proxy_refused');
    expect(net.asked).toHaveLength(3);
  });

  test('reaches a proxy that is not there, or is none, with a clear end', async () => {
    await using net = await setUp();
    const gone = await speak(`ws://${far}:1/`, { http: 'http://127.0.0.1:1' });
    expect(gone).toMatchObject({ code: 'proxy_refused', why: expect.stringContaining('ECONNREFUSED') });
    const wrong = await speak(`ws://${far}:1/`, { http: 'socks5://127.0.0.1:1' });
    expect(wrong).toMatchObject({ code: 'config_invalid' });
    expect(net.asked).toEqual([]);
  });
});
