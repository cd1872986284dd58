// Both directions of an agent's connection; more of it: `npm run hostile -- messages --cases 100000000`.
import { createHash } from 'node:crypto';
import { Connection, type ConnectionNeeds } from '@fettle/collector/edge/gateway/connection';
import { newCounters } from '@fettle/collector/edge/gateway/counters';
import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { orderOver, ordersWorld, signedOf, system, type TestDevice } from '../support/orders-world.ts';
import { runSuite } from './messages/run.ts';
import { held } from './suite.ts';

test('100,000 messages and frames: nothing crashes, nobody else is harmed, nothing grows without end', async () => {
  const result = await runSuite({ cases: 100_000, seed: 1 });
  expect(result.fell).toEqual([]);
  expect(held(result), JSON.stringify(result)).toBe(true);
  expect(result.figures?.['memory grown MiB']).toBeLessThan(1_024);
});

test('what comes beyond what its receipt says is not taken: outputs fill no disk past the hour’s allowance', async () => {
  await using world = await ordersWorld(['a']);
  const [a] = world.devices as [TestDevice];
  const order = orderOver(world, [a]);
  await world.app.orders.submit(system, signedOf([order], [[a]]));
  await world.app.orders.tend();
  await a.orders();
  const much = 'x'.repeat(50_000);
  const none = createHash('sha256').update('').digest('hex');
  const { receipt } = a.receipt(order, { output: { sha256: none, kept: 0, total: 0 } });
  const data = Buffer.from(much).toString('base64');
  await expect(a.bring({ receipt, data })).rejects.toMatchObject({ code: 'message_too_large' });
  expect(await a.bring({ receipt, data: '' })).toMatchObject({ type: 'kept' });
});

test('a device that reads nothing of what it is sent is cut off', () => {
  const sent: string[] = [];
  let ended = false;
  const ws = Object.assign(new EventEmitter(), {
    OPEN: 1,
    readyState: 1,
    bufferedAmount: 0,
    send: (text: string) => {
      sent.push(text);
      ws.bufferedAmount += text.length;
    },
    terminate: () => (ended = true),
  });
  const needs = { counters: newCounters(), clock: { now: () => 0 }, ended() {} } as unknown as ConnectionNeeds;
  const connection = new Connection(ws as never, new EventEmitter() as never, needs);
  const blob = { type: 'blob', sha256: 'a'.repeat(64), offset: 0, total: 1, data: 'A'.repeat(131_072) } as const;
  for (let n = 0; n < 1_000; n++) if (!ended) connection.send(blob);
  expect(ended).toBe(true);
  expect(sent.length).toBeGreaterThan(100);
  expect(ws.bufferedAmount).toBeLessThan(33 * 1024 * 1024);
  ws.emit('close');
});
