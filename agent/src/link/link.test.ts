import { exampleRoot, signerOf } from '@fettle/shared/trust/example.fixture';
import { deviceId } from '@fettle/shared/trust/keys';
import { expect, test } from 'vitest';
import { fakeClock } from '../clock.fixture.ts';
import { createLink } from './link.ts';
import { createOffsetEstimate } from './offset.ts';
import { createMemoryOutbox } from './outbox.ts';
import type { WireEvents } from './socket.ts';

function linking() {
  const clock = fakeClock();
  const attempts: { at: number; events: WireEvents }[] = [];
  const told: string[] = [];
  const log = {
    level: 'info',
    error: (_details: object, text: string) => void told.push(`error ${text}`),
    warn: (_details: object, text: string) => void told.push(`warn ${text}`),
    info() {},
    debug() {},
  };
  const link = createLink({
    address: 'ws://collector.example/agent/v1',
    identity: { device: deviceId(signerOf('device').publicKey), signer: signerOf('device') },
    trust: { root: () => exampleRoot(), grant: () => 0, take: () => null },
    outbox: createMemoryOutbox(),
    offset: createOffsetEstimate(),
    clock,
    log,
    interval: () => ({ interval: 10_000, watched: false }),
    facts: () => null,
    omitted: () => 0,
    random: () => 1,
    dial(_address, events) {
      attempts.push({ at: clock.monotonic(), events });
      return { send() {}, buffered: 0, close: () => events.ended('closed', 1000), cut() {} };
    },
    heard: { welcome() {}, watch() {}, snapshot() {}, logLevel() {} },
  });
  const fail = (why = 'ECONNREFUSED', code: number | null = null) => attempts.at(-1)?.events.ended(why, code);
  const refuse = (code: string) => attempts.at(-1)?.events.text(JSON.stringify({ type: 'error', code, message: 'no' }));
  return { link, clock, attempts, told, fail, refuse };
}

test('tries again for ever, with waits that double up to 15 s', () => {
  const { link, clock, attempts, fail } = linking();
  link.start();
  for (let n = 0; n < 9; n++) {
    fail();
    clock.advance(15_000);
  }
  const starts = attempts.map(({ at }) => at);
  expect(starts.slice(1).map((at, n) => at - n * 15_000)).toEqual([
    500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000, 15_000,
  ]);
  expect(link.now).toMatchObject({ failures: 9, error: { code: 'collector_unreachable' } });
});

test.each([
  'device_unknown',
  'device_retired',
  'device_quarantined',
  'protocol_version_unsupported',
  'signature_invalid',
])('%s is told plainly and asked about again only after minutes', (code) => {
  const { link, clock, attempts, told, refuse } = linking();
  link.start();
  refuse(code);
  expect(link.now).toMatchObject({ state: 'refused', error: { code, message: 'no' } });
  expect(told).toEqual(['error not connected: no']);
  clock.advance(300_000);
  expect(attempts).toHaveLength(1);
  clock.advance(600_000);
  expect(attempts).toHaveLength(2);
});

test.each(['slow_down', 'internal', 'frame_malformed', 'a code of the future'])('%s heals by itself', (code) => {
  const { link, clock, attempts, refuse } = linking();
  link.start();
  refuse(code);
  expect(link.now.state).toBe('waiting');
  clock.advance(500);
  expect(attempts).toHaveLength(2);
});

test('a message that was too large for the collector is known by the close', () => {
  const { link, fail } = linking();
  link.start();
  fail('closed (1009)', 1009);
  expect(link.now.error?.code).toBe('message_too_large');
});

test('stopped while it waits, it is stopped at once and for good', async () => {
  const { link, clock, attempts, fail } = linking();
  link.start();
  fail();
  await link.stop('stop');
  clock.advance(60_000);
  expect(attempts).toHaveLength(1);
  expect(link.now.state).toBe('stopped');
});
