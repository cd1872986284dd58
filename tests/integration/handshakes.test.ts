import { once } from 'node:events';
import { createServer } from 'node:https';
import { type AddressInfo, connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { boundHandshakes, Handshakes } from '@fettle/collector/edge/http/handshakes';
import { expect, test } from 'vitest';
import { makeCa, makeServer } from '../support/tls.ts';

/** A server that lets one handshake run at once. */
async function narrow(patience: number) {
  const ca = await makeCa('narrow');
  const { key, cert } = await makeServer(ca, ['localhost']);
  const handshakes = new Handshakes({ atOnce: 1, patience });
  const server = createServer({ key, cert, handshakeTimeout: 500 }, (_request, response) => response.end('here'));
  boundHandshakes(server, handshakes);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    handshakes,
    port,
    ask: async () => {
      const socket = connectTls({ host: '127.0.0.1', port, ca: ca.certificate, servername: 'localhost' });
      await once(socket, 'secureConnect');
      socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
      const [first] = (await once(socket, 'data')) as [Buffer];
      socket.destroy();
      return first.toString().split('\r\n', 1)[0];
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

test('one who says nothing holds his turn until the handshake’s time is over; those who wait are served then', async () => {
  await using server = await narrow(5_000);
  const silent = connectTcp(server.port, '127.0.0.1');
  silent.on('error', () => silent.destroy());
  await once(silent, 'connect');
  const answers = await Promise.all([server.ask(), server.ask(), server.ask()]);
  expect(answers).toEqual(['HTTP/1.1 200 OK', 'HTTP/1.1 200 OK', 'HTTP/1.1 200 OK']);
  expect([server.handshakes.running, server.handshakes.waiting]).toEqual([0, 0]);
});

test('who has waited too long is reset; handshakes that fail give their turn back', async () => {
  await using server = await narrow(50);
  const silent = connectTcp(server.port, '127.0.0.1');
  silent.on('error', () => silent.destroy());
  await once(silent, 'connect');
  await expect(server.ask()).rejects.toThrow(/ECONNRESET|disconnected/);
  const talker = connectTcp(server.port, '127.0.0.1');
  talker.on('error', () => talker.destroy());
  talker.write('GET / HTTP/1.1\r\n\r\n');
  await new Promise((resolve) => talker.once('close', resolve));
  await expect.poll(() => server.handshakes.running).toBe(0);
  expect(await server.ask()).toBe('HTTP/1.1 200 OK');
});
