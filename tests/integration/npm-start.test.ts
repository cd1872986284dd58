import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from '../support/fettle.ts';
import { freePort } from '../support/peer.ts';
import { Start, type StartPlace } from '../support/start.ts';

let place: StartPlace;
beforeEach(async () => {
  place = { folder: mkdtempSync(join(tmpdir(), 'fettle-start-')), port: await freePort() };
});
afterEach(() => rmSync(place.folder, { recursive: true, force: true }));

const isUp = (start: Start) => () => /Fettle is at/.test(start.output);
/** By its arguments: the program itself may be a bundle. */
const isAgent = (command: string) => command.includes('\0run\0--data\0');
const isGone = (pid: number) => !existsSync(`/proc/${pid}`);

test('the first start makes everything, Ctrl-C ends everything, the second goes on where it was', async () => {
  const first = new Start(place);
  await using _ = first;
  await until('the first start', isUp(first), 60_000);
  expect(first.output).toMatch(/Recovery key/);
  await until('the setup code', () => /Setup code: \S+/.test(first.output));
  expect(first.output).toContain(`http://127.0.0.1:${place.port}`);
  expect((await fetch(`http://127.0.0.1:${place.port}/`)).status).toBe(200);
  expect(readdirSync(join(place.folder, 'data', 'logs')).toSorted()).toEqual(['agent.log', 'collector.log']);
  const children = first.children();
  expect(children.filter(({ command }) => isAgent(command))).toHaveLength(1);
  expect(children).toHaveLength(2);

  first.signal('SIGINT');
  expect(await first.ended).toBe(0);
  expect(children.filter(({ pid }) => !isGone(pid))).toEqual([]);

  const began = performance.now();
  await using second = new Start(place);
  await until('the second start', isUp(second), 60_000);
  expect(performance.now() - began).toBeLessThan(30_000);
  expect(second.output).not.toMatch(/Recovery key/);
  expect(second.children()).toHaveLength(2);
});

test('a port in use is said in one line', async () => {
  const other = createServer().listen(place.port, '127.0.0.1');
  try {
    await using start = new Start(place);
    expect(await start.ended).toBe(1);
    expect(start.output.trim()).toBe(
      `Port ${place.port} is in use. Stop what uses it, or choose another: FETTLE_PORT=${place.port + 1} npm start`,
    );
  } finally {
    other.close();
  }
});

test('a program that dies ends the other, and the line says where its log is', async () => {
  await using start = new Start(place);
  await until('the start', isUp(start), 60_000);
  const agent = await until('the agent', () => start.children().find(({ command }) => isAgent(command)));
  process.kill(agent.pid, 'SIGKILL');
  expect(await start.ended).toBe(1);
  expect(start.output).toContain('The agent ended (signal SIGKILL). Its log: ');
  await expect(fetch(`http://127.0.0.1:${place.port}/healthz`)).rejects.toThrow('fetch failed');
});

test('npm ended by a signal leaves nothing behind', async () => {
  await using start = new Start(place, 'npm');
  await until('the start', isUp(start), 60_000);
  start.signal('SIGTERM');
  await until('everything to end', () =>
    fetch(`http://127.0.0.1:${place.port}/healthz`).then(
      () => false,
      () => true,
    ),
  );
});
