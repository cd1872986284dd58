/**
 * What the agent costs, as users run it (the bundle, its flags, TLS, a real collector), beside node_exporter, collectd,
 * zabbix_agent2, glances, netdata, systeminformation and the same reads in C, all in one window and one small server. `--seconds` is the window's length, `--quick` shortens what comes after it.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AgentUnderTest, type CollectorUnderTest, startCollector } from './agent/agent.ts';
import { installPeers, nodeExporter, type Peer, startPeers } from './agent/peers.ts';
import { marker, outside } from './agent/server.ts';
import { holdSockets } from './agent/sockets.ts';
import { type Used, usedBy } from './agent/tree.ts';
import { type Emit, type Figure, median } from './figure.ts';

export interface Options {
  readonly seconds?: number;
  readonly quick?: boolean;
}

const interval = 10_000;
/** Every program measures at least twice before the window begins. */
const settleMs = 25_000;
const usualSeconds = 120;
const sockets = 20_000;
const second = 1_000;
/** So often the cost with sockets and without is measured. */
const turns = 3;
const manyProcesses = 500;

/** What the figures of one program are reckoned from. */
interface Span {
  readonly before: Used;
  readonly after: Used;
}

export async function run(emit: Emit, options: Options = {}): Promise<void> {
  if (process.platform !== 'linux') throw new Error('This benchmark reads /proc: it runs on Linux only.');
  // So that what was started is ended too: by its own hooks at exit.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1));
  if (existsSync(marker)) return measure(emit, options, `systemd, ${JSON.stringify(outside)}`);
  installPeers();
  execFileSync(process.execPath, [join(import.meta.dirname, '../../scripts/build-agent.ts')], { stdio: 'ignore' });
  const systemd = ['/usr/lib/systemd/systemd', '/lib/systemd/systemd'].find((file) => existsSync(file));
  if (systemd !== undefined && process.getuid?.() === 0) return inServer(emit, options, systemd);
  process.stderr.write('Without root or systemd the machine is measured as it is; its services are missing.\n');
  return measure(emit, options, 'this machine as it is');
}

/** All of it in a small server of its own, for the agent and its peers alike. */
async function inServer(emit: Emit, { seconds, quick }: Options, systemd: string): Promise<void> {
  const program = join(import.meta.dirname, 'agent/server.ts');
  const args = [
    program,
    ...(seconds === undefined ? [] : ['--seconds', String(seconds)]),
    ...(quick ? ['--quick'] : []),
  ];
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', SYSTEMD_PATH: systemd };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  process.once('exit', () => child.kill('SIGTERM'));
  for await (const line of createInterface(child.stdout)) {
    const { figure, value, unit, conditions, peer } = JSON.parse(line) as Figure;
    emit(figure, value, unit, conditions, peer);
  }
  if (child.exitCode === null) await once(child, 'exit');
  if (child.exitCode !== 0) throw new Error(`the benchmark inside ended with ${child.exitCode}`);
}

async function measure(emit: Emit, { seconds = usualSeconds, quick = false }: Options, place: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'fettle-bench-'));
  try {
    await using collector = await startCollector();
    const agent = await collector.agent('measured', interval);
    const peers = await startPeers(folder, interval);
    try {
      await compare(emit, agent, peers, { seconds, place });
    } finally {
      for (const peer of peers) await peer.stop();
    }
    await agent.stop();
    const growing = await collector.agent('growing', second);
    await growth(emit, growing, quick ? 60 : 600);
    await withSockets(emit, growing, quick ? 10 : 30);
    await growing.stop();
    await crowded(emit, collector, quick ? 20 : 60);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(
  emit: Emit,
  agent: AgentUnderTest,
  peers: readonly Peer[],
  { seconds, place }: { seconds: number; place: string },
): Promise<void> {
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
    place,
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

/** The agent's cost at 1 s while others hold many sockets, against the same without, by turns; the middle of the ratios. */
async function withSockets(emit: Emit, agent: AgentUnderTest, seconds: number): Promise<void> {
  const ratios: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const [without] = await spend([agent.pid], seconds);
    const held = await holdSockets(sockets);
    try {
      await sleep(2_000);
      const [beside] = await spend([agent.pid], seconds);
      ratios.push(perHour(beside as Span) / perHour(without as Span));
    } finally {
      await held.stop();
      await sleep(2_000);
    }
  }
  const conditions = { sockets, seconds, interval_ms: second, ratios: ratios.map((ratio) => round(ratio, 3)) };
  emit('cost_with_20000_sockets_ratio', round(median(ratios), 3), '1', conditions);
}

/** What a cycle costs where some 500 processes are, the agent and node_exporter both at 1 s. */
async function crowded(emit: Emit, collector: CollectorUnderTest, seconds: number): Promise<void> {
  const some = Math.max(0, manyProcesses - processCount());
  const script = `${'sleep infinity & '.repeat(some)} wait`;
  const crowd = spawn('sh', ['-c', script], { stdio: 'ignore', detached: true });
  const end = () => void process.kill(-(crowd.pid as number), 'SIGKILL');
  process.once('exit', end);
  const exporter = await nodeExporter(second);
  const agent = await collector.agent('crowded', second);
  await sleep(settleMs);
  const [own, theirs] = await spend([agent.pid, ...(exporter === null ? [] : [exporter.pid])], seconds);
  const conditions = { seconds, interval_ms: second, processes: processCount(), flags: agent.flags().join(' ') };
  emit('cpu_ms_per_cycle_at_500_processes', round(perHour(own as Span) / 3.6, 2), 'ms', conditions);
  if (theirs !== undefined) {
    emit('cpu_ms_per_cycle_at_500_processes', round(perHour(theirs) / 3.6, 2), 'ms', conditions, 'node_exporter');
    emit('cpu_ratio_at_500_processes', round(perHour(own as Span) / perHour(theirs), 3), '1', conditions);
  }
  await agent.stop();
  await exporter?.stop();
  process.off('exit', end);
  end();
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
