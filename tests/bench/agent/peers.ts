/** The programs that the agent is measured beside, each with what it measures by default here. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { until } from '../../support/fettle.ts';
import { freePort } from '../../support/peer.ts';
import { Child, programOf } from './child.ts';
import { glances, netdata, systeminformation, zabbix } from './more-peers.ts';

export interface Peer {
  readonly name: 'node_exporter' | 'collectd' | 'floor' | 'zabbix_agent2' | 'glances' | 'netdata' | 'systeminformation';
  readonly pid: number;
  /** Of the last cycle; NaN where it has none. */
  readonly values: () => number;
  readonly bytes: () => number;
  stop(): Promise<void>;
}

const names = { node_exporter: ['prometheus-node-exporter', 'node_exporter'], collectd: ['collectd'] } as const;

/** Starts every peer that this machine has; says which it has not. @param interval ms */
export async function startPeers(folder: string, interval: number): Promise<Peer[]> {
  const peers = [
    await nodeExporter(interval),
    await collectd(folder, interval),
    floor(folder, interval),
    (await zabbix(folder, interval)) ?? absent('zabbix_agent2', 'zabbix-agent2'),
    glances(folder, interval) ?? absent('glances', 'glances'),
    (await netdata(folder, interval)) ?? absent('netdata', 'netdata-core'),
    systeminformation(interval),
  ];
  return peers.filter((peer) => peer !== null);
}

function absent(name: string, packages: string): null {
  process.stderr.write(`${name} is left out: it is not on this machine (Debian: ${packages}).\n`);
  return null;
}

/** Asked over HTTP with gzip as Prometheus does, at the same interval. */
export async function nodeExporter(interval: number): Promise<Peer | null> {
  const program = programOf(...names.node_exporter);
  if (program === undefined) return absent('node_exporter', 'prometheus-node-exporter');
  const port = await freePort();
  const running = new Child(program, ['--log.level=error', `--web.listen-address=127.0.0.1:${port}`]);
  await until('node_exporter', () => scrape(port).catch(() => false));
  let last = { values: Number.NaN, bytes: Number.NaN };
  const timer = setInterval(() => {
    scrape(port).then(
      (told) => (last = told),
      (error: unknown) => process.stderr.write(`node_exporter did not answer: ${String(error)}\n`),
    );
  }, interval);
  return {
    name: 'node_exporter',
    pid: running.pid,
    values: () => last.values,
    bytes: () => last.bytes,
    async stop() {
      clearInterval(timer);
      await running.stop();
    },
  };
}

async function scrape(port: number): Promise<{ values: number; bytes: number }> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  get({ host: '127.0.0.1', port, path: '/metrics', headers: { 'accept-encoding': 'gzip' } }, (answer) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('end', () => resolve(Buffer.concat(chunks)));
  }).on('error', reject);
  const body = await promise;
  const lines = gunzipSync(body).toString().split('\n');
  return { values: lines.filter((line) => line !== '' && !line.startsWith('#')).length, bytes: body.length };
}

/** Its usual plug-ins, sending by its own protocol to a port of ours. */
async function collectd(folder: string, interval: number): Promise<Peer | null> {
  const program = programOf(...names.collectd);
  if (program === undefined) return absent('collectd', 'collectd-core');
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  let bytes = 0;
  let values = 0;
  const began = performance.now();
  socket.on('message', (packet) => {
    bytes += packet.length;
    values += valuesIn(packet);
  });
  const plugins = ['cpu', 'load', 'memory', 'swap', 'df', 'disk', 'interface', 'processes', 'uptime', 'users'];
  const configuration = [
    `Interval ${interval / 1_000}`,
    `BaseDir "${folder}"`,
    'Hostname "bench"',
    'FQDNLookup false',
    ...[...plugins, 'network'].map((plugin) => `LoadPlugin ${plugin}`),
    `<Plugin network>\n  Server "127.0.0.1" "${socket.address().port}"\n</Plugin>`,
  ];
  const file = join(folder, 'collectd.conf');
  writeFileSync(file, `${configuration.join('\n')}\n`);
  const running = new Child(program, ['-f', '-C', file, '-P', join(folder, 'collectd.pid')]);
  const cycles = () => Math.max(1, (performance.now() - began) / interval);
  return {
    name: 'collectd',
    pid: running.pid,
    values: () => Math.round(values / cycles()),
    bytes: () => Math.round(bytes / cycles()),
    async stop() {
      await running.stop();
      socket.close();
    },
  };
}

/** Counts the values of a packet of collectd's binary protocol: parts of type, length and content; 6 holds values. */
function valuesIn(packet: Buffer): number {
  let count = 0;
  for (let at = 0; at + 6 <= packet.length;) {
    const length = packet.readUInt16BE(at + 2);
    if (packet.readUInt16BE(at) === 6) count += packet.readUInt16BE(at + 4);
    if (length < 4) break;
    at += length;
  }
  return count;
}

/** The same reads in C, built here. */
function floor(folder: string, interval: number): Peer | null {
  const compiler = programOf('cc', 'gcc', 'clang');
  if (compiler === undefined) return absent('floor', 'gcc');
  const program = join(folder, 'floor');
  execFileSync(compiler, ['-O2', '-o', program, join(import.meta.dirname, '..', 'floor.c')]);
  const running = new Child(program, [String(interval / 1_000)]);
  return {
    name: 'floor',
    pid: running.pid,
    values: () => Number.NaN,
    bytes: () => Number.NaN,
    stop: () => running.stop(),
  };
}

/** Programs and the packages of Debian that have them. */
const packages = [
  [names.node_exporter, 'prometheus-node-exporter'],
  [names.collectd, 'collectd-core'],
  [['zabbix_agent2'], 'zabbix-agent2'],
  [['glances'], 'glances'],
  [['netdata'], 'netdata-core'],
] as const;
/** A script that says no keeps packages from starting their services. */
const policy = '/usr/sbin/policy-rc.d';

/** Debian's packages of the peers, where we may install without asking: as root and where systemd does not run. */
export function installPeers(): void {
  const missing = packages.filter(([programs]) => programOf(...programs) === undefined).map(([, name]) => name);
  const may = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get') && !existsSync('/run/systemd/system');
  if (missing.length === 0 || !may) return;
  const guarded = existsSync(policy);
  if (!guarded) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  const args = ['install', '-y', '-q', '--no-install-recommends', ...missing];
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', DEBIAN_FRONTEND: 'noninteractive' };
  const { status } = spawnSync('apt-get', args, { stdio: 'ignore', env });
  if (!guarded) rmSync(policy);
  if (status !== 0) process.stderr.write(`apt-get could not install ${missing.join(', ')}.\n`);
}
