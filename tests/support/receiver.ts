// Receivers of notices: a real HTTP server that keeps what it was sent and answers as a test wants it to.
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A status to answer with; `hang`: never answers; `cut`: ends the connection. */
export type Manner = number | 'hang' | 'cut';

export async function receiver() {
  const received: Received[] = [];
  const manners = new Map<string, Manner>();
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      const path = request.url ?? '';
      received.push({ path, headers: request.headers, body });
      const manner = manners.get(path) ?? 200;
      if (manner === 'hang') return;
      if (manner === 'cut') request.socket.destroy();
      else response.writeHead(manner, manner === 302 ? { location: '/elsewhere' } : {}).end('as you wish');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    at: (path: string) => received.filter((one) => one.path === path),
    answer: (path: string, manner: Manner) => manners.set(path, manner),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
