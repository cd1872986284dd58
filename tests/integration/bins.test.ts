import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { agentBundle } from '../../scripts/agent-program.mjs';
import { until } from '../support/fettle.ts';
import { freePort } from '../support/peer.ts';
import { environmentOf } from '../support/start.ts';

const bin = (name: string) => fileURLToPath(new URL(`../../scripts/bin/${name}.mjs`, import.meta.url));
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fettle-bins-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a bin to its end, in a folder that is not the project's. */
function run(name: string, ...args: string[]): { code: number | null; out: string; err: string } {
  const env = environmentOf({ folder, port: 1 });
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin(name), ...args], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

test.each(['fettle', 'fettle-agent'])('%s tells its version and nothing else', (name) => {
  const { code, out, err } = run(name, '--version');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out.trim()).toMatch(/^\d+\.\d+\.\d+$/);
});

test.each(['fettle', 'fettle-agent'])('%s: wrong use is exit code 2, and says so on stderr', (name) => {
  const { code, out, err } = run(name, 'dance');
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(/dance/);
});

test('a command that fails is exit code 1', () => {
  const { code, err } = run(
    'fettle-agent',
    'enrol',
    '--collector',
    'http://127.0.0.1:1',
    '--token',
    'no',
    '--data',
    folder,
  );
  expect(code).toBe(1);
  expect(err).toMatch(/token_malformed/);
});

test('what would be installed as a service is a copy of the bundle, which is built for it', () => {
  const { code, out, err } = run('fettle-agent', 'install', '--print');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('ExecStart=/usr/local/lib/fettle/node /usr/local/lib/fettle/agent.mjs run --data ');
  expect(existsSync(agentBundle)).toBe(true);
});

test('relative folders are those of the caller', () => {
  expect(run('fettle', 'setup', '--solo', '--json', '--data', 'here', '--home', 'keys').code).toBe(0);
  const again = run('fettle', 'setup', '--solo', '--json', '--data', 'here', '--home', 'keys');
  expect(JSON.parse(again.out)).toMatchObject({ made: false, data: join(folder, 'here') });
});

test('a signal reaches the program, and its exit code comes back', async () => {
  const env = environmentOf({ folder, port: await freePort() });
  expect(spawnSync(process.execPath, [bin('fettle'), 'setup', '--solo'], { env }).status).toBe(0);
  const child = spawn(process.execPath, [bin('fettle'), 'collector'], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await until('the collector', () => output.includes('Fettle collector at'));
  child.kill('SIGTERM');
  expect(await once(child, 'close')).toEqual([0, null]);
  await expect(fetch(`http://127.0.0.1:${env['FETTLE_PORT']}/healthz`)).rejects.toThrow('fetch failed');
});
