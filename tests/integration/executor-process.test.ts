import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Answer, Ask } from '../../agent/src/executor/wire.ts';
import { pinFrom } from '../../agent/src/platform/service/pin-executor.ts';
import { openState } from '../../agent/src/state.ts';
import { ExecutorWorld, published, read } from '../support/executor-world.ts';

const main = fileURLToPath(new URL('../../agent/src/executor/main.ts', import.meta.url));
let world: ExecutorWorld;
let children: ChildProcess[] = [];
beforeEach(() => {
  world = new ExecutorWorld(Date.now());
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
  world[Symbol.dispose]();
});

/** The program itself, over its pipes. */
function start(...args: string[]) {
  const child = spawn(process.execPath, [main, '--folder', world.folder, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const answers: Answer[] = [];
  let text = '';
  child.stdout.on('data', (piece: Buffer) => {
    const lines = (text + piece.toString()).split('\n');
    text = lines.pop() ?? '';
    answers.push(...lines.map((line) => JSON.parse(line) as Answer));
  });
  const ends = (count: number) =>
    expect.poll(() => answers.filter(({ answer }) => answer === 'end').length).toBe(count);
  return { child, answers, ends, say: (ask: Ask) => child.stdin.write(`${JSON.stringify(ask)}\n`) };
}

describe.skipIf(process.platform === 'win32')('the executor’s program', () => {
  test('ends by itself when it was asked nothing for a while, and with its input', async () => {
    const idle = start('--idle', '100');
    expect(await once(idle.child, 'exit')).toEqual([0, null]);
    const { child, say, ends } = start();
    say({ ask: 'state' });
    await ends(1);
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('ends what it runs with a receipt when it is told to end; a second one meanwhile is busy, and can stop it', async () => {
    const file = join(world.folder, 'effect');
    const order = world.scriptOrder(published(`echo x > ${file}; sleep 60`));
    const first = start();
    first.say({ ask: 'keep', envelopes: world.trust() });
    first.say(order);
    await expect.poll(() => existsSync(file)).toBe(true);
    const second = start();
    second.say({ ask: 'state' });
    await second.ends(1);
    expect(second.answers).toEqual([{ answer: 'end', error: 'busy' }]);
    second.say({ ask: 'stop' });
    await once(first.child, 'exit');
    second.child.stdin.end();
    await once(second.child, 'exit');
    const third = start();
    third.say({ ask: 'receipts', after: 0 });
    await third.ends(1);
    expect(third.answers.flatMap((one) => (one.answer === 'receipt' ? [read(one.receipt)] : []))).toMatchObject([
      { outcome: 'stopped' },
    ]);
  });

  test('with a damaged state it tells so, and goes on telling', async () => {
    writeFileSync(join(world.folder, 'state', 'intents', 'x.json'), '{');
    const { say, ends, answers, child } = start();
    say({ ask: 'state' });
    say(world.scriptOrder(published('true')));
    await ends(2);
    expect(answers).toEqual([
      { answer: 'end', error: 'disk' },
      { answer: 'end', error: 'disk' },
    ]);
    child.stdin.end();
    await once(child, 'exit');
  });

  test.skipIf(process.platform !== 'linux')(
    'listens on the socket that it is given, for several at once, until it is idle',
    async () => {
      const path = join(world.folder, 'ask.sock');
      // As systemd does: somebody else made the socket, and does not look at it.
      const args = JSON.stringify([main, '--folder', world.folder, '--listen', '--idle', '400']);
      const listen = `const server = require('node:net').createServer().listen(${JSON.stringify(path)}, () => {
      const stdio = ['ignore', 'inherit', 'inherit', server._handle.fd];
      const { pid } = require('node:child_process').spawn(process.execPath, ${args}, { stdio });
      process.stdout.write(String(pid), () => process.kill(process.pid, 'SIGKILL'));
    });`;
      const maker = spawn(process.execPath, ['-e', listen], { stdio: ['ignore', 'pipe', 'inherit'] });
      const pid = Number(String((await once(maker.stdout, 'data'))[0]));
      await once(maker, 'exit');
      const ask = async (text: string) => {
        const socket = connect(path);
        socket.write(text);
        let answer = '';
        for await (const piece of socket) {
          answer += String(piece);
          if (answer.includes('"end"')) break;
        }
        return answer;
      };
      const both = await Promise.all([ask('{"ask":"state"}\n'), ask('nonsense\n')]);
      expect(both.map((answer) => JSON.parse(answer.trim().split('\n').at(-1) ?? '') as unknown)).toEqual([
        { answer: 'end', error: null },
        { answer: 'end', error: 'not_understood' },
      ]);
      await expect.poll(() => existsSync(`/proc/${pid}`)).toBe(false);
      expect(existsSync(join(world.folder, 'state', 'claim'))).toBe(false);
    },
  );
});

describe('whom it obeys', () => {
  let data = '';
  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), 'fettle-data-'));
  });
  afterEach(() => rmSync(data, { recursive: true, force: true }));
  const enrol = (fingerprint: string) => {
    const { device } = openState(data).keys();
    writeFileSync(join(data, 'enrolment.json'), JSON.stringify({ device, host: 'a', fingerprint }));
  };

  test('is taken from the enrolment once, and stays whatever the agent’s user writes there later', () => {
    const folder = join(data, 'executor');
    enrol('a'.repeat(64));
    expect(pinFrom(data, folder)).toBe('pinned');
    expect(pinFrom(data, folder)).toBe('same');
    enrol('b'.repeat(64));
    expect(pinFrom(data, folder)).toBe('other');
    expect(JSON.parse(readFileSync(join(folder, 'state/pin.json'), 'utf8'))).toMatchObject({
      fingerprint: 'a'.repeat(64),
    });
  });

  test('is not taken from links, from what is missing, or from another device’s key', () => {
    const folder = join(data, 'executor');
    expect(() => pinFrom(data, folder)).toThrow(/ENOENT/);
    enrol('a'.repeat(64));
    const other = mkdtempSync(join(tmpdir(), 'fettle-other-'));
    openState(other).keys();
    writeFileSync(join(data, 'device.json'), readFileSync(join(other, 'device.json')));
    rmSync(other, { recursive: true });
    expect(() => pinFrom(data, folder)).toThrow(/not the device’s/);
    expect(existsSync(folder)).toBe(false);
  });
});
