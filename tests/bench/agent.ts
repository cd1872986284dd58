/**
 * What the agent costs, as users run it (the bundle, its flags, TLS, a real collector), beside node_exporter, collectd and
 * the same reads in C, all in one window. `--seconds` is the window's length, `--quick` shortens what comes after it.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AgentUnderTest, startCollector } from './agent/agent.ts';
import { installPeers, type Peer, startPeers } from './agent/peers.ts';
import { holdSockets } from './agent/sockets.ts';
import { type Used, usedBy } from './agent/tree.ts';
import type { Emit } from './figure.ts';

export interface Options {
  readonly seconds?: number;
  readonly quick?: boolean;
}

const interval = 10_000;
/** Every program measures at least twice before the window begins. */
const settleMs = 25_000;
const usualSeconds = 120;
const sockets = 20_000;

/** What the figures of one program are reckoned from. */
interface Span {
  readonly before: Used;
  readonly after: Used;
}

export async function run(emit: Emit, { seconds = usualSeconds, quick = false }: Options = {}): Promise<void> {
  if (process.platform !== 'linux') throw new Error('This benchmark reads /proc: it runs on Linux only.');
  // So that what was started is ended too: by its own hooks at exit.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1));
  installPeers();
  execFileSync(process.execPath, [join(import.meta.dirname, '../../scripts/build-agent.ts')], { stdio: 'ignore' });
  const folder = mkdtempSync(join(tmpdir(), 'fettle-bench-'));
  try {
    await using collector = await startCollector();
    const agent = await collector.agent('measured', interval);
    const peers = await startPeers(folder, interval);
    try {
      await compare(emit, agent, peers, seconds);
    } finally {
      for (const peer of peers) await peer.stop();
    }
    await withSockets(emit, agent, quick ? 30 : seconds);
    await agent.stop();
    const growing = await collector.agent('growing', 1_000);
    await growth(emit, growing, quick ? 60 : 600);
    await growing.stop();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(emit: Emit, agent: AgentUnderTest, peers: readonly Peer[], seconds: number): Promise<void> {
  await sleep(settleMs);
  const wire = agent.bytes();
  const pids = [agent.pid, ...peers.map(({ pid }) => pid)];
  const spans = await spend(pids, seconds);
  const [own = NaN, ...theirs] = spans.map(perHour);
  const conditions = {
    seconds,
    interval_ms: interval,
    processes: processCount(),
    tls: agent.tls,
    load: loadAverage(),
  };
  const cycles = (seconds * 1_000) / interval;
  tell(emit, spans[0] as Span, { ...conditions, flags: agent.flags().join(' ') });
  emit('values_per_cycle', await agent.values(), '1', conditions);
  emit('wire_bytes_per_cycle', Math.round((agent.bytes() - wire) / cycles), 'By', conditions);
  emit('child_processes', ((spans[0] as Span).after.processes ?? 1) - 1, '1', conditions);
  peers.forEach((peer, at) => {
    tell(emit, spans[at + 1] as Span, conditions, peer.name);
    if (!Number.isNaN(peer.values())) emit('values_per_cycle', peer.values(), '1', conditions, peer.name);
    if (!Number.isNaN(peer.bytes())) emit('wire_bytes_per_cycle', peer.bytes(), 'By', conditions, peer.name);
    emit(`cpu_ratio_to_${peer.name}`, round(own / (theirs[at] ?? NaN), 3), '1', conditions);
  });
}

function tell(emit: Emit, span: Span, conditions: object, peer?: string): void {
  emit('cpu_seconds_per_hour', round(perHour(span), 3), 's', conditions, peer);
  emit('rss_mb', round(span.after.residentMb, 1), 'MBy', conditions, peer);
  emit('anon_mb', round(span.after.anonymousMb, 1), 'MBy', conditions, peer);
}

/** The agent's cost while others hold many sockets, against the same without, by turns so that both see the same load. */
async function withSockets(emit: Emit, agent: AgentUnderTest, seconds: number): Promise<void> {
  const [without] = await spend([agent.pid], seconds);
  const held = await holdSockets(sockets);
  try {
    await sleep(2_000);
    const [beside] = await spend([agent.pid], seconds);
    const ratio = perHour(beside as Span) / perHour(without as Span);
    emit('cost_with_20000_sockets_ratio', round(ratio, 3), '1', { sockets: held.count, seconds });
  } finally {
    await held.stop();
  }
}

/** How much memory of its own the agent takes more after so many cycles of a second; the first 60 warm it up. */
async function growth(emit: Emit, agent: AgentUnderTest, cycles: number): Promise<void> {
  await sleep(60_000);
  const [span] = (await spend([agent.pid], cycles)) as [Span];
  const conditions = { cycles, interval_ms: 1_000, flags: agent.flags().join(' ') };
  const grown = span.after.anonymousMb - span.before.anonymousMb;
  emit('growth_mb_600_cycles', round(grown, 2), 'MBy', conditions);
  emit('anon_mb_at_1s', round(span.after.anonymousMb, 1), 'MBy', conditions);
  emit('cpu_ms_per_cycle_at_1s', round(perHour(span) / 3.6, 2), 'ms', conditions);
}

async function spend(pids: readonly number[], seconds: number): Promise<Span[]> {
  const before = pids.map(usedBy);
  await sleep(seconds * 1_000);
  return pids.map((pid, at) => ({ before: before[at] as Used, after: usedBy(pid) }));
}

function perHour({ before, after }: Span): number {
  return ((after.cpuSeconds - before.cpuSeconds) * 3_600_000) / (after.at - before.at);
}

const round = (value: number, decimals: number) => Number(value.toFixed(decimals));
const loadAverage = () => readFileSync('/proc/loadavg', 'utf8').split(' ', 1)[0] ?? '';
const processCount = () => readdirSync('/proc').filter((name) => /^\d+$/.test(name)).length;
