import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { signed } from '@fettle/shared/trust/example.fixture';
import type { ReceiptStatement } from '@fettle/shared/trust/statements';
import { expect, test } from 'vitest';
import { ActingWorld, hashOf, idOf, orderMessage, scriptOf } from './acting.fixture.ts';
import { readHistory } from './history.ts';
import { payloadOf } from './reading.ts';

const body = '#!/bin/sh\necho tidy\n';
const files = (world: ActingWorld, name: string) => readdirSync(join(world.data, 'runs', name));

test('an order is taken, its script fetched in pieces, run once, and its result told until it is kept', async () => {
  using world = new ActingWorld((executor) => {
    executor.fate = () => ({ outcome: 'done', output: 'x'.repeat(150_000) });
  });
  await world.statement(orderMessage({}, [scriptOf(body)]));
  expect(world.ofType('progress').map(({ state }) => state)).toEqual(['taken']);
  expect(world.ofType('want')).toEqual([{ type: 'want', sha256: hashOf(body), offset: 0 }]);
  expect(world.executor.ran).toEqual([]);

  await world.blob(body, 8);
  expect(world.ofType('want').map(({ offset }) => offset)).toEqual([0, 8, 16]);
  const [asked] = world.executor.runs('order');
  expect(asked?.blobs).toEqual({ [hashOf(body)]: Buffer.from(body).toString('base64') });
  expect(world.ofType('progress').at(-1)).toMatchObject({ state: 'running', step: 0 });
  expect(world.ofType('output')).toHaveLength(0);

  const results = world.ofType('result');
  expect(results.map(({ part, parts }) => [part, parts])).toEqual([
    [0, 3],
    [1, 3],
    [2, 3],
  ]);
  const output = Buffer.concat(results.map(({ data }) => Buffer.from(data, 'base64')));
  expect(output.toString()).toBe('x'.repeat(150_000));
  expect(payloadOf(results[0]?.receipt as never)).toMatchObject({ order: idOf('a'), seq: 1 });
  expect(files(world, 'orders')).toEqual([]);

  // Again with every connection, also after a restart, and no more once it is kept.
  await world.restart();
  expect(world.ofType('result')).toHaveLength(3);
  world.acting.kept({ type: 'kept', what: 'result', seq: 1 });
  await world.restart();
  expect(world.ofType('result')).toEqual([]);
  expect(world.executor.ran).toEqual([idOf('a')]);
});

test('a body of another hash is not taken', async () => {
  using world = new ActingWorld();
  await world.statement(orderMessage({}, [scriptOf(body)]));
  const data = Buffer.from('rm -rf /').toString('base64');
  world.acting.blob({ type: 'blob', sha256: hashOf(body), offset: 0, total: 8, data });
  await world.quiet();
  expect(world.executor.runs('order')).toEqual([]);
  expect(world.logged).toContain('the collector sent other bytes than those of this hash; asked for again later');
  await world.pass(300_000);
  await world.blob(body);
  expect(world.executor.ran).toHaveLength(1);
});

test('an order that waits is asked again at its time, and another passes it meanwhile', async () => {
  using world = new ActingWorld();
  const until = world.clock.wall() + 600_000;
  world.executor.fate = () => (world.clock.wall() < until ? { until } : { outcome: 'done' });
  await world.statement(orderMessage());
  expect(world.ofType('progress').at(-1)).toMatchObject({ order: idOf('a'), state: 'waiting' });
  world.executor.fate = (ask) =>
    ask.ask === 'order' && payloadOf(ask.envelope)?.['id'] === idOf('a') && world.clock.wall() < until
      ? { until }
      : { outcome: 'done' };
  await world.statement(orderMessage({ id: idOf('b') }));
  expect(world.executor.ran).toEqual([idOf('b')]);
  await world.pass(599_000);
  expect(world.executor.ran).toEqual([idOf('b')]);
  await world.pass(1_000);
  expect(world.executor.ran).toEqual([idOf('b'), idOf('a')]);
});

test('an order whose script never comes is handed over at its end, so that the executor tells of it', async () => {
  using world = new ActingWorld();
  const exp = world.clock.wall() + 3_600_000;
  world.executor.fate = () => ({ outcome: 'refused' });
  await world.statement(orderMessage({ exp }, [scriptOf(body)]));
  await world.pass(3_599_000);
  expect(world.executor.runs('order')).toEqual([]);
  await world.pass(1_000);
  expect(world.executor.runs('order')[0]?.blobs).toEqual({});
  expect(world.ofType('result')).toHaveLength(1);
});

test('what was taken survives a restart, and is not lost while the executor is busy or cannot be started', async () => {
  using world = new ActingWorld();
  world.executor.fate = () => ({ end: 'busy' });
  await world.statement(orderMessage());
  await world.restart();
  expect(world.executor.ran).toEqual([]);
  world.executor.fate = () => 'die';
  await world.pass(5_000);
  expect(files(world, 'orders')).toHaveLength(1);
  world.executor.fate = () => ({ outcome: 'done' });
  await world.pass(30_000);
  expect(world.executor.ran).toEqual([idOf('a')]);
  expect(world.ofType('result')).toHaveLength(1);
});

test('killed between the run and its result: nothing runs twice, and the result comes once', async () => {
  using world = new ActingWorld();
  world.executor.fate = () => 'die-after';
  await world.statement(orderMessage());
  expect(world.executor.ran).toEqual([idOf('a')]);
  expect(world.ofType('result')).toEqual([]);
  await world.restart();
  expect(world.executor.ran).toEqual([idOf('a')]);
  expect(world.ofType('result').map(({ receipt }) => payloadOf(receipt)?.['seq'])).toEqual([1]);
  expect(files(world, 'orders')).toEqual([]);
});

test('a statement is handed on though the executor is busy at first', async () => {
  using world = new ActingWorld();
  world.executor.isBusy = true;
  await world.statement({ type: 'statement', envelope: signed('revoke', { v: 1 }, 'ann') });
  world.executor.isBusy = false;
  expect(world.executor.asks.map(({ ask }) => ask)).toEqual(['state']);
  await world.pass(10_000);
  expect(world.executor.asks.map(({ ask }) => ask)).toEqual(['state', 'state', 'keep']);
});

test('an executor that cannot be asked is tried again, ever more seldom', async () => {
  using world = new ActingWorld();
  world.executor.isBusy = true;
  await world.statement(orderMessage());
  await world.pass(3_600_000);
  for (let n = 0; n < 60; n++) await world.pass(60_000);
  expect(world.executor.asks.length).toBeGreaterThan(5);
  expect(world.executor.asks.length).toBeLessThan(25);
});

test('the same order again is the same order', async () => {
  using world = new ActingWorld();
  for (let n = 0; n < 5; n++) await world.statement(orderMessage());
  expect(world.executor.ran).toEqual([idOf('a')]);
  expect(world.ofType('result')).toHaveLength(1);
});

test('what is kept of a hostile collector is bounded, and lies in its folder', async () => {
  using world = new ActingWorld((executor) => {
    executor.fate = () => 'hang';
  });
  for (const id of ['../../etc', '', 'a'.repeat(27), 5, null, `${'a'.repeat(25)}/`])
    await world.statement(orderMessage({ id }));
  expect(files(world, 'orders')).toEqual([]);
  const ids = Array.from({ length: 80 }, (_, n) => String(n).padStart(26, '0'));
  for (const id of ids) world.acting.statement(orderMessage({ id }));
  await world.quiet();
  expect(files(world, 'orders')).toHaveLength(64);
  world.acting.blob({ type: 'blob', sha256: hashOf('other'), offset: 0, total: 5, data: 'b3RoZXI=' });
  expect(files(world, 'bodies')).toEqual([]);
});

test('without a connection nothing is lost; live output is', async () => {
  using world = new ActingWorld((executor) => {
    executor.fate = () => ({ outcome: 'done', output: 'hello' });
  });
  world.link = 'down';
  await world.statement(orderMessage());
  expect(world.said).toEqual([]);
  world.link = 'sent';
  world.acting.restart();
  await world.quiet();
  expect(world.ofType('result')).toHaveLength(1);
  expect(world.ofType('output')).toEqual([]);
});

test('a busy link: what must arrive waits for room, live output is left out', async () => {
  using world = new ActingWorld((executor) => {
    executor.fate = () => ({ outcome: 'done', output: 'hello' });
  });
  world.link = 'full';
  await world.statement(orderMessage());
  await world.pass(5_000);
  expect(world.said).toEqual([]);
  world.link = 'sent';
  await world.pass(100);
  expect(world.ofType('result')).toHaveLength(1);
  expect(world.ofType('output')).toEqual([]);
});

test('who sees it: what ran, and by whose key', async () => {
  using world = new ActingWorld();
  await world.statement(orderMessage());
  expect(readHistory(world.data)).toMatchObject([{ seq: 1, order: idOf('a'), what: ['tidy@1'], by: ['ann'] }]);
});

test('a file that was damaged is left out, and the rest goes on', async () => {
  using world = new ActingWorld((executor) => {
    executor.fate = () => ({ end: 'busy' });
  });
  await world.statement(orderMessage());
  await world.statement(orderMessage({ id: idOf('b') }));
  writeFileSync(join(world.data, 'runs', 'orders', `${idOf('a')}.json`), '{"envelope":');
  world.executor.fate = () => ({ outcome: 'done' });
  await world.restart();
  expect(world.executor.ran).toEqual([idOf('b')]);
});

test('the executor forgets what the collector keeps, and is let go when there is nothing to ask', async () => {
  using world = new ActingWorld();
  await world.statement(orderMessage());
  world.acting.kept({ type: 'kept', what: 'result', seq: 1 });
  await world.statement(orderMessage({ id: idOf('b') }));
  expect(world.executor.forgotten).toBe(1);
  expect(world.executor.connections).toBe(1);
  await world.pass(3_000);
  expect(world.executor.connections).toBe(0);
});

test('more than ten results that are kept leave the disk, those that are not stay', async () => {
  using world = new ActingWorld();
  for (let n = 0; n < 15; n++) await world.statement(orderMessage({ id: String(n).padStart(26, '0') }));
  for (let seq = 1; seq <= 14; seq++) world.acting.kept({ type: 'kept', what: 'result', seq });
  expect(files(world, 'results')).toHaveLength(11);
  expect(existsSync(join(world.data, 'runs', 'results', '15.json'))).toBe(true);
  const seqs = world.executor.receipts.map(({ receipt }) => (payloadOf(receipt) as unknown as ReceiptStatement).seq);
  expect(seqs).toHaveLength(15);
});
