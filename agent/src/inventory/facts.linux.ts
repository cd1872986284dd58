import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { Mount } from '../platform/linux/mounts.ts';
import { readMounts } from '../platform/linux/read-mounts.ts';
import { kindOf } from './kind.ts';
import { readKindSigns } from './kind-signs.linux.ts';
import type { Sampler, SamplerFactory, Sink } from '../samplers/sampler.ts';

/** The addresses of each interface, `192.0.2.7/24`. */
export type Addresses = () => ReadonlyMap<string, readonly string[]>;

/** So often it is looked anew at what changes only with a new kernel, a part or an upgrade, ms. */
const lastingMs = 600_000;

/** Texts about the machine that rarely change, as OpenTelemetry names them where it does. */
export const facts: SamplerFactory = (host) =>
  factsWith(host.root, host.root === '/' ? addressesNow : () => new Map<string, readonly string[]>());

/** The same with other addresses: a recorded machine has not this one's. */
export function factsWith(root: string, addresses: Addresses): Sampler | string {
  if (!existsSync(join(root, 'proc'))) return 'no /proc';
  // Taken once: the kernel's answer moves with the clock, the start does not.
  const boot = bootTime(root);
  let before: ReadonlySet<string> = new Set();
  let lasting: readonly Fact[] = [];
  let lookedAt = Number.NEGATIVE_INFINITY;
  return {
    family: 'facts',
    lane: 'slow',
    sample(sink: Sink, { monotonic }) {
      if (monotonic - lookedAt >= lastingMs) {
        lasting = lastingFacts(root, boot);
        lookedAt = monotonic;
      }
      const now = withText([...lasting, ...movingFacts(root, addresses())]);
      for (const [name, value] of now) sink.fact(name, value);
      for (const name of before) if (!now.has(name)) sink.fact(name, null);
      before = new Set(now.keys());
    },
  };
}

type Fact = readonly [name: string, text: string | undefined];

const withText = (all: readonly Fact[]) =>
  new Map(all.filter((fact): fact is readonly [string, string] => fact[1] !== undefined && fact[1] !== ''));

/** Some twenty files, more than all else of a minute. */
function lastingFacts(root: string, boot: string | undefined): Fact[] {
  const proc = (file: string) => contentOf(join(root, 'proc', file));
  const cpuinfo = proc('cpuinfo') ?? '';
  const processors = [...cpuinfo.matchAll(/^processor\s*:/gm)].length;
  const memory = /^MemTotal:\s+(\d+) kB/m.exec(proc('meminfo') ?? '')?.[1];
  return [
    ['os.type', 'linux'],
    ['device.kind', kindOf(readKindSigns(root))],
    ['os.description', osDescription(root)],
    ['os.kernel', proc('sys/kernel/osrelease')],
    ['host.arch', arch(proc('sys/kernel/arch'))],
    ['host.model', hardware(root)],
    ['host.cpu.model', /^(?:model name|Model|cpu model)\s*:\s*(.+)$/m.exec(cpuinfo)?.[1]],
    ['host.cpu.count', processors > 0 ? String(processors) : undefined],
    ['host.memory', memory && String(Number(memory) * 1_024)],
    ['host.boot', boot],
    ['host.boot.id', proc('sys/kernel/random/boot_id')],
  ];
}

/** What people change while the machine runs. */
function movingFacts(root: string, addresses: ReturnType<Addresses>): Fact[] {
  const mounted = readMounts(root) ?? [];
  return [
    ['host.name', contentOf(join(root, 'proc/sys/kernel/hostname'))],
    ...container(root, mounted),
    ...mounted.map(mountFact),
    ...interfaces(root, addresses),
  ];
}

/** ms since 1970, as text. */
function bootTime(root: string): string | undefined {
  const seconds = /^btime (\d+)/m.exec(contentOf(join(root, 'proc/stat')) ?? '')?.[1];
  return seconds && String(Number(seconds) * 1_000);
}

function osDescription(root: string): string | undefined {
  const release = contentOf(join(root, 'etc/os-release')) ?? contentOf(join(root, 'usr/lib/os-release')) ?? '';
  return /^PRETTY_NAME=["']?(.*?)["']?$/m.exec(release)?.[1];
}

const archs = new Map([
  ['x86_64', 'amd64'],
  ['x64', 'amd64'],
  ['aarch64', 'arm64'],
  ['i686', 'x86'],
  ['ia32', 'x86'],
  ['armv7l', 'arm32'],
  ['arm', 'arm32'],
]);

/** OpenTelemetry's words for what the kernel says, or before Linux 6.1 for what this program was built for. */
function arch(said: string = process.arch): string {
  return archs.get(said) ?? said;
}

function hardware(root: string): string | undefined {
  const dmi = (file: string) => contentOf(join(root, 'sys/class/dmi/id', file)) ?? '';
  const made = `${dmi('sys_vendor')} ${dmi('product_name')}`.trim();
  return made || contentOf(join(root, 'proc/device-tree/model'))?.replaceAll('\0', '');
}

/** Inside a container most of /proc is the host's: people are told, with the container's own limits. */
function container(root: string, mounted: readonly Mount[]): Fact[] {
  const marks = [
    ['docker', '.dockerenv'],
    ['podman', 'run/.containerenv'],
  ] as const;
  const runtime = marks.find(([, file]) => existsSync(join(root, file)))?.[0];
  const cgroup = (file: string) => contentOf(join(root, 'sys/fs/cgroup', file)) ?? '';
  // Virtual machines that were made from an image keep its mark, but have a disk and a kernel of their own.
  const layered = mounted.some(({ mountpoint, type }) => mountpoint === '/' && type.startsWith('overlay'));
  if (runtime === undefined || !(layered || existsSync(join(root, 'sys/fs/cgroup/memory.max')))) return [];
  const [quota, period] = cgroup('cpu.max').split(' ').map(Number);
  const cpus = (quota ?? Number.NaN) / (period ?? Number.NaN);
  return [
    ['container.runtime', runtime],
    ['container.memory.limit', /^\d+$/.exec(cgroup('memory.max'))?.[0]],
    ['container.cpu.limit', cpus > 0 ? String(Number(cpus.toFixed(2))) : undefined],
  ];
}

const mountFact = ({ mountpoint, type, device, readOnly }: Mount): Fact => [
  `mount.${mountpoint}`,
  `${type} ${device}${readOnly ? ' read-only' : ''}`,
];

function interfaces(root: string, addresses: ReturnType<Addresses>): Fact[] {
  const folder = join(root, 'sys/class/net');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => !name.startsWith('veth') && existsSync(join(folder, name, 'mtu')))
    .map((name): Fact => [`interface.${name}`, interfaceText(join(folder, name), addresses.get(name) ?? [])]);
}

function interfaceText(folder: string, addresses: readonly string[]): string {
  const mac = contentOf(join(folder, 'address'));
  const speed = Number(contentOf(join(folder, 'speed')) ?? Number.NaN);
  return [
    mac && !/^[0:]*$/.test(mac) ? `mac ${mac}` : '',
    `mtu ${contentOf(join(folder, 'mtu')) ?? 'unknown'}`,
    // An interface that is down, or has none, says -1 or refuses.
    speed > 0 ? `${speed} Mbit/s` : '',
    ...addresses,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** IPv4, or where there is none IPv6: of that one a machine has many, and some change by the hour. */
function addressesNow(): Map<string, string[]> {
  const told = new Map<string, string[]>();
  for (const [name, all = []] of Object.entries(networkInterfaces())) {
    const four = all.filter(({ family }) => family === 'IPv4');
    const six = all.filter(({ family, address }) => family === 'IPv6' && !address.startsWith('fe80'));
    told.set(
      name,
      (four.length > 0 ? four : six).map(({ cidr, address }) => cidr ?? address),
    );
  }
  return told;
}

/** Trimmed; undefined where it is not there or may not be read, which is how files of /sys say no. */
function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}
