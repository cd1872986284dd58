import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { realHost } from '@fettle/agent/platform/host';
import { OwnCost } from '@fettle/agent/samplers/own-cost';
import { processes, ProcessSampler } from '@fettle/agent/samplers/process.linux';
import { registry } from '@fettle/agent/samplers/registry';
import { createRunner, type Cycle } from '@fettle/agent/samplers/runner';
import type { Host } from '@fettle/agent/samplers/sampler';
import { seriesText } from '@fettle/shared/metrics/metric';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const now = () => ({ monotonic: performance.now(), wall: Date.now() });
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

interface Taken {
  readonly values: ReadonlyMap<string, number>;
  readonly table: Cycle['tables'][number] | undefined;
  /** Programs that the cycle had started when it returned. */
  readonly ran: number;
}

/** Three cycles on this very machine, after one that only begins the rates and the slow lane. */
describe.skipIf(process.platform !== 'linux')('this machine', () => {
  const taken: Taken[] = [];
  const ownCost = new OwnCost();
  let facts: Cycle['facts'] = {};
  let close = () => {};

  beforeAll(async () => {
    const host = realHost();
    let ran = 0;
    const spy: Host = {
      root: host.root,
      run(...asked) {
        ran++;
        return host.run(...asked);
      },
    };
    const silent = { info: () => undefined, warn: () => undefined };
    const runner = createRunner(spy, registry(ownCost), { log: silent, ownCost });
    ownCost.report({ unacknowledged: 0, dropped: 0, refused: 0, clockOffset: 0 });
    runner.cycle(now());
    await runner.idle();
    for (let i = 0; i < 3; i++) {
      await wait(300);
      const before = ran;
      const cycle = runner.cycle(now());
      taken.push({ values: present(cycle), table: cycle.tables[0], ran: ran - before });
      facts = cycle.facts;
    }
    close = () => runner.close();
  });
  afterAll(() => close());

  const last = () => taken.at(-1)?.values ?? new Map<string, number>();

  test('gives some 150 values a cycle, fewer on machines without pressure or firewall, and no failure', () => {
    for (const { values } of taken) expect(values.size).toBeGreaterThanOrEqual(130);
    expect(ownCost.errors).toBe(0);
  });

  test('starts no program in the fast lane', () => {
    expect(taken.map(({ ran }) => ran)).toEqual([0, 0, 0]);
  });

  test('spends all processor time in some mode', () => {
    for (const { values } of taken) {
      const shares = [...values].filter(([series]) => series.startsWith('system.cpu.utilization{'));
      expect(shares).toHaveLength(7);
      expect(Math.abs(1 - shares.reduce((sum, [, share]) => sum + share, 0))).toBeLessThan(0.02);
    }
  });

  test('has as much memory as the kernel says, all of it in some state', () => {
    const total = Number(/^MemTotal:\s+(\d+)/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]) * 1_024;
    expect(last().get('system.memory.limit')).toBe(total);
    expect(facts['host.memory']).toBe(String(total));
    const states = [...last()].filter(([series]) => series.startsWith('system.memory.usage{'));
    expect(states.every(([, bytes]) => bytes > 0)).toBe(true);
    expect(states.reduce((sum, [, bytes]) => sum + bytes, 0)).toBe(total);
    expect(last().get('system.memory.linux.available')).toBeLessThan(total);
  });

  test('is as full as df says', () => {
    const rows = execFileSync('df', ['-P', '-k'], { encoding: 'utf8' }).trim().split('\n').slice(1);
    const full = new Map(rows.map((row) => [row.split(/\s+/).at(-1), Number.parseInt(row.split(/\s+/)[4] ?? '', 10)]));
    const told = [...last()].filter(([series]) => series.startsWith('system.filesystem.utilization{'));
    expect(told.length).toBeGreaterThan(0);
    for (const [series, share] of told) {
      const mountpoint = /mountpoint=(.*)\}$/.exec(series)?.[1];
      expect(Math.abs((full.get(mountpoint) ?? Number.NaN) - share * 100)).toBeLessThanOrEqual(1);
    }
  });

  test('has been up as long as the kernel says', () => {
    const seconds = Number(readFileSync('/proc/uptime', 'utf8').split(' ', 1)[0]);
    expect(Math.abs((last().get('system.uptime') ?? Number.NaN) - seconds)).toBeLessThan(10);
  });

  test('shows the processes that use most memory, this one as it is', () => {
    const rows = taken.at(-1)?.table?.rows ?? [];
    expect(rows.length).toBeGreaterThanOrEqual(10);
    expect(rows.length).toBeLessThanOrEqual(30);
    for (const { start, values } of rows) {
      expect(start).toBeLessThanOrEqual(Date.now() + 2_000);
      expect(values).toHaveLength(3);
    }
  });
});

test.skipIf(process.platform !== 'linux')('this process is found, with its memory and the time it burns', async () => {
  const sampler = processes(realHost());
  if (!(sampler instanceof ProcessSampler)) throw new Error('there is no process sampler');
  sampler.processes.scan(performance.now());
  const before = process.cpuUsage();
  while (process.cpuUsage(before).user < 200_000);
  await wait(10);
  sampler.processes.scan(performance.now());
  const own = sampler.processes.known.get(process.pid);
  const resident = process.memoryUsage.rss();
  // In ten-thousandths of a processor; among much other work they take long to burn.
  expect(own?.busy).toBeGreaterThan(100);
  expect(Math.abs((own?.pages ?? 0) * 4_096 - resident)).toBeLessThan(resident * 0.25);
  sampler.close();
});

function present({ values, dictionary }: Cycle): Map<string, number> {
  const pairs = dictionary.series.map((series, column) => [seriesText(series), values[column] ?? Number.NaN] as const);
  return new Map(pairs.filter(([, value]) => !Number.isNaN(value)));
}
