import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fingerprintOf } from '@fettle/shared/trust/chain';
import { exampleRoot, exampleToken, signed, signerOf } from '@fettle/shared/trust/example.fixture';
import { deviceId } from '@fettle/shared/trust/keys';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { claimFolder } from '../claim.ts';
import { fakeClock } from '../clock.fixture.ts';
import type { ServiceManager } from '../platform/service/service.ts';
import { openState } from '../state.ts';
import { formatInstall, installCommand } from './install.ts';
import { formatUninstall, uninstallCommand } from './uninstall.ts';

let folder = '';
let asked: string[] = [];
let letGo = () => {};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fettle-install-'));
  asked = [];
});
afterEach(() => {
  letGo();
  rmSync(folder, { recursive: true, force: true });
});

const clock = fakeClock();
/** A manager whose service tells at once that its link is in this state. */
function manager(link: object | null, done: readonly string[] = ['Started it.']): ServiceManager {
  const note = (what: string) => {
    asked.push(what);
    return Promise.resolve(done);
  };
  return {
    describe: () => '',
    install() {
      letGo = claimFolder(folder);
      const status = { startedAt: clock.wall(), link };
      if (link !== null) writeFileSync(join(folder, 'status.json'), JSON.stringify(status));
      return note('install');
    },
    uninstall: () => note('uninstall'),
    purge: () => note('purge'),
    state: () => Promise.resolve({ installed: true, active: 'active', enabled: true, restarts: 0 }),
  };
}
const enrol = () => {
  openState(folder).saveEnrolment(
    {
      device: deviceId(signerOf('device').publicKey),
      collector: 'http://127.0.0.1:1',
      fingerprint: fingerprintOf(exampleRoot()),
      pin: null,
      token: signed('token', exampleToken(), 'dora'),
      enrolledAt: 5,
    },
    [signed('root', exampleRoot(), 'ann', 'ben')],
  );
  return Promise.resolve();
};
const connected = { state: 'connected', error: null };
const plan = () => ({ program: ['/x'], files: new Map<string, string>(), folder, user: 'fettle' });

describe('install', () => {
  test('does nothing on a machine that is not enrolled and is not to be', async () => {
    await expect(installCommand(plan(), manager(connected), clock)).rejects.toMatchObject({ code: 'not_enrolled' });
    expect(asked).toEqual([]);
  });

  test('enrols first where it is told how, once', async () => {
    const first = await installCommand({ ...plan(), enrol }, manager(connected), clock);
    expect(first.done).toEqual(['Enrolled this machine.', 'Started it.']);
    letGo();
    const never = () => Promise.reject(new Error('a second enrolment'));
    const second = await installCommand({ ...plan(), enrol: never }, manager(connected, []), clock);
    expect(formatInstall(second)).toMatch(/^It was all there already\.\nThe agent runs and is connected/);
  });

  test('keeps the interval in the settings file, with what else is in it', async () => {
    await enrol();
    const path = join(folder, 'agent.json');
    writeFileSync(path, '{"logLevel": "debug"}');
    const { done } = await installCommand({ ...plan(), interval: 30_000 }, manager(connected), clock);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ logLevel: 'debug', interval: '30s' });
    expect(done[0]).toContain('30s');
    letGo();
    expect((await installCommand({ ...plan(), interval: 30_000 }, manager(connected), clock)).done).toEqual([
      'Started it.',
    ]);
  });

  test('does not wait for what no waiting heals, and says why', async () => {
    await enrol();
    const refused = { state: 'refused', error: { code: 'device_retired', message: 'This device was retired.' } };
    const result = await installCommand(plan(), manager(refused), clock);
    expect(formatInstall(result)).toContain('not connected: This device was retired. See fettle-agent doctor.');
  });

  test('gives up after a while on a service that tells nothing', async () => {
    await enrol();
    const patient = fakeClock();
    const work = installCommand(plan(), manager(null), patient);
    for (let i = 0; i < 400; i++) {
      await new Promise((resolve) => void setImmediate(resolve));
      patient.advance(250);
    }
    expect((await work).link).toBeNull();
  });
});

describe('uninstall', () => {
  test('removes the service and says what is left', async () => {
    const result = await uninstallCommand({ uses: { folder, user: 'fettle' }, purge: false }, manager(null));
    expect(asked).toEqual(['uninstall']);
    expect(formatUninstall(result)).toMatch(new RegExp(`What remains:\n {2}${folder}: this device’s keys`));
  });

  test('purges only when told to', async () => {
    rmSync(folder, { recursive: true });
    const result = await uninstallCommand({ uses: { folder, user: 'fettle' }, purge: true }, manager(null, []));
    expect(asked).toEqual(['uninstall', 'purge']);
    expect(formatUninstall(result)).toBe('There was no service.\nNothing of the agent is left on this machine.');
    expect(existsSync(folder)).toBe(false);
  });
});
