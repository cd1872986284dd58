import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ownCgroup } from './platform/cgroup.ts';
import { platformOf } from './platform/platforms.ts';
import { placeBody, type Program, runProgram, type Surroundings } from './run-program.ts';

const platform = platformOf();
let place = '';
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'fettle-run-'));
  chmodSync(place, 0o711);
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const hash = (text: string) => createHash('sha256').update(text).digest('hex');

async function run(text: string, change: Partial<Program> & { around?: Partial<Surroundings> } = {}) {
  const { around, ...rest } = change;
  const output: Buffer[] = [];
  const ended = await runProgram(
    {
      argv: ['/bin/sh'],
      body: { bytes: Buffer.from(text), sha256: hash(text), ending: '' },
      parameters: [],
      env: {},
      account: null,
      timeoutMs: 20_000,
      ...rest,
    },
    {
      platform,
      folder: place,
      cookie: randomBytes(8).toString('hex'),
      stop: new AbortController().signal,
      output: (bytes) => output.push(bytes),
      grace: { timeout: 300, stop: 300 },
      ...around,
    },
  );
  return { ...ended, text: Buffer.concat(output).toString() };
}

/** This process's own control group, where groups can be made in it. */
const makeProbe = () =>
  process.platform === 'linux'
    ? ownCgroup(readFileSync('/proc/self/mountinfo', 'utf8'), readFileSync('/proc/self/cgroup', 'utf8'))
    : null;

/** Processes that bear a mark in their arguments. */
const alive = (mark: string) =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return (
          readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(mark) &&
          !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
        );
      } catch {
        return false;
      }
    });

describe.skipIf(process.platform === 'win32')('a program', () => {
  test('gives its exit code and its output of both kinds in order', async () => {
    const result = await run('echo one; echo two >&2; echo three; exit 7');
    expect(result).toEqual({ by: 'itself', exit: 7, why: null, text: 'one\ntwo\nthree\n' });
  });

  test('that a signal ended has no exit code', async () => {
    expect(await run('kill -9 $$')).toMatchObject({ by: 'itself', exit: null, why: 'SIGKILL' });
  });

  test('finds a clean environment, a closed input and a folder of its own', async () => {
    const result = await run('env; echo "pwd=$(pwd)"; umask; wc -c; ls -A; echo "args=$*"', {
      env: { FETTLE_MODE: 'check', FETTLE_P_PATH: '/x y' },
      parameters: ['--path=/x y'],
    });
    const lines = result.text.split('\n');
    const names = lines.filter((line) => /^[A-Z_]+=/.test(line)).map((line) => line.split('=')[0]);
    const own = process.getuid?.() === 0 ? ['LOGNAME', 'USER'] : [];
    expect(new Set(names)).toEqual(
      new Set(['FETTLE_MODE', 'FETTLE_P_PATH', 'FETTLE_RUN', 'HOME', 'LANG', 'PATH', 'PWD', 'SHELL', 'TMPDIR', ...own]),
    );
    expect(lines).toContain('PATH=/usr/sbin:/usr/bin:/sbin:/bin');
    expect(lines).toContain('0077');
    expect(lines).toContain('0');
    expect(lines).toContain('args=--path=/x y');
    expect(/^pwd=(.*)$/m.exec(result.text)?.[1]?.startsWith(place)).toBe(true);
  });

  test('leaves nothing in the folder', async () => {
    await run('mkdir -p a/b; touch a/b/c; ln -s / root; chmod 0 a; exit 1');
    expect(readdirSync(place)).toEqual([]);
  });

  test('lies there so that others can run it and nobody change it', async () => {
    const { text } = await run('stat -c "%a %u" "$0"');
    expect(text).toBe(`555 ${process.getuid?.()}\n`);
  });

  test('whose bytes are others is not begun', async () => {
    const body = { bytes: Buffer.from('touch /tmp/never'), sha256: hash('x'), ending: '' };
    expect(await run('', { body })).toMatchObject({ by: 'nothing', exit: null, why: 'the body is another one' });
    expect(readdirSync(place)).toEqual([]);
  });

  test('that is not there is not begun', async () => {
    expect(await run('', { body: null, argv: ['/nowhere/program'] })).toMatchObject({ exit: 127 });
  });

  test('that writes without end fills no memory, and ends at its time', async () => {
    let bytes = 0;
    const result = await run('yes 0123456789', {
      timeoutMs: 700,
      around: { output: (chunk) => (bytes += chunk.length) },
    });
    expect(result).toMatchObject({ by: 'timeout' });
    expect(bytes).toBeGreaterThan(1_000_000);
  });

  test('that ignores the first word gets the last one', async () => {
    const began = performance.now();
    const result = await run('trap "" TERM; echo on; while :; do sleep 0.05; done', { timeoutMs: 200 });
    expect(result).toEqual({ by: 'timeout', exit: null, why: 'SIGKILL', text: 'on\n' });
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test('that takes the first word can still say what it did', async () => {
    const result = await run('trap "echo tidied; exit 3" TERM; sleep 60 & wait', { timeoutMs: 200 });
    expect(result).toEqual({ by: 'timeout', exit: 3, why: null, text: 'tidied\n' });
  });

  test('is stopped by who asks', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 150);
    expect(await run('sleep 60', { around: { stop: stop.signal } })).toMatchObject({ by: 'stop', exit: null });
    expect(await run('sleep 60', { around: { stop: stop.signal } })).toMatchObject({ by: 'stop' });
  });
});

describe.skipIf(process.platform !== 'linux')('the whole tree ends', () => {
  const mark = () => `9${Math.trunc(Math.random() * 1e9)}.5`;

  test.each([
    ['at the time over', 'wait', 400],
    ['when the script itself has ended', 'exit 0', 20_000],
  ])('%s: a grandchild in a session of its own, with its output elsewhere', async (_name, last, timeoutMs) => {
    const seconds = mark();
    const text = `setsid sh -c 'sleep ${seconds} & exec </dev/null >/dev/null 2>&1; trap "" TERM; sleep ${seconds}' &
      while ! pgrep -f 'sleep ${seconds}' >/dev/null; do sleep 0.05; done; echo up; ${last}`;
    const result = await run(text, { timeoutMs });
    expect(result.text).toBe('up\n');
    await sleep(20);
    expect(alive(seconds)).toEqual([]);
  });

  test.skipIf(process.getuid?.() !== 0 || makeProbe() === null)(
    'also when an executor that was killed left it behind without its cookie, and its group with it',
    async () => {
      const seconds = mark();
      const cookie = randomBytes(8).toString('hex');
      const argv = ['/bin/sh', '-c', `setsid env -i sleep ${seconds} & sleep 0.2`];
      const env = { FETTLE_RUN: cookie, PATH: '/usr/bin:/bin' };
      const tree = platform.start({ argv, env, cwd: '/', account: null, cookie });
      await new Promise((resolve) => tree.child.once('exit', resolve));
      expect(alive(seconds)).toHaveLength(1);
      await platform.sweep(cookie);
      expect(alive(seconds)).toEqual([]);
      expect(existsSync(join(makeProbe() ?? '', `fettle-run-${cookie}`))).toBe(false);
    },
  );

  test('also without control groups, by the cookie in its environment', async () => {
    const seconds = mark();
    const cookie = randomBytes(8).toString('hex');
    const { startPosix } = await import('./platform/posix.ts');
    const env = { FETTLE_RUN: cookie, PATH: '/usr/bin:/bin' };
    const argv = ['/bin/sh', '-c', `setsid sleep ${seconds} & sleep 0.2`];
    // As on a system that has no groups, and then as one that has /proc.
    const tree = startPosix({ argv, env, cwd: '/', account: null, cookie }, false);
    await new Promise((resolve) => tree.child.once('exit', resolve));
    expect(alive(seconds)).toHaveLength(1);
    await platform.sweep(cookie);
    expect(alive(seconds)).toEqual([]);
  });
});

describe.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)('as another user', () => {
  test('has his rights, his groups, his folder, and nothing of root’s', async () => {
    const account = platform.account('nobody');
    expect(account).toMatchObject({ uid: 65_534 });
    const { text, exit } = await run(
      'id -un; id -G; echo $HOME $USER; touch mine && stat -c %U mine; cat /etc/shadow',
      { account },
    );
    const [user, groups, home, owner, refused] = text.split('\n');
    expect([user, groups, owner, exit]).toEqual(['nobody', '65534', 'nobody', 1]);
    expect(home).toBe(`${account?.home} nobody`);
    expect(refused).toMatch(/Permission denied/);
    expect(readdirSync(place)).toEqual([]);
  });

  test('who made links where root tidies up loses the links alone', async () => {
    const precious = join(place, 'precious');
    mkdirSync(precious);
    writeFileSync(join(precious, 'file'), '');
    await run(`ln -s ${precious} link; mkdir d; ln -s ${precious} d/link`, { account: platform.account('nobody') });
    expect(existsSync(join(precious, 'file'))).toBe(true);
    expect(readdirSync(place)).toEqual(['precious']);
  });

  test('is nobody where there is no such user', () => {
    expect(platform.account('no-such-user')).toBeNull();
  });
});

test('a body is not written where something is already', () => {
  const path = join(place, 'x');
  writeFileSync(path, 'before');
  expect(() => placeBody(path, { bytes: Buffer.from('a'), sha256: hash('a') })).toThrow(/EEXIST/);
  expect(readFileSync(path, 'utf8')).toBe('before');
  const mode = statSync(path).mode;
  expect(mode & 0o111).toBe(0);
});
