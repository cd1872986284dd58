import type { FromCollector } from '@fettle/shared/protocol/messages';
import { exampleRoot, signed, signerOf } from '@fettle/shared/trust/example.fixture';
import { TrustError } from '@fettle/shared/trust/errors';
import { deviceId, toBase64 } from '@fettle/shared/trust/keys';
import { transcript } from '@fettle/shared/trust/transcript';
import { expect, test } from 'vitest';
import { fakeClock } from '../clock.fixture.ts';
import type { OrdersListener } from './needs.ts';
import { createOffsetEstimate } from './offset.ts';
import { createMemoryOutbox } from './outbox.ts';
import { createSession } from './session.ts';

const log = { level: 'info', error() {}, warn() {}, info() {}, debug() {} };
const order = signed('order', { v: 1 }, 'ann');

function session({ orders = true, holds = true } = {}) {
  const clock = fakeClock();
  const said: Record<string, unknown>[] = [];
  const heard: string[] = [];
  let unknown = 0;
  let ended: string | null = null;
  const wire = {
    buffered: 0,
    send: (data: string | Uint8Array) => void said.push(JSON.parse(data as string) as Record<string, unknown>),
    close() {},
    cut() {},
  };
  const listener: OrdersListener = {
    statement: ({ envelope }) => void heard.push(`statement ${envelope.payloadType.split('.')[2]}`),
    blob: ({ sha256 }) => void heard.push(`blob ${sha256.slice(0, 4)}`),
    kept: ({ what, seq }) => void heard.push(`kept ${what} ${seq}`),
  };
  const made = createSession(wire, {
    identity: { device: deviceId(signerOf('device').publicKey), signer: signerOf('device') },
    trust: {
      root: () => exampleRoot(),
      grant: () => 0,
      take(envelope) {
        if (envelope === undefined) throw new TrustError('key');
        if (envelope.payloadType.includes('.grant.')) return 'grant';
        return envelope.payloadType.includes('.root.') ? 'root' : null;
      },
    },
    outbox: createMemoryOutbox(),
    offset: createOffsetEstimate(),
    clock,
    log,
    interval: () => ({ interval: 10_000, watched: false }),
    facts: () => null,
    omitted: () => 0,
    leftOut: { upTo: 0 },
    ...(holds && {
      holds: () => ({ type: 'holds', root: 1, rev: 0, fresh: 0, grant: 0, standing: [], executor: 'stale' }) as const,
    }),
    heard: {
      ...(orders && { orders: listener }),
      welcome() {},
      acknowledged() {},
      watch() {},
      snapshot() {},
      logLevel() {},
      unknown: () => void unknown++,
      unsendable() {},
      refused() {},
      ended: ({ code }) => void (ended = code),
    },
  });
  const say = (message: FromCollector | object) => made.text(JSON.stringify(message));
  made.opened();
  function welcome(): void {
    const identity = signerOf('collector');
    const nonce = toBase64(new Uint8Array(32));
    const unsigned = { type: 'challenge', version: 1, nonce, identity: toBase64(identity.publicKey) };
    say({ ...unsigned, signature: toBase64(identity.sign(transcript('collector', [said[0] as object, unsigned]))) });
    say({ type: 'welcome', time: 1, resume: 0 });
  }
  const types = () => said.map(({ type }) => type);
  return { made, wire, say, welcome, types, heard, unknown: () => unknown, ended: () => ended };
}

const blob = { type: 'blob', sha256: 'ab'.repeat(32), offset: 0, total: 0, data: '' };

test('what is about orders goes to whoever listens, roots and grants once they are kept', () => {
  const { say, welcome, heard, unknown, ended } = session();
  welcome();
  say({ type: 'statement', envelope: order, path: { index: 0, hashes: [] } });
  for (const type of ['standing', 'revoke', 'fresh'] as const)
    say({ type: 'statement', envelope: signed(type, { v: 1 }, 'ann') });
  say({ type: 'statement', envelope: signed('grant', { v: 1 }, 'dora') });
  say({ type: 'statement', envelope: signed('receipt', { v: 1 }, 'device') });
  say(blob);
  say({ type: 'kept', what: 'remedied', seq: 3 });
  expect(heard).toEqual([
    'statement order',
    'statement standing',
    'statement revoke',
    'statement fresh',
    'statement grant',
    'blob abab',
    'kept remedied 3',
  ]);
  expect(unknown()).toBe(1);
  expect(ended()).toBeNull();
});

test('without somebody who listens they are unknown, and the connection stays', () => {
  const { say, welcome, types, unknown, ended } = session({ orders: false, holds: false });
  welcome();
  say({ type: 'statement', envelope: order });
  say(blob);
  say({ type: 'kept', what: 'result', seq: 3 });
  say({ type: 'of-a-later-version' });
  expect(unknown()).toBe(4);
  expect(ended()).toBeNull();
  expect(types()).not.toContain('holds');
});

test('before it has proved itself a collector hands over roots and nothing else', () => {
  const { say, heard, unknown, ended } = session();
  say({ type: 'statement', envelope: signed('root', { v: 1 }, 'ann') });
  say({ type: 'statement', envelope: order });
  expect(heard).toEqual(['statement root']);
  expect(unknown()).toBe(1);
  say(blob);
  expect(ended()).toBe('message_unexpected');
});

test('what the device holds is told after the welcome, and again when it is asked for', () => {
  const { made, welcome, types } = session();
  made.holds();
  expect(types()).not.toContain('holds');
  welcome();
  expect(types().filter((type) => type === 'holds')).toHaveLength(1);
  made.holds();
  expect(types().filter((type) => type === 'holds')).toHaveLength(2);
});

test('nothing is said before the welcome, and nothing behind what waits in the socket', () => {
  const { made, wire, welcome, types } = session();
  const want = { type: 'want', sha256: 'ab'.repeat(32), offset: 0 } as const;
  expect(made.say(want, 1_000)).toBe('down');
  welcome();
  wire.buffered = 1_001;
  expect(made.say(want, 1_000)).toBe('full');
  wire.buffered = 1_000;
  expect(made.say(want, 1_000)).toBe('sent');
  expect(types().filter((type) => type === 'want')).toHaveLength(1);
});
