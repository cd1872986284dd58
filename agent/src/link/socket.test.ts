import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { dial, type Wire } from './socket.ts';

/** Says something over a real connection. @returns what arrived, in how many pieces, and how it ended */
async function heard(say: (wire: Wire) => void) {
  const messages: string[] = [];
  let pieces = 0;
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  const { promise: over, resolve } = Promise.withResolvers<number>();
  server.on('connection', (connection, { socket }) => {
    socket.on('data', () => pieces++);
    connection.on('message', (data, isBinary) => {
      messages.push(isBinary ? `${(data as Buffer).length} bytes` : (data as Buffer).toString());
    });
    connection.on('close', resolve);
  });
  await once(server, 'listening');
  const { promise: ended, resolve: end } = Promise.withResolvers<number | null>();
  const wire = dial(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, {
    opened: () => say(wire),
    text() {},
    ended: (_why, code) => end(code),
  });
  const codes = [await ended, await over];
  server.close();
  return { messages, pieces, codes };
}

test('what is said in one turn arrives in its order and in one piece, and a goodbye after it', async () => {
  let waiting = 0;
  const { messages, pieces, codes } = await heard((wire) => {
    wire.send('first');
    wire.send(new Uint8Array(300));
    waiting = wire.buffered;
    wire.send('last');
    wire.close();
  });
  expect(messages).toEqual(['first', '300 bytes', 'last']);
  expect(pieces).toBeLessThanOrEqual(2);
  expect(waiting).toBeGreaterThan(300);
  expect(codes).toEqual([1000, 1000]);
});

test('what is said after a goodbye is not sent', async () => {
  const { messages, codes } = await heard((wire) => {
    wire.close();
    wire.send('too late');
  });
  expect(messages).toEqual([]);
  expect(codes).toEqual([1000, 1000]);
});
