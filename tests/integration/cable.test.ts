import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '@fettle/agent/clock';
import { DiskOutbox } from '@fettle/agent/link/outbox-disk/outbox-disk';
import { diskBounds } from '@fettle/agent/link/outbox-disk/room';
import { limits } from '@fettle/shared/protocol/limits';
import { describe, expect, test, vi } from 'vitest';
import { agentAt, enrolWith, type TestAgent } from '../support/agent.ts';
import { Cable, type Fault } from '../support/cable.ts';
import { type Memory, newMemory, publishToken, startGateway } from '../support/gateway.ts';
import { patience } from '../support/patience.ts';

const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);
const silent = { error() {}, warn() {}, info() {} };

/** An agent with its outbox on disk, at the near end of a cable to a gateway. */
async function joined(seed: number) {
  const memory: Memory = newMemory();
  const gateway = await startGateway({ memory });
  await enrolWith(gateway.address, publishToken(memory, 'token'));
  const cable = await Cable.to(gateway.port, { seed });
  const folder = mkdtempSync(join(tmpdir(), 'fettle-cable-'));
  const outbox = new DiskOutbox({ folder, bounds: diskBounds, clock: systemClock, log: silent, boot: 'boot' });
  const agent: TestAgent = agentAt(`ws://127.0.0.1:${cable.port}/agent/v1`, { needs: { outbox } });
  const stored = () => memory.frames.map(({ frame }) => frame.sequence);
  return {
    cable,
    agent,
    memory,
    stored,
    async [Symbol.asyncDispose]() {
      await agent.link.stop('stop');
      await cable[Symbol.asyncDispose]();
      await gateway[Symbol.asyncDispose]();
      await outbox.close();
      rmSync(folder, { recursive: true });
    },
  };
}
const until = (what: () => void) => vi.waitFor(what, { timeout: patience, interval: 20 });

// Issue 3: the link cut, delayed, throttled, half-open, reset, split: recovers by itself, nothing lost.
describe.concurrent('over a bad cable', () => {
  test.each(['cut', 'reset'] as const)('%s again and again while frames are under way', async (what) => {
    await using all = await joined(2);
    const { cable, agent, stored, memory } = all;
    agent.link.start();
    for (let round = 0; round < 15; round++) {
      agent.measure(20);
      await sleep(round * 13);
      cable[what]();
    }
    await until(() => expect(stored()).toEqual(upTo(300)));
    await until(() => expect(agent.outbox.frames).toBeLessThan(limits.ackFrames));
    expect(cable.connections).toBeGreaterThan(1);
    // Sent again are at most those that were on disk there and not yet acknowledged here, never stored twice.
    expect(new Set(stored()).size).toBe(memory.frames.length);
  });

  const slow: readonly Fault[] = [
    { kind: 'delay', ms: 400 },
    { kind: 'throttle', bytesPerSecond: 20_000 },
    { kind: 'split', most: 7 },
  ];
  const frames = 200;
  test.each(slow)('$kind: slower, yet all of it on one connection', async (fault) => {
    await using all = await joined(3);
    const { cable, agent, stored } = all;
    cable.fault = fault;
    agent.link.start();
    agent.measure(frames);
    await until(() => expect(stored()).toEqual(upTo(frames)));
    await until(() => expect(agent.outbox.frames).toBeLessThan(limits.ackFrames));
    expect(cable.connections).toBe(1);
  });

  test('half-open: noticed within half a minute by the agent, and the new connection takes the place of the old', async () => {
    await using all = await joined(4);
    const { cable, agent, stored } = all;
    agent.link.start();
    agent.measure(5);
    await until(() => expect(stored()).toEqual(upTo(5)));
    cable.fault = { kind: 'half-open' };
    agent.measure(10);
    // Each side believes that the other is only quiet.
    await sleep(5_000);
    expect(agent.link.now.state).toBe('connected');
    cable.fault = { kind: 'none' };
    await until(() => expect(cable.connections).toBeGreaterThan(1));
    await until(() => expect(stored()).toEqual(upTo(15)));
    expect(agent.link.now.error).toBeNull();
  });

  test('an hour of seconds drains in seconds and in order, while frames go on being measured', async () => {
    await using all = await joined(6);
    const { cable, agent, stored } = all;
    agent.measure(3_600);
    expect(agent.outbox.where).toBe('disk');
    agent.link.start();
    for (let second = 0; second < 10; second++) {
      await sleep(1_000);
      agent.measure(1);
    }
    await until(() => expect(stored()).toHaveLength(3_610));
    expect(stored()).toEqual(upTo(3_610));
    expect(cable.connections).toBe(1);
  });

  test('refused for a while: tried again until it is not', async () => {
    await using all = await joined(5);
    const { cable, agent, stored } = all;
    cable.fault = { kind: 'refuse' };
    agent.link.start();
    agent.measure(40);
    await until(() => expect(agent.link.now.failures).toBeGreaterThan(3));
    expect(agent.link.now.error?.code).toBe('collector_unreachable');
    cable.fault = { kind: 'none' };
    await until(() => expect(stored()).toEqual(upTo(40)));
  });
});
