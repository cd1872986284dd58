/** The larger programs that the agent is measured beside, each with what it measures by default or what people ask of it. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { until } from '../../support/fettle.ts';
import { freePort } from '../../support/peer.ts';
import { Child, programOf } from './child.ts';
import type { Peer } from './peers.ts';

const unknown = () => Number.NaN;

/** What a collector of Zabbix usually asks of a Linux machine: its template's items, each by a connection of its own. */
const items = [
  ...['', ',user', ',nice', ',system', ',iowait', ',steal', ',interrupt', ',softirq', ',idle'].map(
    (mode) => `system.cpu.util[${mode}]`,
  ),
  ...['1', '5', '15'].map((minutes) => `system.cpu.load[all,avg${minutes}]`),
  ...['total', 'available', 'pavailable', 'used', 'pused', 'buffers', 'cached', 'shared'].map(
    (what) => `vm.memory.size[${what}]`,
  ),
  ...['total', 'free', 'pfree'].map((what) => `system.swap.size[,${what}]`),
  ...['total', 'used', 'free', 'pused'].map((what) => `vfs.fs.size[/,${what}]`),
  ...['total', 'free', 'pfree'].map((what) => `vfs.fs.inode[/,${what}]`),
  ...['', ',packets', ',errors', ',dropped'].flatMap((what) => [`net.if.in[lo${what}]`, `net.if.out[lo${what}]`]),
  'proc.num[]',
  'proc.num[,,run]',
  'system.uptime',
  'system.localtime',
  'system.users.num',
  'kernel.maxproc',
];

/** Asked for each item as Zabbix's server does. */
export async function zabbix(folder: string, interval: number): Promise<Peer | null> {
  const program = programOf('zabbix_agent2');
  if (program === undefined) return null;
  // It takes no port above 32,767, where the free ones are.
  const port = 10_050 + (process.pid % 10_000);
  const file = join(folder, 'zabbix.conf');
  const settings = [
    'LogType=console',
    'DebugLevel=1',
    'Server=127.0.0.1',
    `ListenPort=${port}`,
    'ListenIP=127.0.0.1',
    'Hostname=bench',
    `PidFile=${join(folder, 'zabbix.pid')}`,
    `PluginSocket=${join(folder, 'zabbix.sock')}`,
    `ControlSocket=${join(folder, 'zabbix-control.sock')}`,
  ];
  writeFileSync(file, `${settings.join('\n')}\n`);
  const running = new Child(program, ['-c', file, '-f']);
  await until('zabbix_agent2', () => askZabbix(port, 'agent.ping').catch(() => false));
  let bytes = Number.NaN;
  const timer = setInterval(() => {
    Promise.all(items.map((item) => askZabbix(port, item))).then(
      (sizes) => (bytes = sizes.reduce((sum, size) => sum + size, 0)),
      (error: unknown) => process.stderr.write(`zabbix_agent2 did not answer: ${String(error)}\n`),
    );
  }, interval);
  return {
    name: 'zabbix_agent2',
    pid: running.pid,
    values: () => items.length,
    bytes: () => bytes,
    async stop() {
      clearInterval(timer);
      await running.stop();
    },
  };
}

/** @returns how many bytes it answered */
function askZabbix(port: number, key: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const head = Buffer.alloc(13);
  head.write('ZBXD\u0001', 'latin1');
  head.writeUInt32LE(Buffer.byteLength(key), 5);
  let bytes = 0;
  // It answers nobody who has ended his side.
  connect(port, '127.0.0.1')
    .on('error', reject)
    .on('data', (chunk: Buffer) => (bytes += chunk.length))
    .on('end', () => resolve(bytes))
    .write(Buffer.concat([head, Buffer.from(key)]));
  return promise;
}

/** Without a screen, writing what it found as CSV. */
export function glances(folder: string, interval: number): Peer | null {
  const program = programOf('glances');
  if (program === undefined) return null;
  const file = join(folder, 'glances.csv');
  const args = ['--quiet', '--time', String(interval / 1_000), '--export', 'csv', '--export-csv-file', file];
  const running = new Child(program, args, { PATH: '/usr/bin:/bin', HOME: folder, LC_ALL: 'C.UTF-8' });
  return {
    name: 'glances',
    pid: running.pid,
    values: () =>
      existsSync(file)
        ? (readFileSync(file, 'utf8').trim().split('\n').at(-1)?.split(',').length ?? Number.NaN)
        : Number.NaN,
    bytes: unknown,
    stop: () => running.stop(),
  };
}

/** With its plug-ins, its store in memory. */
export async function netdata(folder: string, interval: number): Promise<Peer | null> {
  const program = programOf('netdata');
  if (program === undefined) return null;
  const port = await freePort();
  const at = (name: string) => {
    const path = join(folder, `netdata-${name}`);
    mkdirSync(path);
    return path;
  };
  const settings = [
    '[global]',
    '  run as user = root',
    '[db]',
    '  mode = ram',
    `  update every = ${interval / 1_000}`,
    '[directories]',
    `  cache = ${at('cache')}`,
    `  lib = ${at('lib')}`,
    `  log = ${at('log')}`,
    '[web]',
    '  bind to = 127.0.0.1',
    `  default port = ${port}`,
    '[ml]',
    '  enabled = no',
  ];
  const file = join(folder, 'netdata.conf');
  writeFileSync(file, `${settings.join('\n')}\n`);
  const running = new Child(program, ['-D', '-c', file, '-P', join(folder, 'netdata.pid')], {
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
  });
  let values = Number.NaN;
  // Asked once, late: what it tells by itself is what it measures.
  const timer = setTimeout(() => {
    const url = { host: '127.0.0.1', port, path: '/api/v1/allmetrics?format=shell' };
    get(url, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => (values = text.split('\n').filter((line) => line.startsWith('NETDATA_')).length));
    }).on('error', (error) => process.stderr.write(`netdata did not answer: ${error.message}\n`));
  }, 2 * interval);
  return {
    name: 'netdata',
    pid: running.pid,
    values: () => values,
    bytes: unknown,
    async stop() {
      clearTimeout(timer);
      await running.stop();
    },
  };
}

/** What is usually asked of it, processes too, sent nowhere. */
const program = `
const si = require(process.argv[1]);
let values = 0;
const count = (told) => (typeof told === 'number' ? values++ : told && typeof told === 'object' && Object.values(told).forEach(count));
async function cycle() {
  values = 0;
  for (const ask of ['currentLoad', 'mem', 'fsSize', 'fsStats', 'disksIO', 'networkStats']) count(await si[ask]());
  const { list, ...counts } = await si.processes();
  count(counts);
  count(list.slice(0, 10).map(({ pid, cpu, memRss }) => ({ pid, cpu, memRss })));
  process.stdout.write('values ' + values + '\\n');
}
cycle();
setInterval(cycle, Number(process.argv[2]));
`;

export function systeminformation(interval: number): Peer | null {
  const folder = join(import.meta.dirname, '../../../agent/node_modules/systeminformation');
  if (!existsSync(folder)) return null;
  const running = new Child(process.execPath, ['-e', program, folder, String(interval)], {
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
  });
  return {
    name: 'systeminformation',
    pid: running.pid,
    values: () => Number(/values (\d+)\n$/.exec(running.output)?.[1]),
    bytes: unknown,
    stop: () => running.stop(),
  };
}
