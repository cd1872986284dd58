import { createConnection } from 'node:net';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Frame } from '@fettle/shared/protocol/frame';
import { createFrameEncoder } from '@fettle/shared/protocol/frame-encoder';
import { limits } from '@fettle/shared/protocol/limits';
import { payloadTypes, sign } from '@fettle/shared/trust/envelope';
import { exampleDevice, signerOf } from '@fettle/shared/trust/example.fixture';
import { deviceId, toBase64 } from '@fettle/shared/trust/keys';
import { transcript } from '@fettle/shared/trust/transcript';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { agentAt, enrolWith } from '../support/agent.ts';
import { type Memory, newMemory, publishToken, startGateway, type TestGateway } from '../support/gateway.ts';
import { patience } from '../support/patience.ts';

type Said = Record<string, unknown> & { readonly type: string };
const signer = signerOf('device');
const device = deviceId(signer.publicKey);
const nonce = () => toBase64(randomBytes(32));
const until = (what: () => void) => vi.waitFor(what, { timeout: patience, interval: 10 });

let memory: Memory;
let collector: TestGateway;
beforeEach(async () => {
  memory = newMemory();
  collector = await startGateway({ memory });
  await enrolWith(collector.address, publishToken(memory, 'token'));
});
afterEach(async () => {
  // Whatever was said to it, it still serves a good agent.
  const good = agentAt(collector.address, { sequence: 1_000_000 });
  good.link.start();
  good.measure(1);
  await until(() => expect(memory.frames.some(({ frame }) => frame.sequence === 1_000_000)).toBe(true));
  await good.link.stop('stop');
  await collector[Symbol.asyncDispose]();
});

/** A socket of which the test writes every word. */
class Stranger {
  readonly ws: WebSocket;
  readonly heard: Said[] = [];
  closeCode: number | undefined;

  constructor(address = collector.address) {
    this.ws = new WebSocket(address, { perMessageDeflate: false });
    this.ws.on('message', (data) => this.heard.push(JSON.parse((data as Buffer).toString('utf8')) as Said));
    this.ws.on('close', (code) => (this.closeCode = code));
    this.ws.on('error', () => (this.closeCode ??= 1006));
  }

  async open(): Promise<this> {
    await once(this.ws, 'open');
    return this;
  }
  say(message: object | string | Uint8Array): void {
    this.ws.send(
      typeof message === 'string' || message instanceof Uint8Array ? message : JSON.stringify(message),
      () => {},
    );
  }
  async hear(type: string): Promise<Said> {
    await until(() => expect(this.heard.map((said) => said.type)).toContain(type));
    return this.heard.find((said) => said.type === type) as Said;
  }
  /** The code of the error that it was told before the close. */
  async refusal(): Promise<unknown> {
    await until(() => expect(this.closeCode).toBeDefined());
    return this.heard.find(({ type }) => type === 'error')?.['code'] ?? this.closeCode;
  }
  async greet(): Promise<this> {
    const hello = { type: 'hello', versions: [1], agent: 'test', device, nonce: nonce() };
    this.say(hello);
    const challenge = await this.hear('challenge');
    const signature = toBase64(signer.sign(transcript('device', [hello, challenge])));
    this.say({ type: 'proof', signature, root: 1, grant: 0, interval: 1_000 });
    await this.hear('welcome');
    return this;
  }
}
const stranger = () => new Stranger().open();
const greeted = async () => (await stranger()).greet();

const series = (count: number, name = 'm') =>
  Array.from({ length: count }, (_, i) => ({ metric: `${name}${i}`, attributes: {}, decimals: 0 }));
const dictionary = (count: number, change: object = {}) => ({
  type: 'dictionary',
  id: 1,
  omitted: 0,
  series: series(count),
  ...change,
});
const frame = (sequence: number, values: readonly number[], change: Partial<Frame> = {}): Frame => ({
  sequence,
  time: Date.now(),
  offset: 0,
  values: Float64Array.from(values),
  tables: [],
  ...change,
});
const encoded = (one: Frame) => createFrameEncoder().encode(one, 1, new Uint8Array(one.values.length));

describe('before the welcome', () => {
  test.each([
    ['what is no JSON', 'hello there', 'message_malformed'],
    ['a list', '[]', 'message_malformed'],
    ['a hello without its properties', { type: 'hello' }, 'message_malformed'],
    [
      'a hello with a nonce of one byte',
      { type: 'hello', versions: [1], agent: 'x', device: null, nonce: 'AA==' },
      'message_malformed',
    ],
    [
      'a proof before the hello',
      { type: 'proof', signature: 'AA==', root: 1, grant: 0, interval: 1_000 },
      'message_unexpected',
    ],
    ['a dictionary', dictionary(1), 'message_unexpected'],
    ['a frame', encoded(frame(1, [1])), 'message_unexpected'],
    [
      'versions that nobody speaks',
      { type: 'hello', versions: [99], agent: 'x', device: null, nonce: nonce() },
      'protocol_version_unsupported',
    ],
    ['more than 4 KiB', { type: 'later', filling: 'x'.repeat(5_000) }, 'message_too_large'],
    ['more than 256 KiB', 'x'.repeat(300_000), 'message_too_large'],
  ])('%s is refused with its code', async (_what, word, code) => {
    const one = await stranger();
    one.say(word);
    expect(await one.refusal()).toBe(code);
    expect(collector.gateway.counters.refused).toMatchObject({ [code]: 1 });
  });

  test('a message of an unknown type is ignored and counted, and unknown properties are part of what is signed', async () => {
    const one = await stranger();
    one.say({ type: 'from-the-future', versions: [1] });
    const hello = { type: 'hello', versions: [1], agent: 'x', device, nonce: nonce(), colour: 'red' };
    one.say(hello);
    const challenge = await one.hear('challenge');
    const signature = toBase64(signer.sign(transcript('device', [hello, challenge])));
    one.say({ type: 'proof', signature, root: 1, grant: 0, interval: 1_000, mood: 'good' });
    await one.hear('welcome');
    expect(collector.gateway.counters.unknownMessages).toBe(1);
    one.ws.close();
    await until(() => expect(collector.presence.get(device)?.connected).toBe(false));
  });

  test('a proof of an earlier connection proves nothing', async () => {
    const first = await stranger();
    const hello = { type: 'hello', versions: [1], agent: 'x', device, nonce: nonce() };
    first.say(hello);
    const challenge = await first.hear('challenge');
    const proof = {
      type: 'proof',
      signature: toBase64(signer.sign(transcript('device', [hello, challenge]))),
      root: 1,
      grant: 0,
      interval: 1_000,
    };
    const second = await stranger();
    second.say(hello);
    await second.hear('challenge');
    second.say(proof);
    expect(await second.refusal()).toBe('signature_invalid');
    first.ws.terminate();
  });

  test('papers of another connection enrol nobody', async () => {
    publishToken(memory, 'stolen', { uses: 5 });
    const [token, newcomer] = [signerOf('stolen'), signerOf('newcomer')];
    const record = {
      ...exampleDevice(),
      id: deviceId(newcomer.publicKey),
      publicKey: toBase64(newcomer.publicKey),
      tokenKey: toBase64(token.publicKey),
    };
    const enrolIn = async (said: (hello: object, challenge: object) => object[]) => {
      const one = await stranger();
      const hello = { type: 'hello', versions: [1], agent: 'x', device: null, nonce: nonce() };
      one.say(hello);
      const messages = said(hello, await one.hear('challenge'));
      const proves = (role: 'token' | 'device', by: typeof token) => toBase64(by.sign(transcript(role, messages)));
      const papers = { token: proves('token', token), device: proves('device', newcomer) };
      one.say({ type: 'enrol', record: sign(payloadTypes.device, record, [token, newcomer]), transcript: papers });
      return one;
    };
    const thief = await enrolIn((hello) => [hello, { type: 'challenge', of: 'another connection' }]);
    expect(await thief.refusal()).toBe('signature_invalid');
    expect(memory.devices.has(record.id)).toBe(false);
    const owner = await enrolIn((hello, challenge) => [hello, challenge]);
    await owner.hear('enrolled');
    expect(memory.devices.has(record.id)).toBe(true);
  });

  test('two words at once are one too many', async () => {
    const one = await stranger();
    const hello = { type: 'hello', versions: [1], agent: 'x', device, nonce: nonce() };
    one.say(hello);
    one.say(hello);
    expect(await one.refusal()).toBe('message_unexpected');
  });

  test('who says nothing is gone after the time for the greeting', async () => {
    const one = await stranger();
    const began = performance.now();
    expect(await one.refusal()).toBe('message_unexpected');
    expect(performance.now() - began).toBeGreaterThan(limits.greetingMs - 500);
  });

  test('upgrades that are not an agent’s are refused, whatever their request line', async () => {
    const raw = async (line: string, ...headers: string[]) => {
      const socket = createConnection(collector.port, '127.0.0.1');
      const lines = [
        line,
        'Host: x',
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      ];
      socket.write(`${[...lines, ...headers].join('\r\n')}\r\n\r\n`);
      let answer = '';
      socket.on('data', (chunk) => (answer += chunk.toString()));
      await until(() => expect(answer).toContain('\r\n\r\n'));
      socket.destroy();
      return answer.split(' ', 2)[1];
    };
    expect(await raw('GET /elsewhere HTTP/1.1')).toBe('404');
    expect(await raw('GET // HTTP/1.1')).toBe('404');
    expect(await raw('GET /agent/v1 HTTP/1.1', 'Origin: null')).toBe('403');
    expect(await raw('GET /agent/v1 HTTP/1.1', 'Origin: http://evil.example')).toBe('403');
    expect(await raw('GET /agent/v1?x=1 HTTP/1.1')).toBe('101');
  });
});

describe('bad input of a connected device', () => {
  test.each([
    [
      '10,000 series',
      'series_limit',
      () => [
        dictionary(0, {
          series: Array.from({ length: 10_000 }, () => ({ metric: 'm', attributes: {}, decimals: 0 })).slice(0, 2_049),
        }),
      ],
    ],
    [
      '10,000 series in pieces',
      'series_limit',
      () =>
        Array.from({ length: 5 }, (_, i) =>
          dictionary(0, { id: i + 1, keep: i * 2_000, series: series(2_000, `p${i}`) }),
        ),
    ],
    [
      'a series name that is too long',
      'name_too_long',
      () => [dictionary(0, { series: [{ metric: 'm'.repeat(129), attributes: {}, decimals: 0 }] })],
    ],
    [
      'a name of 1 MB',
      'message_too_large',
      () => [dictionary(0, { series: [{ metric: 'm'.repeat(1_000_000), attributes: {}, decimals: 0 }] })],
    ],
    ['a frame before its dictionary', 'frame_malformed', () => [encoded(frame(1, [1]))]],
    [
      'a frame that lies about its length',
      'frame_malformed',
      () => [dictionary(100), Uint8Array.of(1, 1, 1, 0, 0, 100, 4)],
    ],
    ['a frame of another dictionary', 'frame_malformed', () => [dictionary(1, { id: 7 }), encoded(frame(1, [1]))]],
    [
      'a NaN written as a value',
      'frame_value_invalid',
      () => [dictionary(1), Uint8Array.of(1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f, 0)],
    ],
    ['a negative time', 'frame_time_invalid', () => [dictionary(1), Uint8Array.of(1, 1, 1, 3, 0, 0, 0)]],
    [
      'garbage',
      'frame_malformed',
      () => [dictionary(1), Uint8Array.from(randomBytes(200), (byte, i) => (i === 0 ? 9 : byte))],
    ],
    ['a message of 300 kB', 'message_too_large', () => [new Uint8Array(300_000)]],
    [
      'a second hello',
      'message_unexpected',
      () => [{ type: 'hello', versions: [1], agent: 'x', device: null, nonce: nonce() }],
    ],
    ['facts that are no texts', 'message_malformed', () => [{ type: 'facts', time: 1, facts: { a: 1 } }]],
    ['an interval of 1 ms', 'message_malformed', () => [{ type: 'interval', interval: 1, watched: true }]],
  ])('%s: an error with a code, the connection ends, nothing is stored', async (_what, code, words) => {
    const one = await greeted();
    for (const word of words()) one.say(word);
    const told = await one.refusal();
    // A message that is too large is told by the close alone, for it is never read.
    expect([code, 1009]).toContain(told);
    expect(collector.gateway.counters.refused).toMatchObject({ [code]: 1 });
    expect(memory.frames).toEqual([]);
  });

  test('what was acknowledged before bad input stays', async () => {
    const one = await greeted();
    one.say(dictionary(2));
    one.say(encoded(frame(1, [1, 2])));
    expect(await one.hear('ack')).toMatchObject({ sequence: 1 });
    one.say(Uint8Array.of(2, 1));
    expect(await one.refusal()).toBe('frame_malformed');
    expect(memory.frames.map((stored) => stored.frame.sequence)).toEqual([1]);
  });

  test('frames that are durable already are flagged, acknowledged, and kept once', async () => {
    for (const _ of [1, 2]) {
      const one = await greeted();
      one.say(dictionary(1));
      one.say(encoded(frame(5, [1])));
      expect(await one.hear('ack')).toMatchObject({ sequence: 5 });
      one.ws.close();
      await until(() => expect(collector.presence.get(device)?.connected).toBe(false));
    }
    expect(memory.duplicates).toEqual([5]);
    expect(collector.gateway.counters.duplicates).toBe(1);
  });
});

describe('a device whose clock nobody can put right', () => {
  test('is waited for ten minutes, also across its connections, then its frame is refused and the next is stored', async () => {
    let now = Date.now();
    await collector[Symbol.asyncDispose]();
    collector = await startGateway({ memory, clock: { now: () => now } });
    memory.ahead.add(1);
    const first = await greeted();
    first.say(dictionary(1));
    first.say(encoded(frame(1, [1])));
    await first.hear('back-off');
    first.ws.close();
    await until(() => expect(collector.presence.get(device)?.connected).toBe(false));
    now += limits.aheadPatienceMs;
    const again = await greeted();
    const encoder = createFrameEncoder();
    again.say(dictionary(1));
    for (const sequence of [1, 2]) again.say(encoder.encode(frame(sequence, [1]), 1, new Uint8Array(1)));
    expect(await again.hear('refused')).toMatchObject({ sequence: 1, code: 'frame_ahead' });
    await until(() => expect(memory.frames.map((stored) => stored.frame.sequence)).toEqual([2]));
    expect(memory.refusals).toMatchObject([{ device, sequence: 1, code: 'frame_ahead' }]);
    again.ws.close();
    await until(() => expect(collector.presence.get(device)?.connected).toBe(false));
  });
});

describe('connections that are not what they seem', () => {
  test('one that says nothing more is asked and, when it does not answer, ended as lost', async () => {
    const one = await greeted();
    // As when the device was switched off: nothing is read any more, so that no ping is answered.
    one.ws.pause();
    const began = performance.now();
    await until(() => expect(collector.presence.get(device)?.connected).toBe(false));
    expect(performance.now() - began).toBeGreaterThan(15_000);
    expect(collector.presence.get(device)?.ending).toEqual({ goodbye: null, how: 'lost' });
    one.ws.terminate();
  });

  test('one that is only quiet stays', async () => {
    const one = await greeted();
    let pings = 0;
    one.ws.on('ping', () => void pings++);
    await until(() => expect(pings).toBeGreaterThan(1));
    expect(one.closeCode).toBeUndefined();
    expect(collector.presence.get(device)?.connected).toBe(true);
    one.ws.close();
    await until(() => expect(collector.presence.get(device)?.connected).toBe(false));
  });

  test('a half-open one is replaced by the device’s new one after its silence', async () => {
    const old = await greeted();
    // As when the cable was pulled: nothing is read any more, so that no ping is answered.
    old.ws.pause();
    const fresh = agentAt(collector.address, { sequence: 10 });
    fresh.link.start();
    fresh.measure(1);
    const began = performance.now();
    await until(() => expect(fresh.link.now.state).toBe('connected'));
    expect(performance.now() - began).toBeGreaterThan(3_000);
    expect(memory.devices.get(device)?.state).toBe('unknown');
    await until(() => expect(memory.frames).toHaveLength(1));
    await fresh.link.stop('stop');
    old.ws.terminate();
  });

  test('nothing is acknowledged before it is durable, and a stop waits for it', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    memory.hold = promise;
    const one = await greeted();
    one.say(dictionary(1));
    one.say(encoded(frame(1, [1])));
    one.say({ type: 'ping', sent: 1 });
    await one.hear('pong');
    expect(one.heard.map(({ type }) => type)).not.toContain('ack');
    const closed = collector.gateway.close();
    resolve();
    await closed;
    expect(one.heard.find(({ type }) => type === 'ack')).toMatchObject({ sequence: 1 });
    memory.hold = undefined;
    await collector[Symbol.asyncDispose]();
    collector = await startGateway({ memory });
  });

  test('after a failure frames are not read until the agent begins again', async () => {
    const one = await greeted();
    const encoder = createFrameEncoder();
    const send = (sequence: number) => one.say(encoder.encode(frame(sequence, [sequence]), 1, new Uint8Array(1)));
    one.say(dictionary(1));
    send(1);
    await one.hear('ack');
    memory.full = true;
    send(2);
    expect(await one.hear('back-off')).toMatchObject({ wait: expect.any(Number) });
    memory.full = false;
    // Was on its way: taking it would acknowledge 2, which is not stored.
    send(3);
    one.say({ type: 'ping', sent: 1 });
    await one.hear('pong');
    expect(memory.frames.map((stored) => stored.frame.sequence)).toEqual([1]);
    one.say({ type: 'resume', after: 1 });
    send(2);
    send(3);
    await until(() => expect(memory.frames.map((stored) => stored.frame.sequence)).toEqual([1, 2, 3]));
    one.ws.close();
    await until(() => expect(collector.presence.get(device)?.connected).toBe(false));
  });
});
