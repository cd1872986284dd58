// pure
/** What kinds of devices there are, and what they are made of. */
import type { RhythmName } from './rhythm.ts';

export const gib = 2 ** 30;
const mbit = 125_000;

export interface Mount {
  readonly point: string;
  /** Bytes. */
  readonly size: number;
  /** The share of it that is usually used. */
  readonly level: number;
  /** What only root may fill. */
  readonly reserved: number;
}

export interface Program {
  readonly name: string;
  /** Its shares of what the device does. */
  readonly cpu: number;
  readonly memory: number;
  readonly io: number;
}

export interface Role {
  readonly role: string;
  readonly kind: 'server' | 'desktop' | 'router';
  readonly env: string;
  readonly systems: readonly System[];
  readonly models: readonly string[];
  readonly cores: readonly number[];
  /** Bytes. */
  readonly memory: readonly number[];
  readonly mounts: readonly Mount[];
  readonly disks: readonly string[];
  readonly interfaces: readonly string[];
  readonly sensors: readonly string[];
  readonly units: readonly string[];
  readonly programs: readonly Program[];
  readonly rhythm: RhythmName;
  /** Share of the processors in use with nothing to do, and how much more when all is to be done. */
  readonly idle: number;
  readonly span: number;
  /** Bytes a second of the first interface when all is to be done. */
  readonly network: number;
  readonly battery: boolean;
}

export interface System {
  readonly family: 'linux' | 'windows' | 'macos';
  readonly os: string;
  readonly kernel: string;
}

const debian: System = { family: 'linux', os: 'Debian GNU/Linux 12 (bookworm)', kernel: '6.1.0-34-amd64' };
const ubuntu: System = { family: 'linux', os: 'Ubuntu 24.04.2 LTS', kernel: '6.8.0-60-generic' };
const openwrt: System = { family: 'linux', os: 'OpenWrt 24.10.1', kernel: '6.6.86' };
const windows: System = { family: 'windows', os: 'Windows 11 Pro', kernel: '10.0.26100' };
const windowsServer: System = { family: 'windows', os: 'Windows Server 2022 Standard', kernel: '10.0.20348' };
const macos: System = { family: 'macos', os: 'macOS 15.5', kernel: '24.5.0' };

const mount = (point: string, size: number, level: number, reserved = 0.05): Mount => ({
  point,
  size: size * gib,
  level,
  reserved,
});
const program = (name: string, cpu: number, memory: number, io: number): Program => ({ name, cpu, memory, io });

const ofLinux = [
  program('systemd', 0.005, 0.01, 0.01),
  program('systemd-journald', 0.01, 0.02, 0.1),
  program('sshd', 0.005, 0.005, 0),
  program('fettle-agent', 0.004, 0.006, 0),
  program('cron', 0.002, 0.002, 0),
  program('rsyslogd', 0.008, 0.01, 0.05),
];
const usualUnits = ['ssh.service', 'cron.service'];
const sensors = ['coretemp_package_id_0', 'nvme_composite'];

export const roles = {
  web: {
    role: 'web',
    kind: 'server',
    env: 'production',
    systems: [debian, ubuntu],
    models: ['Dell PowerEdge R450', 'Supermicro SYS-111C'],
    cores: [4, 8],
    memory: [8 * gib, 16 * gib],
    mounts: [mount('/', 40, 0.42), mount('/var', 60, 0.51)],
    disks: ['nvme0n1'],
    interfaces: ['eth0'],
    sensors,
    units: ['nginx.service', 'php8.2-fpm.service', 'memcached.service', ...usualUnits],
    programs: [program('php-fpm8.2', 0.55, 0.4, 0.2), program('nginx', 0.25, 0.12, 0.4), ...ofLinux],
    rhythm: 'visitors',
    idle: 0.04,
    span: 0.55,
    network: 300 * mbit,
    battery: false,
  },
  db: {
    role: 'db',
    kind: 'server',
    env: 'production',
    systems: [debian],
    models: ['HPE ProLiant DL360 Gen11', 'Dell PowerEdge R750'],
    cores: [8],
    memory: [32 * gib, 64 * gib],
    mounts: [mount('/', 40, 0.38), mount('/var/lib/postgresql', 500, 0.61)],
    disks: ['nvme0n1', 'nvme1n1'],
    interfaces: ['eth0'],
    sensors,
    units: ['postgresql@15-main.service', 'pgbouncer.service', 'prometheus-postgres.service', ...usualUnits],
    programs: [program('postgres', 0.75, 0.7, 0.8), program('pgbouncer', 0.08, 0.02, 0), ...ofLinux],
    rhythm: 'nightly',
    idle: 0.06,
    span: 0.5,
    network: 150 * mbit,
    battery: false,
  },
  file: {
    role: 'file',
    kind: 'server',
    env: 'production',
    systems: [debian, windowsServer],
    models: ['Synology SA3410', 'Dell PowerEdge T550'],
    cores: [4],
    memory: [16 * gib],
    mounts: [mount('/', 60, 0.4), mount('/srv/files', 4_000, 0.68, 0), mount('/srv/backup', 8_000, 0.57, 0)],
    disks: ['sda', 'sdb'],
    interfaces: ['eth0'],
    sensors,
    units: ['smbd.service', 'nmbd.service', 'restic-backup.service', ...usualUnits],
    programs: [program('smbd', 0.5, 0.3, 0.7), program('restic', 0.3, 0.25, 0.25), ...ofLinux],
    rhythm: 'nightly',
    idle: 0.02,
    span: 0.3,
    network: 600 * mbit,
    battery: false,
  },
  build: {
    role: 'build',
    kind: 'server',
    env: 'test',
    systems: [ubuntu],
    models: ['Supermicro SYS-111C'],
    cores: [8],
    memory: [32 * gib],
    mounts: [mount('/', 80, 0.45), mount('/var/lib/docker', 400, 0.55)],
    disks: ['nvme0n1'],
    interfaces: ['eth0'],
    sensors,
    units: ['docker.service', 'containerd.service', 'gitlab-runner.service', ...usualUnits],
    programs: [program('cc1plus', 0.7, 0.45, 0.4), program('dockerd', 0.08, 0.1, 0.3), ...ofLinux],
    rhythm: 'builds',
    idle: 0.03,
    span: 0.8,
    network: 80 * mbit,
    battery: false,
  },
  pc: {
    role: 'pc',
    kind: 'desktop',
    env: 'office',
    systems: [windows, windows, ubuntu, macos],
    models: ['Lenovo ThinkPad T14 Gen 5', 'HP EliteDesk 800 G9', 'Framework Laptop 13'],
    cores: [8],
    memory: [16 * gib, 32 * gib],
    mounts: [mount('/', 480, 0.52, 0.02), mount('/home', 460, 0.47, 0.02)],
    disks: ['nvme0n1'],
    interfaces: ['eth0'],
    sensors,
    units: ['NetworkManager.service', 'cups.service', 'bluetooth.service', ...usualUnits],
    programs: [
      program('firefox', 0.4, 0.35, 0.2),
      program('teams', 0.2, 0.2, 0.1),
      program('libreoffice', 0.1, 0.1, 0.1),
      program('fettle-agent', 0.004, 0.004, 0),
    ],
    rhythm: 'office',
    idle: 0.03,
    span: 0.3,
    network: 20 * mbit,
    battery: true,
  },
  gw: {
    role: 'gw',
    kind: 'router',
    env: 'network',
    systems: [openwrt],
    models: ['GL.iNet GL-MT6000', 'Turris Omnia', 'Protectli VP2420'],
    cores: [4],
    memory: [gib, 2 * gib],
    mounts: [mount('/overlay', 0.25, 0.3, 0), mount('/tmp', 0.5, 0.08, 0)],
    disks: ['mmcblk0'],
    interfaces: ['wan', 'lan1', 'wlan0'],
    sensors: ['cpu_thermal'],
    units: [],
    programs: [
      program('dnsmasq', 0.15, 0.1, 0.1),
      program('hostapd', 0.1, 0.08, 0),
      program('odhcpd', 0.02, 0.03, 0),
      program('fettle-agent', 0.02, 0.3, 0.02),
    ],
    rhythm: 'office',
    idle: 0.03,
    span: 0.35,
    network: 400 * mbit,
    battery: false,
  },
} as const satisfies Record<string, Role>;

export type RoleName = keyof typeof roles;
