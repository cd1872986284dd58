import { type Dial, dial } from '@fettle/agent/link/socket';
import { FettleError } from '@fettle/shared/errors';
import { createFrameDecoder } from '@fettle/shared/protocol/frame-decoder';
import { limits } from '@fettle/shared/protocol/limits';
import type { FromAgent } from '@fettle/shared/protocol/messages';
import { deviceId } from '@fettle/shared/trust/keys';
import { signerOf } from '@fettle/shared/trust/example.fixture';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { agentAt, enrolWith, type TestAgent, type TestAgentOptions } from '../support/agent.ts';
import { type Memory, newMemory, publishToken, startGateway, type TestGateway } from '../support/gateway.ts';
import { patience } from '../support/patience.ts';

const device = deviceId(signerOf('device').publicKey);
const until = (what: () => void) => vi.waitFor(what, { timeout: patience, interval: 10 });
const refusal = async (work: Promise<unknown>) => {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(FettleError);
  return (error as FettleError).code;
};

let memory: Memory;
let collector: TestGateway;
const agents: TestAgent[] = [];

/** An agent that is stopped when the test ends. */
function agent(options?: TestAgentOptions): TestAgent {
  const one = agentAt(collector.address, options);
  agents.push(one);
  return one;
}
const stored = () => memory.frames.map(({ frame }) => frame.sequence);
const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

beforeEach(async () => {
  memory = newMemory();
  collector = await startGateway({ memory });
  await enrolWith(collector.address, publishToken(memory, 'token'));
});
afterEach(async () => {
  await Promise.all(agents.splice(0).map(({ link }) => link.stop('stop')));
  await collector[Symbol.asyncDispose]();
});

describe('enrolment', () => {
  test('a device with a good token is known, with its own key, and learns the root that the token names', async () => {
    const joined = await enrolWith(collector.address, publishToken(memory, 'second token'), 'second');
    const id = deviceId(signerOf('second').publicKey);
    expect(memory.devices.has(id)).toBe(true);
    expect(joined.root.version).toBe(1);
  });

  test('the same device again costs no use of the token', async () => {
    const text = publishToken(memory, 'again token');
    await enrolWith(collector.address, text, 'again');
    await enrolWith(collector.address, text, 'again');
    expect([...memory.tokens.values()].map(({ used }) => used)).toEqual([1, 1]);
  });

  test('an unknown, an expired and a used-up token are refused, each with its code', async () => {
    const unknown = publishToken(newMemory(), 'never published');
    expect(await refusal(enrolWith(collector.address, unknown, 'x'))).toBe('token_unknown');
    expect(await refusal(enrolWith(collector.address, publishToken(memory, 'old', { expired: true }), 'x'))).toBe(
      'token_expired',
    );
    const once = publishToken(memory, 'once');
    await enrolWith(collector.address, once, 'first');
    expect(await refusal(enrolWith(collector.address, once, 'late'))).toBe('token_used_up');
    expect(collector.gateway.counters.refused).toMatchObject({ token_unknown: 1, token_expired: 1, token_used_up: 1 });
  });

  test('a collector whose root is not the one that the token names is not trusted', async () => {
    const text = publishToken(memory, 'elsewhere', { fingerprint: 'ab'.repeat(32) });
    expect(await refusal(enrolWith(collector.address, text, 'x'))).toBe('root_mismatch');
  });

  test('an impostor that the root does not list is not trusted, though it has all papers', async () => {
    await using impostor = await startGateway({ memory, identity: 'impostor' });
    expect(await refusal(enrolWith(impostor.address, publishToken(memory, 'paper'), 'x'))).toBe('identity_unknown');
  });

  test('where nobody listens that is said', async () => {
    const { address } = collector;
    await collector.kill();
    expect(await refusal(enrolWith(address, publishToken(memory, 'lost'), 'x'))).toBe('collector_unreachable');
  });
});

describe('a connected agent', () => {
  test('has its frames stored as they were taken and acknowledged, its facts and its presence known', async () => {
    const { link, outbox, measure, dictionary } = agent();
    link.start();
    measure(20);
    await until(() => expect(stored()).toEqual(upTo(20)));
    await link.stop('stop');
    expect(outbox.frames).toBe(0);
    expect(memory.frames.every((one) => one.dictionary.series.length === dictionary.series.length)).toBe(true);
    expect(memory.facts).toEqual([{ 'host.name': 'device' }]);
    await until(() => expect(collector.presence.get(device)).toMatchObject({ connected: false, goodbye: 'stop' }));
    expect(collector.gateway.counters).toMatchObject({ frames: 20, duplicates: 0 });
  });

  test('is acknowledged every sixth frame when it keeps pace', async () => {
    const { link, outbox, measure } = agent();
    link.start();
    measure(1);
    await until(() => expect(link.now.acknowledged?.sequence).toBe(1));
    for (let i = 2; i <= 7; i++) {
      expect(link.now.acknowledged?.sequence).toBe(1);
      measure(1);
      await until(() => expect(stored()).toEqual(upTo(i)));
    }
    await until(() => expect(link.now.acknowledged?.sequence).toBe(7));
    expect(outbox.frames).toBe(0);
  });

  test('after the collector was killed sends exactly what is not durable, and nothing twice', async () => {
    const { link, outbox, measure } = agent();
    link.start();
    measure(1);
    await until(() => expect(link.now.acknowledged?.sequence).toBe(1));
    measure(3);
    await until(() => expect(stored()).toEqual(upTo(4)));
    expect(outbox.frames).toBe(3);
    await collector.kill();
    await until(() => expect(link.now.state).not.toBe('connected'));
    measure(5);
    collector = await startGateway({ memory, port: collector.port });
    await until(() => expect(stored()).toEqual(upTo(9)));
    expect(memory.duplicates).toEqual([]);
  });

  test('is told to wait while nothing can be stored, keeps all, and goes on by itself', async () => {
    const { link, outbox, measure } = agent();
    memory.full = true;
    link.start();
    measure(30);
    await until(() => expect(collector.gateway.counters.ingestFailures).toBeGreaterThan(0));
    measure(5);
    expect(outbox.frames).toBe(35);
    expect(link.now.state).toBe('connected');
    memory.full = false;
    await until(() => expect(stored()).toEqual(upTo(35)));
    expect(memory.duplicates).toEqual([]);
    // The last of them may wait for their acknowledgement, as ever.
    await until(() => expect(outbox.frames).toBeLessThan(limits.ackFrames));
  });

  test('measures more often while somebody watches, from the moment it connects', async () => {
    const release = collector.gateway.watches.watch(device, 1_000);
    const { link, watched } = agent();
    link.start();
    await until(() => expect(watched).toEqual([{ type: 'watch', interval: 1_000, lease: 60_000 }]));
    release();
    expect(collector.gateway.watches.size).toBe(0);
  });
});

describe('a frame that can never be stored', () => {
  test('is left out, counted by why and told; those behind it are stored', async () => {
    const { link, measure } = agent();
    memory.never.add(3).add(5);
    link.start();
    measure(20);
    await until(() => expect(stored()).toEqual(upTo(20).filter((one) => one !== 3 && one !== 5)));
    await until(() => expect(link.now).toMatchObject({ state: 'connected', leftOut: { frame_value_invalid: 2 } }));
    const counted = { frames: 18, refusedFrames: { frame_value_invalid: 2 } };
    await until(() => expect(collector.gateway.counters).toMatchObject(counted));
    // People hear of each reason once an hour at most.
    expect(memory.refusals).toMatchObject([{ device, sequence: 3, code: 'frame_value_invalid' }]);
    expect(collector.gateway.counters.ingestFailures).toBe(0);
  });

  test('at the end of the queue is not sent for ever', async () => {
    const { link, outbox, measure } = agent();
    link.start();
    measure(1);
    await until(() => expect(link.now.acknowledged?.sequence).toBe(1));
    memory.never.add(2);
    measure(1);
    await until(() => expect(outbox.frames).toBe(0));
    expect(stored()).toEqual([1]);
  });

  test('of a device that nobody can tell the time is left out by the agent', async () => {
    const { link, outbox, measure, dictionary } = agent({ sequence: 2 });
    const values = new Float64Array(dictionary.series.length);
    // Of an earlier start of the machine, when its clock was a year ahead; now it is right.
    const frame = { sequence: 1, time: Date.now() + 365 * 86_400_000, offset: 0, values, tables: [] };
    outbox.append({ frame, dictionary, base: null });
    link.start();
    measure(5);
    await until(() => expect(stored()).toEqual([2, 3, 4, 5, 6]));
    expect(link.now.leftOut).toEqual({ frame_ahead: 1 });
    expect(collector.gateway.counters.ingestFailures).toBe(0);
  });

  test('that no collector can read, and which ends each connection, is found out and left out', async () => {
    const { link, outbox, measure } = agent({ needs: { dial: damaging(3) } });
    link.start();
    measure(6);
    await until(() => expect(stored()).toEqual([1, 2, 4, 5, 6]));
    await link.stop('stop');
    expect(outbox.frames).toBe(0);
    expect(link.now.leftOut).toEqual({ frame_malformed: 1 });
    expect(collector.gateway.counters.refused['frame_malformed']).toBeGreaterThanOrEqual(10);
  });
});

/** A connection on which the frame with this sequence never arrives whole. */
function damaging(sequence: number): Dial {
  return (address, events) => {
    const decoder = createFrameDecoder();
    const wire = dial(address, events);
    return {
      ...wire,
      get buffered() {
        return wire.buffered;
      },
      send(data) {
        if (typeof data === 'string') {
          const message = JSON.parse(data) as FromAgent;
          if (message.type === 'dictionary') decoder.dictionary(message);
          wire.send(data);
        } else wire.send(decoder.decode(data).sequence === sequence ? Uint8Array.of(9) : data);
      },
    };
  };
}

describe('who is refused', () => {
  test('a device that the collector does not know', async () => {
    const { link } = agent({ name: 'stranger' });
    link.start();
    await until(() => expect(link.now).toMatchObject({ state: 'refused', error: { code: 'device_unknown' } }));
    expect((link.now.retryAt ?? 0) - link.now.since).toBeGreaterThanOrEqual(300_000);
  });

  test('a device that cannot prove its key', async () => {
    const thief = { device, signer: signerOf('thief') };
    const { link, measure } = agent({ needs: { identity: thief } });
    link.start();
    measure(1);
    await until(() => expect(link.now).toMatchObject({ state: 'refused', error: { code: 'signature_invalid' } }));
    expect(stored()).toEqual([]);
  });

  test('an impostor collector, by the agent, before it says who it is', async () => {
    await using impostor = await startGateway({ memory, identity: 'impostor' });
    const one = agentAt(impostor.address);
    one.link.start();
    one.measure(1);
    await until(() => expect(one.link.now).toMatchObject({ state: 'refused', error: { code: 'identity_unknown' } }));
    expect(impostor.presence.get(device)).toBeUndefined();
    expect(stored()).toEqual([]);
    await one.link.stop('stop');
  });

  test('two living agents of one device, both, and the device is quarantined', async () => {
    const first = agent();
    first.link.start();
    await until(() => expect(first.link.now.state).toBe('connected'));
    const second = agent();
    second.link.start();
    const refused = { state: 'refused', error: { code: 'device_quarantined' } };
    await until(() => expect(first.link.now).toMatchObject(refused));
    await until(() => expect(second.link.now).toMatchObject(refused));
    expect(memory.devices.get(device)?.state).toBe('quarantined');
  });
});
