/** Certificate authorities and TLS servers, good ones and others, for the attacks on the link. */
import { createPublicKey } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { issueCa, issueServer, newKeyPem } from '@fettle/collector/commands/tls/issue';
import { pinOf } from '@fettle/shared/trust/pin';
import { WebSocketServer } from 'ws';

export interface TestCa {
  readonly name: string;
  readonly key: string;
  readonly certificate: string;
  readonly pin: string;
}

export async function makeCa(name: string, now = Date.now(), key?: string): Promise<TestCa> {
  const own = key ?? (await newKeyPem());
  return { name, key: own, certificate: await issueCa(own, name, now), pin: pinOf(createPublicKey(own)) };
}

/** Key and certificate of a server. `now`: when it was made. */
export async function makeServer(ca: TestCa, names: readonly string[], now = Date.now()) {
  const key = await newKeyPem();
  const cert = await issueServer({ caKey: ca.key, caName: ca.name, key, names, now });
  return { key, cert };
}

export interface Listener extends AsyncDisposable {
  readonly port: number;
  /** Bytes that a client sent after the handshake. */
  readonly received: () => number;
}

/** A TLS server on 127.0.0.1 that takes every WebSocket and answers every request. */
export async function listenTls(options: ServerOptions): Promise<Listener> {
  const server = createServer(options, (_request, response) => response.writeHead(404).end());
  const sockets = new WebSocketServer({ server });
  let bytes = 0;
  server.on('secureConnection', (socket) => {
    socket.prependListener('data', (chunk: Buffer) => (bytes += chunk.length));
    socket.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    received: () => bytes,
    async [Symbol.asyncDispose]() {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
