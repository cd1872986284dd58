/** For tests: machines that answer as Windows, macOS and FreeBSD do. Made up from their documentation, not recorded. */
import type { CpuInfo, NetworkInterfaceInfo } from 'node:os';
import type { Portable, SystemInformation } from './portable.ts';

type Answers = { -readonly [name in keyof SystemInformation]: Awaited<ReturnType<SystemInformation[name]>> };

/** A machine whose answers a test may change. */
export class MadeUpPlatform implements Portable {
  readonly platform: NodeJS.Platform;
  times: CpuInfo['times'][] = [
    { user: 1_000, nice: 0, sys: 500, irq: 100, idle: 8_500 },
    { user: 2_000, nice: 0, sys: 400, irq: 0, idle: 7_600 },
  ];
  available = 4e9;
  uptime = 1_000;
  answers: Answers;
  asked: string[] = [];

  constructor(platform: NodeJS.Platform, changes: { [name in keyof Answers]?: unknown } = {}) {
    this.platform = platform;
    this.answers = { ...usual, ...changes } as Answers;
  }

  readonly os: Portable['os'] = {
    arch: () => 'x64',
    cpus: () => this.times.map((times) => ({ model: ' A Processor ', speed: 0, times })),
    freemem: () => this.available,
    hostname: () => 'made-up',
    loadavg: () => [1.5, 1.25, 1],
    networkInterfaces: () => ({ en0: [address], lo0: [{ ...address, mac: '00:00:00:00:00:00', cidr: '127.0.0.1/8' }] }),
    release: () => '10.0.1',
    totalmem: () => 16e9,
    uptime: () => this.uptime,
  };

  readonly ask = (): Promise<SystemInformation> => {
    const entries = Object.keys(this.answers).map((name) => [
      name,
      (...args: unknown[]) => {
        this.asked.push([name, ...args].join(' '));
        return Promise.resolve(this.answers[name as keyof Answers]);
      },
    ]);
    return Promise.resolve(Object.fromEntries(entries) as SystemInformation);
  };
}

const address: NetworkInterfaceInfo = {
  address: '192.0.2.5',
  netmask: '255.255.255.0',
  family: 'IPv4',
  mac: '02:00:00:00:00:05',
  internal: false,
  cidr: '192.0.2.5/24',
};

export const stats = (iface: string, received: number, sent: number) => ({
  iface,
  operstate: 'up',
  rx_bytes: received,
  tx_bytes: sent,
  rx_errors: 1,
  tx_errors: null,
  rx_dropped: 2,
  tx_dropped: 3,
});

export const told = (pid: number, name: string, cpu: number, memRss: number) => ({
  pid,
  name,
  cpu,
  memRss,
  state: pid % 2 ? 'sleeping' : 'running',
  started: '2026-11-21 05:23:48',
});

const usual = {
  battery: {
    hasBattery: true,
    percent: 80,
    isCharging: false,
    acConnected: false,
    maxCapacity: 45,
    designedCapacity: 60,
  },
  cpuTemperature: { main: 51.5, cores: [], max: 51.5 },
  disksIO: null,
  fsSize: [{ fs: 'C:', type: 'NTFS', size: 1, used: 1, available: 0, use: 1, mount: 'C:', rw: true }],
  fsStats: null,
  mem: { total: 16e9, free: 1e9, available: 6e9, swaptotal: 4e9, swapused: 1e9, swapfree: 3e9 },
  networkStats: [stats('en0', 1_000, 2_000), stats('lo0', 0, 0)],
  osInfo: { distro: 'An OS', release: '14.5' },
  processes: { list: [told(1, 'init', 0, 9_000), told(42, String.raw`C:\Program Files\busy.exe`, 50, 100)] },
  services: [
    { name: 'Spooler', running: true },
    { name: 'Fax', running: false },
  ],
  system: { manufacturer: 'Maker', model: 'Model 7' },
};
