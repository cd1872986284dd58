/** Invented devices for rendering tests: canned, yet moving, and shaped by the real catalogue. */
import type { Device, LatestValue, Process } from '@fettle/shared/api/devices';
import type { EventItem } from '@fettle/shared/api/events';
import type { Series } from '@fettle/shared/api/series';
import { families } from '@fettle/shared/metrics/catalogue';
import { type Family, type Metric, seriesText } from '@fettle/shared/metrics/metric';

const hour = 3_600_000;
export const step = 10_000;

/** A family that the dashboard was not built with. */
export const newFamily: Family = {
  id: 'acme',
  order: 1_000,
  title: 'Acme',
  metrics: [
    {
      name: 'acme.widget.pressure',
      unit: 'Pa',
      kind: 'gauge',
      attributes: ['acme.widget'],
      decimals: 1,
      rollup: 'avg',
      chart: { title: 'Widget pressure', form: 'line', by: 'acme.widget' },
      words: 'How hard each widget is pressed.',
    },
  ],
};
export const catalogue: readonly Family[] = [...families, newFamily];

/** Values of attributes, by key; what is not listed gets two. */
const valuesOf: Readonly<Record<string, readonly string[]>> = {
  'cpu.mode': ['user', 'nice', 'system', 'iowait', 'interrupt', 'steal', 'idle'],
  'cpu.logical_number': ['0', '1', '2', '3', '4', '5', '6', '7'],
  'system.filesystem.mountpoint': ['/', '/var', '/home', '/boot'],
  'system.filesystem.state': ['used', 'free', 'reserved'],
  'system.device': ['nvme0n1', 'sda'],
  'disk.io.direction': ['read', 'write'],
  'network.interface.name': ['eno1', 'lo'],
  'network.io.direction': ['receive', 'transmit'],
  'system.memory.state': ['used', 'buffers', 'cached', 'free'],
  'process.state': ['running', 'sleeping', 'waiting', 'stopped', 'defunct', 'idle'],
  'hw.id': ['Package id 0', 'nvme0 Composite'],
  'systemd.unit.name': [
    'ssh.service',
    'cron.service',
    'nginx.service',
    'pg-archive.service',
    'chrony.service',
    'dbus.service',
  ],
  'acme.widget': ['left', 'right'],
};

/** A number from 0 to 1 that is always the same for the same text. */
function hash(text: string): number {
  let value = 2_166_136_261;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 16_777_619);
  return (value >>> 0) / 4_294_967_296;
}

/** From 0 to 1: a slow wave, a quick one and noise, each device and series with its own. */
function wave(key: string, time: number): number {
  const phase = hash(key) * 6.28;
  const slow = Math.sin(time / (3 * hour) + phase);
  const quick = Math.sin(time / 400_000 + phase * 3);
  const noise = hash(`${key} ${Math.floor(time / step)}`) - 0.5;
  return Math.min(1, Math.max(0, 0.45 + 0.16 * slow + 0.08 * quick + 0.22 * noise));
}

const shareOfMode: Readonly<Record<string, number>> = {
  user: 0.4,
  system: 0.16,
  iowait: 0.08,
  nice: 0.02,
  interrupt: 0.01,
  steal: 0.02,
};
const gib = 2 ** 30;

function scaled(metric: Metric, attributes: Readonly<Record<string, string>>, w: number): number {
  const [first = ''] = Object.values(attributes);
  if (metric.name === 'system.cpu.utilization') return (shareOfMode[first] ?? 0.3) * w * 1.6;
  if (metric.name === 'system.memory.limit') return 32 * gib;
  if (metric.name === 'system.memory.usage') return (first === 'used' ? 18 : 4) * gib * (0.8 + w / 4);
  if (metric.name === 'system.filesystem.utilization')
    return first === '/var' ? 0.9 + w * 0.02 : 0.2 + hash(first) * 0.4;
  if (metric.name === 'system.memory.utilization') return 0.55 + w * 0.2;
  if (metric.name === 'system.uptime') return 3_564_000;
  if (metric.kind === 'state') return first === 'pg-archive.service' ? 2 : 1;
  if (metric.unit === '1') return metric.name.startsWith('fettle.agent') ? w * 0.006 : w;
  if (metric.unit === 'By') return w * 40 * gib * hash(metric.name);
  if (metric.unit === 'By/s') return w * w * 90_000_000 * (attributes['network.interface.name'] === 'lo' ? 0.01 : 1);
  if (metric.unit === 'Cel') return 40 + w * 18;
  if (metric.unit === 'ms') return w * 3;
  return w * 12;
}

function attributesOf(keys: readonly string[]): Record<string, string>[] {
  const [key, ...others] = keys;
  if (key === undefined) return [{}];
  return (valuesOf[key] ?? ['one', 'two']).flatMap((value) =>
    attributesOf(others).map((rest) => ({ [key]: value, ...rest })),
  );
}

const everyKey = catalogue.flatMap((family) =>
  family.metrics.flatMap((metric) => attributesOf(metric.attributes).map((attributes) => ({ metric, attributes }))),
);
/** A metric that not even the catalogue of the API describes. */
const stranger = { metric: 'stranger.metric', attributes: {}, unit: 'Cel' };

export function valueOf(
  device: string,
  metric: Metric,
  attributes: Readonly<Record<string, string>>,
  time: number,
): number {
  const value = scaled(metric, attributes, wave(`${device} ${seriesText({ metric: metric.name, attributes })}`, time));
  return Number(value.toFixed(metric.decimals));
}

/** The newest values of a device, at a time. */
export function latestOf(device: string, time: number): LatestValue[] {
  const values = everyKey.map(({ metric, attributes }): LatestValue => {
    const value = valueOf(device, metric, attributes, time);
    const text = metric.states?.[value];
    return { metric: metric.name, attributes, value, unit: metric.unit, time, ...(text === undefined ? {} : { text }) };
  });
  return [...values, { ...stranger, value: 20 + wave(device, time), time }];
}

/** Series over a range in steps, with a hole of 12 minutes about 35 minutes ago in the second device's. */
export function seriesOf(
  device: string,
  names: readonly string[],
  range: { from: number; to: number; step: number; now: number },
): Series[] {
  const keys = everyKey.filter(({ metric }) => names.includes(metric.name));
  const times: number[] = [];
  for (let time = Math.floor(range.from / range.step) * range.step; time < range.to; time += range.step)
    times.push(time);
  const hole = (time: number) => device === id(1) && time > range.now - 41 * 60_000 && time < range.now - 29 * 60_000;
  const points = (value: (time: number) => number): Series['points'] =>
    times.map((time) => [time, time > range.now || hole(time) ? null : value(time)]);
  const known = keys.map(({ metric, attributes }) => ({
    device,
    metric: metric.name,
    attributes,
    points: points((time) => valueOf(device, metric, attributes, time)),
  }));
  if (!names.includes(stranger.metric)) return known;
  return [
    ...known,
    { device, metric: stranger.metric, attributes: {}, points: points((time) => 20 + wave(device, time)) },
  ];
}

const names = [
  'postgres: walwriter',
  'postgres: checkpointer',
  'node',
  'nginx',
  'chrome',
  'fettle-agent',
  'sshd',
  'cron',
  'systemd-journald',
  'evil\u202Ecod.exe',
];
export function processesOf(device: string, time: number): Process[] {
  return names.map((name, index) => {
    const w = wave(`${device} ${name}`, time);
    return {
      pid: 400 + index * 97,
      start: 1_700_000_000_000 + index,
      name,
      cpu: w / (index + 1),
      memory: w * gib,
      io: w * 9_000_000,
    };
  });
}

const id = (n: number) => `d${String(n).padStart(26, '0')}`;
const sites: readonly (readonly [string, string, number])[] = [
  ['Berlin', 'ber', 54],
  ['Gdańsk', 'gdn', 31],
  ['Porto', 'opo', 14],
];

function stateOf(n: number, now: number): Partial<Device> {
  if (n === 1) {
    const attributes = { 'system.filesystem.mountpoint': '/var' };
    const full = {
      severity: 'critical',
      metric: 'system.filesystem.utilization',
      attributes,
      value: 0.914,
      words: '/var is 91.4 % full',
    } as const;
    const unit = {
      severity: 'warning',
      metric: 'systemd.unit.state',
      attributes: { 'systemd.unit.name': 'pg-archive.service' },
      value: 2,
      words: 'pg-archive.service has failed',
    } as const;
    return { troubles: [full, unit], labels: { role: 'db', env: 'production' } };
  }
  if (n === 23 || n === 70) {
    const words = `Memory is ${n} % used`;
    return {
      troubles: [{ severity: 'warning', metric: 'system.memory.utilization', attributes: {}, value: n / 100, words }],
    };
  }
  const since = now - 17 * 60_000;
  if (n === 60) return { state: 'offline', stateSince: since, lastSeen: since };
  if (n === 30 || n === 81) return { state: 'stopped', stateSince: now - 5 * hour, lastSeen: now - 5 * hour };
  if (n === 90) return { state: 'late', stateSince: now - 40_000, lastSeen: now - 50_000 };
  return {};
}

/** A fleet of a hundred on three sites, or thousands more on as many; the second device hurts. */
export function fleetOf(now: number, size = 99): Device[] {
  const times = Math.max(1, Math.ceil(size / 99));
  const kinds = ['db', 'web', 'app', 'ws', 'rtr'] as const;
  return sites
    .flatMap(([site, code, count]) => Array.from({ length: count * times }, (_, i) => ({ site, code, i })))
    .slice(0, size)
    .map(({ site, code, i }, n) => {
      const device = id(n);
      const share = (metric: string) => wave(`${device} ${metric}`, now);
      return {
        id: device,
        name: `${code}-${kinds[n % 5] ?? 'srv'}-${String(i + 1).padStart(2, '0')}`,
        kind: 'server',
        os: 'Debian GNU/Linux 12 (bookworm)',
        agentVersion: '0.1.0',
        state: 'online',
        silence: null,
        stateSince: now - 6 * hour,
        lastSeen: now - (n % 9) * 1_000,
        site,
        labels: { role: kinds[n % 5] ?? 'srv' },
        interval: step,
        clockOffset: 0,
        enrolledAt: now - 20 * hour,
        troubles: [],
        vitals: {
          cpu: share('cpu'),
          memory: 0.4 + share('memory') / 3,
          disk: n === 1 ? 0.914 : 0.2 + share('disk') / 2,
        },
        version: 1,
        ...stateOf(n, now),
      };
    });
}

export function eventsOf(now: number): EventItem[] {
  const at = (sequence: number, hoursAgo: number, kind: string, n: number, detail = {}): EventItem => ({
    sequence,
    time: now - hoursAgo * hour,
    kind,
    device: id(n),
    site: 'Berlin',
    detail,
  });
  return [
    at(7, 0.28, 'device.state', 60, { from: 'late', to: 'offline' }),
    at(6, 0.45, 'facts.changed', 1, { changes: [{ name: 'os.kernel', before: '6.1.0-25', after: '6.1.0-26' }] }),
    at(8, 0.7, 'run.ended', 1, { run: 'r-done', title: 'Clear temp and caches', outcome: 'done', exit: 0 }),
    at(9, 3, 'run.ended', 1, { run: 'r-failed', title: 'Restart a service', outcome: 'failed', exit: 5 }),
    at(5, 2, 'device.restarted', 1),
    at(4, 3, 'device.state', 1, { from: 'offline', to: 'online' }),
    at(3, 4.5, 'device.state', 1, { from: 'online', to: 'offline' }),
    at(2, 9, 'facts.changed', 12, { changes: [] }),
    at(1, 20, 'device.enrolled', 1),
  ];
}
