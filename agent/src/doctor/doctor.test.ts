import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { errorCodes, FettleError } from '@fettle/shared/errors';
import type { FromCollector } from '@fettle/shared/protocol/messages';
import { fingerprintOf } from '@fettle/shared/trust/chain';
import { TrustError } from '@fettle/shared/trust/errors';
import { exampleRoot, exampleToken, signed, signerOf } from '@fettle/shared/trust/example.fixture';
import { deviceId, toBase64 } from '@fettle/shared/trust/keys';
import { pinOf } from '@fettle/shared/trust/pin';
import { transcript } from '@fettle/shared/trust/transcript';
import { describe, expect, test } from 'vitest';
import { fakeClock } from '../clock.fixture.ts';
import { systemClock } from '../clock.ts';
import type { Dial } from '../link/socket.ts';
import * as certificates from '../link/tls.fixture.ts';
import type { Enrolment } from '../state.ts';
import { judgeAgent, judgeSamplers, type Told } from './agent.ts';
import { judgeClock } from './clock.ts';
import { examineCollector, judgeCollector } from './collector.ts';
import { examineEnrolment } from './enrolment.ts';
import { formatFindings } from './finding.ts';
import { type FolderFacts, judgeFolder, judgeSpace } from './folder.ts';
import { examineWay, judgeName, judgeTls } from './network.ts';
import { judgeService } from './service.ts';

const mib = 1024 * 1024;

describe('the folder', () => {
  const right: FolderFacts = {
    folder: '/var/lib/fettle-agent',
    itself: { uid: 997, mode: 0o40755 },
    keys: { uid: 997, mode: 0o100600 },
    owner: { uid: 997, name: 'fettle' },
    freeBytes: 1_000 * mib,
  };

  test.each<[string, Partial<FolderFacts>, string, RegExp]>([
    ['in order', {}, 'good', /nobody else/],
    ['not there', { itself: null }, 'failed', /is not there/],
    ['keys that others may read', { keys: { uid: 997, mode: 0o100640 } }, 'failed', /Others can read/],
    ['one that others may write', { itself: { uid: 997, mode: 0o40777 } }, 'failed', /Others may write/],
    ['one of root', { itself: { uid: 0, mode: 0o40755 } }, 'failed', /does not belong to fettle/],
    ['keys of root, as after an enrolment by hand', { keys: { uid: 0, mode: 0o100600 } }, 'failed', /does not belong/],
    ['one of whoever runs it, without a service', { owner: null }, 'good', /nobody else/],
  ])('%s', (_name, change, state, text) => {
    const finding = judgeFolder({ ...right, ...change });
    expect([finding.state, finding.text]).toEqual([state, expect.stringMatching(text)]);
    expect(finding.remedy === null).toBe(state === 'good');
  });

  test.each([
    [1_000 * mib, 'good'],
    [100 * mib, 'warning'],
    [0, 'failed'],
    [Number.NaN, 'skipped'],
  ])('with %d bytes free is %s', (freeBytes, state) => {
    expect(judgeSpace({ ...right, freeBytes }).state).toBe(state);
  });
});

test.each([
  [0, 'good', /agrees/],
  [-1_999, 'good', /agrees/],
  [90_000, 'warning', /90 s ahead of/],
  [-3_600_000, 'failed', /60 min behind/],
  [400 * 86_400_000, 'failed', /400 days ahead/],
])('a clock that is off by %d ms', (off, state, text) => {
  const finding = judgeClock(1_800_000_000_000 + off, 1_800_000_000_000);
  expect([finding.state, finding.text]).toEqual([state, expect.stringMatching(text)]);
});

test('a clock that nothing can be compared with', () => expect(judgeClock(1, null).state).toBe('skipped'));

describe('the way', () => {
  test('to a collector that answers, with its time', async () => {
    const server = createServer((_request, response) =>
      response.setHeader('date', 'Mon, 21 Sep 2026 14:13:20 GMT').end(),
    );
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const way = await examineWay(`http://127.0.0.1:${port}/under/`, null, systemClock);
    expect(way.findings.map(({ check, state }) => `${check} ${state}`)).toEqual(['dns good', 'tcp good']);
    expect(way.time).toBe(Date.UTC(2026, 8, 21, 14, 13, 20));
    // What does not speak TLS is told as that.
    const secure = await examineWay(`https://127.0.0.1:${port}`, null, systemClock);
    expect(secure.findings.at(-1)).toMatchObject({ check: 'tls', state: 'failed' });
    await new Promise((resolve) => void server.close(resolve));
    const gone = await examineWay(`https://127.0.0.1:${port}`, null, systemClock);
    expect(gone.findings.map(({ check, state }) => `${check} ${state}`)).toEqual([
      'dns good',
      'tcp failed',
      'tls skipped',
    ]);
    expect(gone.findings[1]?.text).toContain('Nobody listens');
    expect(gone.time).toBeNull();
  });

  test('over TLS, with the pinned key and with another', async () => {
    const { forged: cert, forgedKey: key } = certificates;
    const server = createSecureServer({ cert, key }, (_request, response) => response.end());
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const way = await examineWay(url, pinOf(new X509Certificate(cert).publicKey), systemClock);
    expect(way.findings.map(({ check, state }) => `${check} ${state}`)).toEqual(['dns good', 'tcp good', 'tls good']);
    expect(Math.abs(systemClock.wall() - (way.time ?? 0))).toBeLessThan(5_000);
    const other = await examineWay(url, 'ab'.repeat(32), systemClock);
    expect(other.findings.at(-1)).toMatchObject({ check: 'tls', state: 'failed', text: errorCodes.tls_pin_mismatch });
    expect(other.time).toBeNull();
    server.closeAllConnections();
    await new Promise((resolve) => void server.close(resolve));
  });

  test('through a proxy, as far as that', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const proxy = { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
    const way = await examineWay('https://collector.invalid', null, systemClock, proxy);
    expect(way.findings.map(({ check, state }) => `${check} ${state}`)).toEqual([
      'dns good',
      'tcp good',
      'tls skipped',
    ]);
    await new Promise((resolve) => void server.close(resolve));
    const gone = await examineWay('http://collector.invalid', null, systemClock, proxy);
    expect(gone.findings[1]?.text).toBe(`Nobody listens at 127.0.0.1 port ${proxy.port}.`);
  });

  test('to a name that nobody knows', () => {
    expect(judgeName('x', Object.assign(new Error('x'), { code: 'ENOTFOUND' })).text).toMatch(/No name server knows x/);
    expect(judgeName('x', Object.assign(new Error('x'), { code: 'EAI_AGAIN' })).text).toMatch(/do not answer/);
  });

  test('with a certificate of somebody else', () => {
    expect(judgeTls(new FettleError('tls_pin_mismatch'), '', 'ab')).toMatchObject({ state: 'failed' });
    expect(judgeTls(null, 'TLSv1.3', 'ab').text).toContain('the key that the token named');
  });
});

describe('the collector', () => {
  const enrolment: Enrolment = {
    device: deviceId(signerOf('device').publicKey),
    collector: 'http://collector.example',
    fingerprint: fingerprintOf(exampleRoot()),
    pin: null,
    token: signed('token', exampleToken(), 'dora'),
    enrolledAt: 5,
  };

  /** One that holds this key; `heard` is what the device told it. */
  function held(by: string) {
    const heard: unknown[] = [];
    const dial: Dial = (_address, events) => {
      queueMicrotask(() => events.opened());
      const say = (message: FromCollector) => events.text(JSON.stringify(message));
      return {
        send(data) {
          const hello = JSON.parse(data as string) as object;
          heard.push(hello);
          const own = signerOf(by);
          const nonce = toBase64(new Uint8Array(32));
          const unsigned = { type: 'challenge' as const, version: 1, nonce, identity: toBase64(own.publicKey) };
          say({ ...unsigned, signature: toBase64(own.sign(transcript('collector', [hello, unsigned]))) });
        },
        buffered: 0,
        close() {},
        cut() {},
      };
    };
    return { dial, heard };
  }
  const examine = (dial: Dial) => examineCollector(enrolment, exampleRoot(), dial, fakeClock());

  test('that the root lists is good, and hears no more than a hello', async () => {
    const { dial, heard } = held('collector');
    expect(await examine(dial)).toMatchObject({ check: 'collector', state: 'good' });
    expect(heard).toMatchObject([{ type: 'hello', device: enrolment.device }]);
  });

  test('that the root does not list is told as a stranger', async () => {
    expect(await examine(held('impostor').dial)).toMatchObject({
      state: 'failed',
      remedy: expect.stringContaining('send it nothing'),
    });
  });

  test('that is not there', async () => {
    const dial: Dial = (_address, events) => {
      queueMicrotask(() => events.ended('ECONNREFUSED', null));
      return { send() {}, buffered: 0, close() {}, cut() {} };
    };
    expect(await examine(dial)).toMatchObject({ state: 'failed', text: expect.stringContaining('ECONNREFUSED') });
  });

  test('whose root statement is forged', () => {
    expect(judgeCollector(new TrustError('signature', 'x')).remedy).toContain('send it nothing');
  });
});

describe('the agent', () => {
  const told = (state: 'connected' | 'refused' | 'connecting' | 'waiting', code?: 'device_quarantined'): Told => ({
    running: true,
    last: {
      link: { state, error: code === undefined ? null : { code, message: 'M' } },
      unavailable: [{ family: 'unit', reason: 'systemd does not run here' }],
      problem: null,
    },
  });

  test.each<[Told, string, RegExp]>([
    [told('connected'), 'good', /knows this device/],
    [told('connecting'), 'warning', /connects just now/],
    [told('waiting'), 'failed', /not connected: waiting/],
    [told('refused', 'device_quarantined'), 'failed', /not connected: M/],
    [{ ...told('connected'), running: false }, 'failed', /does not run/],
    [{ running: true, last: null }, 'failed', /does not run/],
  ])('%j', (said, state, text) => {
    const finding = judgeAgent(said);
    expect([finding.state, finding.text]).toEqual([state, expect.stringMatching(text)]);
  });

  test('says which copy to remove', () => {
    expect(judgeAgent(told('refused', 'device_quarantined')).remedy).toContain('copy');
  });

  test('that cannot measure everything is in order', () => {
    expect(judgeSamplers(told('connected'))).toMatchObject({
      state: 'good',
      text: expect.stringContaining('unit (systemd'),
    });
  });
});

test.each([
  [null, 'skipped'],
  ['other' as const, 'skipped'],
  [{ installed: false, active: 'inactive', enabled: false, restarts: 0 }, 'warning'],
  [{ installed: true, active: 'active', enabled: true, restarts: 1 }, 'good'],
  [{ installed: true, active: 'active', enabled: true, restarts: 9 }, 'warning'],
  [{ installed: true, active: 'active', enabled: false, restarts: 0 }, 'warning'],
  [{ installed: true, active: 'failed', enabled: true, restarts: 0 }, 'failed'],
])('a service that is %j', (state, verdict) => expect(judgeService(state).state).toBe(verdict));

test('papers that do not fit are a finding, not a crash', () => {
  const broken = {
    enrolment: () => {
      throw new SyntaxError('Unexpected end of JSON input');
    },
    root: exampleRoot,
  };
  expect(examineEnrolment(broken)).toMatchObject({ enrolment: null, finding: { state: 'failed' } });
  expect(examineEnrolment({ enrolment: () => null, root: exampleRoot }).finding.text).toContain('not enrolled');
});

test('a finding is one line', () => {
  const finding = { check: 'x', state: 'failed', text: 'a\n  b', remedy: 'c' } as const;
  expect(formatFindings([finding])).toBe('failed   x          a b → c');
});
