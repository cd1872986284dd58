import { createServer } from 'node:net';
import { connect } from 'node:net';
import { once } from 'node:events';
import { realHost } from '@fettle/agent/platform/host';
import { OwnCost } from '@fettle/agent/samplers/own-cost';
import { Readings } from '@fettle/agent/samplers/recorded-machine';
import { registry as linux } from '@fettle/agent/samplers/registry';
import { registry as portable } from '@fettle/agent/samplers/registry.portable';
import type { Registry } from '@fettle/agent/samplers/runner';
import { beforeAll, describe, expect, test } from 'vitest';

const now = () => ({ monotonic: performance.now(), wall: Date.now() });
const sent = 8_000_000;

/** What both lanes find of this machine in the same second, in which one processor is busy and bytes go through `lo`. */
describe.skipIf(process.platform !== 'linux')('the portable lane on this machine', () => {
  const [ours, theirs] = [new Readings(), new Readings()];
  const value = (series: string) => [ours.value(series) ?? Number.NaN, theirs.value(series) ?? Number.NaN] as const;
  const difference = (series: string) => Math.abs(value(series)[0] - value(series)[1]);

  beforeAll(async () => {
    const take = both(ours, theirs);
    await take();
    await throughLoopback(sent);
    const began = performance.now();
    while (performance.now() - began < 1_000);
    await take();
  });

  test('measures the processors', () => {
    expect(value('system.cpu.busy')[1]).toBeGreaterThan(0.1);
    expect(difference('system.cpu.busy')).toBeLessThan(0.15);
    expect(difference('system.cpu.utilization{cpu.mode=user}')).toBeLessThan(0.15);
    expect(difference('system.cpu.core.utilization{cpu.logical_number=0}')).toBeLessThan(0.3);
  });

  test('measures memory, load and uptime', () => {
    expect(difference('system.memory.limit')).toBe(0);
    expect(difference('system.memory.utilization')).toBeLessThan(0.05);
    expect(difference('system.cpu.load_average.1m')).toBeLessThan(1);
    expect(difference('system.uptime')).toBeLessThanOrEqual(3);
    expect(difference('fettle.agent.memory.resident')).toBeLessThan(50e6);
  });

  test('measures every file system that Linux tells', () => {
    const told = Object.keys(ours.all).filter((series) => series.startsWith('system.filesystem.utilization'));
    expect(told.length).toBeGreaterThan(0);
    for (const series of told) expect(difference(series), series).toBeLessThan(0.01);
  });

  test('measures the network', () => {
    for (const direction of ['receive', 'transmit']) {
      const [exact, rough] = value(
        `system.network.io.rate{network.interface.name=lo,network.io.direction=${direction}}`,
      );
      expect(rough).toBeGreaterThan(sent / 20);
      expect(Math.abs(rough - exact) / exact).toBeLessThan(0.3);
    }
  });

  test('finds this process among those that are busiest', () => {
    const row = (readings: Readings) => readings.tables[0]?.rows.find(({ id }) => id === process.pid);
    const [exact, rough] = [row(ours), row(theirs)];
    expect(rough?.name).toBe(exact?.name);
    expect(Math.abs((rough?.start ?? 0) - (exact?.start ?? 0))).toBeLessThan(3_000);
    const [memory, memoryRoughly] = [exact?.values[1] ?? 0, rough?.values[1] ?? 0];
    expect(Math.abs(memoryRoughly - memory) / memory).toBeLessThan(0.3);
    // Most of a processor, or its share of one among much other work.
    expect(rough?.values[0]).toBeGreaterThan(0.02);
  });

  test('says the same in words', () => {
    for (const fact of ['host.name', 'host.arch', 'host.cpu.count', 'host.cpu.model', 'host.memory', 'os.type']) {
      expect(theirs.facts[fact], fact).toBe(ours.facts[fact]);
    }
    const boots = [ours, theirs].map(({ facts }) => Number(facts['host.boot']));
    expect(Math.abs((boots[0] ?? 0) - (boots[1] ?? 0))).toBeLessThanOrEqual(2_000);
  });
});

/** Each family by both lanes, one straight after the other, so that their times are nearly the same. */
function both(ours: Readings, theirs: Readings): () => Promise<void> {
  const host = realHost();
  const make = (registry: Registry) => new Map(registry.map(([family, factory]) => [family, factory(host)] as const));
  const [exact, rough] = [make(linux(new OwnCost())), make(portable(new OwnCost()))];
  return async () => {
    ours.begin();
    theirs.begin();
    for (const [family, sampler] of rough) {
      const known = exact.get(family);
      if (typeof sampler === 'string' || known === undefined || typeof known === 'string') continue;
      await known.sample(ours, now());
      await sampler.sample(theirs, now());
    }
  };
}

async function throughLoopback(bytes: number): Promise<void> {
  const server = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const socket = connect(address.port, '127.0.0.1');
  socket.end(Buffer.alloc(bytes));
  await once(socket, 'close');
  server.close();
}
