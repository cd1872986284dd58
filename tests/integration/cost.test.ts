/** What the agent costs here, bounded by ten times the goals, and whether it tells the truth about itself. */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { usedBy } from '../bench/agent/tree.ts';
import { Fettle, until } from '../support/fettle.ts';

const seconds = 15;
const lookMs = 50;
/** Ten times 0.35 of what node_exporter took of a processor at one scrape a second (PERFORMANCE, the agent's table). */
const mostShare = 0.035;
const mostResidentMb = 150;

interface Latest {
  readonly items: readonly { readonly metric: string; readonly value: number }[];
}

interface Series {
  readonly items: readonly { readonly points: readonly (readonly [time: number, value: number | null])[] }[];
}

test.skipIf(process.platform !== 'linux')(
  'an agent at one second takes little, starts no program, and says what it takes',
  async () => {
    await using fettle = await Fettle.create();
    await fettle.startCollector();
    await fettle.enrol();
    const agent = await fettle.startAgent('1s');
    const pid = agent.child.pid as number;
    await until('the agent to be connected', () => agent.output.includes('connected to the collector'));
    // It has put itself in its own place by then: same process, other flags.
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).toContain('--max-semi-space-size=1');
    await sleep(4_000);

    const before = usedBy(pid);
    let children = 0;
    for (let look = 0; look < (seconds * 1_000) / lookMs; look++) {
      children += childrenOf(pid);
      await sleep(lookMs);
    }
    const after = usedBy(pid);
    const share = (after.cpuSeconds - before.cpuSeconds) / ((after.at - before.at) / 1_000);
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(mostShare);
    expect(after.residentMb).toBeLessThan(mostResidentMb);
    expect(children).toBe(0);

    const { items } = await fettle.api<{ items: { id: string }[] }>('/api/v1/devices');
    const told = await fettle.api<Latest>(`/api/v1/devices/${items[0]?.id}/latest`);
    const own = (metric: string) => told.items.find((item) => item.metric === metric)?.value ?? Number.NaN;
    const memory = usedBy(pid);
    expect(Math.abs(own('fettle.agent.memory.resident') / 1e6 - memory.residentMb)).toBeLessThan(10);
    expect(Math.abs(own('fettle.agent.memory.anonymous') / 1e6 - memory.anonymousMb)).toBeLessThan(10);
    const from = Date.now() - (seconds + 1) * 1_000;
    const asked = `device=${items[0]?.id}&metric=fettle.agent.cpu.utilization&from=${from}&to=${Date.now()}`;
    const series = await fettle.api<Series>(`/api/v1/series?${asked}`);
    const shares = (series.items[0]?.points ?? []).map(([, value]) => value).filter((value) => value !== null);
    expect(shares.length).toBeGreaterThan(seconds / 2);
    const mean = shares.reduce((sum, one) => sum + one, 0) / shares.length;
    expect(Math.abs(mean - share)).toBeLessThan(0.003 + share / 2);
    expect(own('fettle.agent.sampler.errors')).toBe(0);
  },
);

function childrenOf(pid: number): number {
  const tasks = readdirSync(`/proc/${pid}/task`);
  const text = tasks.map((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8')).join(' ');
  return text.split(' ').filter(Boolean).length;
}
