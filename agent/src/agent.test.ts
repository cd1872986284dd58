import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FromCollector } from '@fettle/shared/protocol/messages';
import type { FromAgent } from '@fettle/shared/protocol/messages';
import { fingerprintOf } from '@fettle/shared/trust/chain';
import { exampleRoot, exampleToken, signed, signerOf } from '@fettle/shared/trust/example.fixture';
import { toBase64 } from '@fettle/shared/trust/keys';
import { transcript } from '@fettle/shared/trust/transcript';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Agent, createAgent } from './agent.ts';
import { type FakeClock, fakeClock } from './clock.fixture.ts';
import type { WireEvents } from './link/socket.ts';
import { openState } from './state.ts';
import type { Status } from './status.ts';

/** A collector that answers at once; `said` is what it heard. */
class Wire {
  readonly said: (FromAgent | Uint8Array)[] = [];
  cut = false;
  events: WireEvents | undefined;
  readonly #clock: FakeClock;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }
  hear(data: string | Uint8Array): void {
    if (typeof data !== 'string') {
      this.said.push(data);
      return;
    }
    const message = JSON.parse(data) as FromAgent;
    this.said.push(message);
    if (message.type === 'hello') this.#challenge(message);
    if (message.type === 'proof') this.say({ type: 'welcome', time: this.#clock.wall(), resume: 0 });
    if (message.type === 'ping') this.say({ type: 'pong', sent: message.sent, time: this.#clock.wall() + 7_200_000 });
  }
  say(message: FromCollector): void {
    this.events?.text(JSON.stringify(message));
  }
  #challenge(hello: object): void {
    const identity = signerOf('collector');
    const nonce = toBase64(new Uint8Array(32));
    const unsigned = { type: 'challenge' as const, version: 1, nonce, identity: toBase64(identity.publicKey) };
    this.say({ ...unsigned, signature: toBase64(identity.sign(transcript('collector', [hello, unsigned]))) });
  }
  ofType<Type extends FromAgent['type']>(type: Type): Extract<FromAgent, { type: Type }>[] {
    return this.said.filter((one): one is Extract<FromAgent, { type: Type }> => 'type' in one && one.type === type);
  }
  get frames(): Uint8Array[] {
    return this.said.filter((one) => one instanceof Uint8Array);
  }
}

let folder: string;
let clock: FakeClock;
let wires: Wire[];
let agent: Agent;
const log = { level: 'info', error() {}, warn() {}, info() {}, debug() {} };
const wire = () => wires.at(-1) as Wire;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fettle-agent-'));
  clock = fakeClock();
  wires = [];
  const state = openState(folder);
  const { device } = state.keys();
  state.saveEnrolment(
    {
      device,
      collector: 'http://collector.example',
      fingerprint: fingerprintOf(exampleRoot()),
      pin: null,
      token: signed('token', exampleToken(), 'dora'),
      enrolledAt: 5,
    },
    [signed('root', exampleRoot(), 'ann', 'ben')],
  );
  const values = Float64Array.of(0);
  const dictionary = { series: [{ metric: 'm', attributes: {}, decimals: 0 }] };
  const facts = { 'host.name': 'x' };
  agent = createAgent({
    state,
    measuring: {
      cycle(at) {
        // The same array every time, as the runner does.
        values[0] = at.monotonic;
        return { time: at.wall, values, dictionary, tables: [], facts, omitted: 0 };
      },
      unavailable: [{ family: 'unit', reason: 'no systemd' }],
      renew() {},
      close() {},
    },
    ownCost: { report() {} },
    clock,
    log,
    dial(_address, events) {
      const one = new Wire(clock);
      one.events = events;
      wires.push(one);
      queueMicrotask(() => events.opened());
      return {
        send: (data) => one.hear(data),
        buffered: 0,
        close: () => events.ended('closed', 1000),
        cut: () => (one.cut = true),
      };
    },
    random: () => 0.5,
    interval: 10_000,
    usage: () => ({ cpuMs: clock.monotonic() / 1_000, residentBytes: 5e7 }),
    pid: 42,
  });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const connected = async () => {
  agent.start();
  await Promise.resolve();
};

test('tells at once in the status file that it is connected, and a new interval', async () => {
  const written = () => JSON.parse(readFileSync(join(folder, 'status.json'), 'utf8')) as Status;
  await connected();
  expect(written().link.state).toBe('connected');
  agent.reinterval(30_000);
  expect(written().interval).toBe(30_000);
});

test('takes another interval while the link stays, and tells it', async () => {
  await connected();
  clock.advance(1_500);
  agent.reinterval(30_000);
  expect(agent.status()).toMatchObject({ interval: 30_000, link: { state: 'connected' } });
  expect(wire().ofType('interval')).toMatchObject([{ interval: 30_000 }]);
  expect(wires).toHaveLength(1);
  const before = wire().frames.length;
  clock.advance(28_000);
  expect(wire().frames).toHaveLength(before);
  clock.advance(1_000);
  expect(wire().frames).toHaveLength(before + 1);
});

test('measures on its plan and sends what it measured, after it knows the offset of its clock', async () => {
  await connected();
  clock.advance(30_000);
  expect(wire().frames).toHaveLength(5);
  expect(
    wire()
      .said.map((one) => ('type' in one ? one.type : 'frame'))
      .slice(0, 7),
  ).toEqual([
    'hello',
    'proof',
    'wonder',
    'ping',
    // The first pong: now the frame of before it can be told with its offset.
    'dictionary',
    'frame',
    'facts',
  ]);
  expect(agent.status().link).toMatchObject({ state: 'connected', clockOffset: 7_200_000 });
});

test('a watch tightens the interval, is told, and ends by itself', async () => {
  await connected();
  clock.advance(10_500);
  wire().say({ type: 'watch', interval: 1_000, lease: 5_000 });
  clock.advance(5_000);
  expect(agent.status()).toMatchObject({ interval: 10_000, watched: false });
  expect(wire().ofType('interval')).toEqual([
    { type: 'interval', interval: 1_000, watched: true },
    { type: 'interval', interval: 10_000, watched: false },
  ]);
  clock.advance(15_000);
  expect(wire().frames).toHaveLength(3 + 5 + 2);
});

test('a snapshot is one frame now, a log level is taken, a statement that does not verify is dropped', async () => {
  await connected();
  const before = wire().frames.length;
  wire().say({ type: 'snapshot' });
  wire().say({ type: 'log-level', level: 'debug' });
  wire().say({
    type: 'statement',
    envelope: { payload: 'AA==', payloadType: 'application/vnd.fettle.root.v1+json', signatures: [] },
  });
  expect(wire().frames).toHaveLength(before + 1);
  expect(log.level).toBe('debug');
  expect(agent.status().link.state).toBe('connected');
});

test('a collector that falls silent is left within half a minute, and tried again', async () => {
  await connected();
  wire().hear = () => {};
  clock.advance(31_000);
  expect(wires[0]?.cut).toBe(true);
  expect(wires).toHaveLength(2);
});

test('a welcome that nobody asked for, or messages before it, end the connection', async () => {
  agent.start();
  wire().say({ type: 'welcome', time: 0, resume: 0 });
  expect(agent.status().link).toMatchObject({ state: 'waiting', error: { code: 'message_unexpected' } });
  expect(wires[0]?.cut).toBe(true);
});

test('the status file can be read by anybody and says who controls the machine', async () => {
  await connected();
  clock.advance(6_000);
  const path = join(folder, 'status.json');
  expect(statSync(path).mode & 0o777).toBe(0o644);
  const status = JSON.parse(readFileSync(path, 'utf8')) as Status;
  expect(status.control).toMatchObject({ people: expect.arrayContaining(['ann', 'dora']), rootVersion: 1, since: 5 });
  expect(status.control.words.split(' ')).toHaveLength(8);
  expect(status).toMatchObject({
    pid: 42,
    interval: 10_000,
    queue: { frames: 2, dropped: 0 },
    cost: { cpuSecondsPerHour: 3.6 },
  });
});

test('says goodbye, waits for the last acknowledgement, then stops for good', async () => {
  await connected();
  const stopped = agent.stop('stop');
  expect(wire().ofType('goodbye')).toEqual([{ type: 'goodbye', reason: 'stop' }]);
  wire().say({ type: 'ack', sequence: 1 });
  await stopped;
  clock.advance(60_000);
  expect(wires).toHaveLength(1);
  expect(agent.status()).toMatchObject({ link: { state: 'stopped' }, queue: { frames: 0 } });
  expect(clock.waiting).toBe(0);
});

test('does not wait longer than 3 s for an acknowledgement', async () => {
  await connected();
  let done = false;
  const stopped = agent.stop('stop').then(() => (done = true));
  clock.advance(2_900);
  await new Promise(setImmediate);
  expect(done).toBe(false);
  clock.advance(200);
  await stopped;
  expect(agent.status().queue.frames).toBe(1);
});
