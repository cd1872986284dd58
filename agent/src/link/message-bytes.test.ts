import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { messageBytes } from './message-bytes.ts';

const sizes = [0, 1, 125, 126, 127, 65_535, 65_536, 200_001];

/** What a server that is not ours reads in these bytes. */
async function readElsewhere(bytes: readonly Buffer[]): Promise<readonly (string | Buffer)[]> {
  const read: (string | Buffer)[] = [];
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (connection) => {
    connection.on('message', (data, isBinary) => {
      read.push(isBinary ? (data as Buffer) : (data as Buffer).toString());
    });
  });
  await once(server, 'listening');
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  client.on('upgrade', ({ socket }) => {
    client.once('open', () => void socket.write(Buffer.concat(bytes)));
  });
  await expect.poll(() => read.length).toBe(bytes.length);
  client.terminate();
  server.close();
  return read;
}

test('what another reads in it is the message, of every size', async () => {
  const texts = sizes.map((size) => 'é'.repeat(size / 2) + 'x'.repeat(size % 2));
  const binaries = sizes.map((size) => Buffer.from(Uint8Array.from({ length: size }, (_, at) => at * 7)));
  expect(await readElsewhere(texts.map(messageBytes))).toEqual(texts);
  expect(await readElsewhere(binaries.map(messageBytes))).toEqual(binaries);
});

test('what was given stays as it is, and the same message is hardly ever masked alike', () => {
  const message = Uint8Array.from({ length: 40 }, (_, at) => at);
  const masks = new Set(Array.from({ length: 3_000 }, () => messageBytes(message).subarray(2, 6).toString('hex')));
  expect(masks.size).toBeGreaterThan(2_990);
  expect([...message]).toEqual(Array.from({ length: 40 }, (_, at) => at));
});
