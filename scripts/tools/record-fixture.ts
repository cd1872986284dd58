/**
 * Records what the samplers read of this machine, twice, for tests/golden/proc/<name>:
 *
 *     node scripts/tools/record-fixture.ts <name> [--seconds 5] [--leave-out <regular expression>]
 *
 * Put some load on the machine meanwhile, so that the counters move. Host name, hardware addresses and boot id are
 * replaced; mounts and processes that match `--leave-out` are not recorded. Look the files through before you commit
 * them, and compare expected.json, which the golden test writes at its first run, with df, free, uptime and ps.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const golden = fileURLToPath(new URL('../../tests/golden/proc/', import.meta.url));
/** Of the kernel's own, and of the others. */
const mostProcesses = { kernel: 10, other: 20 };

/** `*` stands for any name. What is not there is left out. */
const files = [
  'etc/os-release',
  '{.dockerenv,run/.containerenv}',
  'proc/{stat,meminfo,vmstat,loadavg,uptime,diskstats,cpuinfo,mdstat}',
  'proc/device-tree/model',
  'proc/spl/kstat/zfs/*/state',
  'proc/pressure/*',
  'proc/net/{dev,sockstat,sockstat6,snmp,snmp6,netstat}',
  'proc/1/mountinfo',
  'proc/self/statm',
  'proc/sys/fs/file-nr',
  'proc/sys/kernel/{arch,hostname,osrelease,threads-max,pid_max}',
  'proc/sys/kernel/random/boot_id',
  'proc/sys/net/netfilter/{nf_conntrack_count,nf_conntrack_max}',
  'sys/block/*/{size,dm/name}',
  'sys/class/net/*/{operstate,mtu,speed,address}',
  'sys/class/dmi/id/{sys_vendor,product_name}',
  'sys/class/hwmon/*/*',
  'sys/class/thermal/*/{type,temp}',
  'sys/class/power_supply/*/*',
  'sys/fs/cgroup/{memory.max,cpu.max}',
] as const;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '5' }, 'leave-out': { type: 'string' } },
});
const [name] = positionals;
if (name === undefined || !/^[a-z0-9.-]+$/.test(name)) {
  console.error('Say how the machine is to be called: node scripts/tools/record-fixture.ts debian-12');
  process.exit(2);
}
await record(join(golden, name), Number(values.seconds), values['leave-out']);

async function record(folder: string, seconds: number, leaveOut: string | undefined): Promise<void> {
  const unwanted = leaveOut === undefined ? undefined : new RegExp(leaveOut);
  const processes = chooseProcesses(unwanted);
  const instants = [];
  for (const moment of ['t0', 't1']) {
    if (moment === 't1') await setTimeout(seconds * 1_000);
    rmSync(join(folder, moment), { recursive: true, force: true });
    instants.push({ monotonic: Math.round(performance.now()), wall: Date.now() });
    const told = files.flatMap(expand);
    const ofProcesses = processes.flatMap((pid) => ['stat', 'io', 'cmdline'].map((file) => `proc/${pid}/${file}`));
    for (const path of [...told, ...ofProcesses]) copy(path, join(folder, moment), unwanted);
    writeAuxv(join(folder, moment, 'proc/self/auxv'));
  }
  const spaces = mountpoints(folder).map((path) => [path, space(path)] as const);
  const statfs = Object.fromEntries(spaces.filter(([, { blocks }]) => blocks > 0));
  writeFileSync(join(folder, 'machine.json'), `${JSON.stringify({ instants, statfs }, null, 2)}\n`);
  console.log(`Recorded in ${folder}: look it through before you commit it.`);
}

function copy(path: string, folder: string, unwanted: RegExp | undefined): void {
  const content = contentOf(`/${path}`);
  if (content === undefined) return;
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, cleaned(path, content, unwanted), 'latin1');
}

/** Bytes as they are; undefined: gone, refused or a folder. */
function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}

function cleaned(path: string, content: string, unwanted: RegExp | undefined): string {
  if (path.endsWith('/hostname')) return 'recorded\n';
  if (path.endsWith('/boot_id')) return '00000000-0000-4000-8000-000000000000\n';
  if (path.endsWith('/osrelease')) return `${/^[\d.]*/.exec(content)?.[0]}\n`;
  if (path.endsWith('/address'))
    return content.replaceAll(/[0-9a-f]{2}(?=[:\n])/g, (byte) => (byte === '00' ? '00' : '02'));
  // The name only: what follows it may be anything.
  if (path.endsWith('/cmdline')) return `${content.split('\0', 1)[0]?.split(' ', 1)[0]?.split('/').at(-1) ?? ''}\0`;
  if (path.endsWith('/mountinfo') && unwanted) {
    return content
      .split('\n')
      .filter((line) => !unwanted.test(line))
      .join('\n');
  }
  return content;
}

/** The kernel's oldest, the newest of the others. */
function chooseProcesses(unwanted: RegExp | undefined): number[] {
  const all = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0)
    .toSorted((a, b) => a - b)
    .map((pid) => ({ pid, stat: contentOf(`/proc/${pid}/stat`) ?? '' }))
    .filter(({ stat }) => stat !== '' && !unwanted?.test(stat))
    .map(({ pid }) => ({ pid, kernel: contentOf(`/proc/${pid}/cmdline`) === '' }));
  const kernel = all.filter((process) => process.kernel).slice(0, mostProcesses.kernel);
  const other = all.filter((process) => !process.kernel).slice(-mostProcesses.other);
  return [...kernel, ...other].map(({ pid }) => pid);
}

/** Only page size and ticks: the other entries are addresses in this process. */
function writeAuxv(target: string): void {
  const all = readFileSync('/proc/self/auxv');
  const kept = [];
  for (let at = 0; at < all.length; at += 16) {
    if ([6, 17, 0].includes(Number(all.readBigUInt64LE(at)))) kept.push(all.subarray(at, at + 16));
  }
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, Buffer.concat(kept));
}

function mountpoints(folder: string): string[] {
  return readFileSync(join(folder, 't1/proc/1/mountinfo'), 'utf8')
    .split('\n')
    .flatMap((line) => line.split(' ')[4] ?? [])
    .map((path) =>
      path.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8))),
    );
}

function space(path: string) {
  const { bsize, blocks, bfree, bavail, files: inodes, ffree } = statfsSync(path);
  return { bsize, blocks, bfree, bavail, files: inodes, ffree };
}

/** The paths that a pattern stands for. */
function expand(pattern: string): string[] {
  const braces = /^(.*)\{(.+)\}$/.exec(pattern);
  if (braces) return (braces[2] ?? '').split(',').flatMap((end) => expand(`${braces[1]}${end}`));
  const star = pattern.indexOf('*');
  if (star < 0) return [pattern];
  const folder = pattern.slice(0, star);
  try {
    return readdirSync(`/${folder}`).flatMap((entry) => expand(`${folder}${entry}${pattern.slice(star + 1)}`));
  } catch {
    return [];
  }
}
