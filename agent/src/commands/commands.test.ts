import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FettleError } from '@fettle/shared/errors';
import { fingerprintOf } from '@fettle/shared/trust/chain';
import { formatToken } from '@fettle/shared/trust/enrolment-token';
import { exampleRoot, exampleToken, seedOf, signed, signerOf } from '@fettle/shared/trust/example.fixture';
import { deviceId } from '@fettle/shared/trust/keys';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fakeClock } from '../clock.fixture.ts';
import type { Dial } from '../link/socket.ts';
import { openState } from '../state.ts';
import { enrolCommand } from './enrol.ts';
import { formatStatus, statusCommand } from './status.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'fettle-commands-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const token = formatToken({ seed: seedOf('token'), fingerprint: fingerprintOf(exampleRoot()), pin: null });
const nobody: Dial = (_address, events) => {
  queueMicrotask(() => events.ended('ECONNREFUSED', null));
  return { send() {}, buffered: 0, close() {}, cut() {} };
};
const codeOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  return (error as FettleError).code;
};
const enrolled = () =>
  openState(folder).saveEnrolment(
    {
      device: deviceId(signerOf('device').publicKey),
      collector: 'http://127.0.0.1:1',
      fingerprint: fingerprintOf(exampleRoot()),
      pin: null,
      token: signed('token', exampleToken(), 'dora'),
      enrolledAt: 1_790_000_000_000,
    },
    [signed('root', exampleRoot(), 'ann', 'ben')],
  );

describe('enrol', () => {
  const run = (change: object = {}) =>
    enrolCommand(
      { collector: 'http://127.0.0.1:1', token, folder, name: 'db-1', ...change },
      () => nobody,
      fakeClock(),
    );

  test('refuses a token that was not copied whole before anything is made or sent', async () => {
    expect(await codeOf(run({ token: token.slice(0, -1) }))).toBe('token_malformed');
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each(['collector:8420', 'ftp://x', '', 'http://'])('refuses %j as an address', async (collector) => {
    expect(await codeOf(run({ collector }))).toBe('input_invalid');
  });

  test('keeps the device’s keys and nothing else when nobody answers', async () => {
    expect(await codeOf(run())).toBe('collector_unreachable');
    expect(readdirSync(folder)).toEqual(['device.json']);
  });

  test('does not enrol a folder twice', async () => {
    enrolled();
    expect(await codeOf(run())).toBe('enrolled_already');
  });
});

describe('status', () => {
  test('of a machine that is not enrolled makes nothing', () => {
    const nowhere = join(folder, 'nowhere');
    expect(() => statusCommand(nowhere)).toThrow(expect.objectContaining({ code: 'not_enrolled' }));
    expect(readdirSync(folder)).toEqual([]);
  });

  test('says who controls the machine though the agent never ran', () => {
    enrolled();
    const report = statusCommand(folder);
    expect(report).toMatchObject({ running: false, last: null, control: { people: expect.arrayContaining(['dora']) } });
    expect(formatStatus(report)).toMatch(/^Controlled by {2}.*, since 2026-09-21T14:13:20Z$/m);
    expect(formatStatus(report)).toMatch(/^Agent {10}not running$/m);
  });

  test('says so when the agent that wrote last is gone', () => {
    enrolled();
    writeFileSync(join(folder, 'agent.pid'), '999999999 1');
    expect(statusCommand(folder).running).toBe(false);
  });
});
