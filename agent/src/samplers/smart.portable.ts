import {
  diskDefectCount,
  type diskDefects,
  diskHealth,
  diskPowerOn,
  diskSpare,
  diskTemperature,
  diskWear,
} from '@fettle/shared/metrics/smart';
import { installed } from '../platform/host.ts';
import { ProgramError } from '../platform/program-error.ts';
import type { Host, Instant, Sampler, SamplerFactory, Sink } from './sampler.ts';

const timeoutMs = 20_000;
/** Disks change slowly, and some take half a second to answer. */
const everyMs = 600_000;

/** What disks tell of themselves through smartctl of smartmontools (7.0 or newer), which wants to be run by root. */
export const smart: SamplerFactory = (host) =>
  installed('smartctl', host.root) ? new SmartSampler(host) : 'smartctl (smartmontools) is not installed';

class SmartSampler implements Sampler {
  readonly family = 'smart';
  readonly lane = 'slow';
  readonly #host: Host;
  #disks: readonly Disk[] = [];
  #askedAt = Number.NEGATIVE_INFINITY;
  #told: ReadonlySet<string> = new Set();

  constructor(host: Host) {
    this.#host = host;
  }

  async sample(sink: Sink, at: Instant): Promise<void> {
    if (at.monotonic - this.#askedAt >= everyMs) {
      this.#askedAt = at.monotonic;
      await this.#askAll();
    }
    for (const disk of this.#disks)
      for (const { series, value } of disk.figures) sink.set(sink.column(...series), value);
    const facts = new Map(this.#disks.map(({ id, words }) => [`smart.${id}`, words]));
    for (const [name, words] of facts) sink.fact(name, words);
    for (const name of this.#told) if (!facts.has(name)) sink.fact(name, null);
    this.#told = new Set(facts.keys());
  }

  async #askAll(): Promise<void> {
    const scanned = devicesOf(await this.#ask(['--scan']));
    const disks: Disk[] = [];
    for (const device of scanned) {
      // A disk that sleeps is left asleep; then its figures are those of its last waking hour.
      const args = ['--info', '--health', '--attributes', '--nocheck=standby', `--device=${device.type}`, device.name];
      const disk = diskOf(idOf(device, scanned), await this.#ask(args));
      const before = this.#disks.find(({ id }) => id === disk.id);
      disks.push(disk.figures.length === 0 && before ? before : disk);
    }
    this.#disks = disks;
  }

  /** smartctl's exit code is a set of warnings: its output counts. @throws Error when it is no JSON */
  async #ask(args: readonly string[]): Promise<unknown> {
    const output = await this.#host.run('smartctl', ['--json=c', ...args], timeoutMs).catch((error: unknown) => {
      if (error instanceof ProgramError && error.output.startsWith('{')) return error.output;
      throw error;
    });
    return JSON.parse(output);
  }
}

interface Device {
  readonly name: string;
  readonly type: string;
}

interface Figure {
  readonly series: Parameters<Sink['column']>;
  readonly value: number;
}

export interface Disk {
  readonly id: string;
  /** Model and serial number, or why it did not answer. */
  readonly words: string;
  readonly figures: readonly Figure[];
}

/** pure: the devices of `smartctl --scan`; names and kinds that do not look like some are left out. */
export function devicesOf(scan: unknown): Device[] {
  const devices = valueAt(scan, 'devices');
  if (!Array.isArray(devices)) return [];
  return devices.flatMap((device: unknown) => {
    const [name, type] = [valueAt(device, 'name'), valueAt(device, 'type')];
    const sound =
      typeof name === 'string' && typeof type === 'string' && name.startsWith('/') && /^[\w,+/-]+$/.test(type);
    return sound ? [{ name, type }] : [];
  });
}

/** `sda`; the disks behind a RAID controller share a name and differ by their kind: `sda/megaraid,4`. */
function idOf({ name, type }: Device, all: readonly Device[]): string {
  const short = name.replace(/^\/dev\//, '');
  return all.filter((one) => one.name === name).length > 1 ? `${short}/${type}` : short;
}

const pageCodes: readonly (readonly [number, (typeof diskDefects)[number]])[] = [
  [5, 'reallocated'],
  [197, 'pending'],
  [198, 'uncorrectable'],
];

/** pure: what `smartctl --json` says of one disk; what a kind of disk does not know is absent. */
export function diskOf(id: string, told: unknown): Disk {
  const nvme = 'nvme_smart_health_information_log';
  const passed = valueAt(told, 'smart_status', 'passed');
  const defect = (sort: (typeof diskDefects)[number], value: unknown) => figure([diskDefectCount, id, sort], value);
  const figures = [
    figure([diskHealth, id], typeof passed === 'boolean' ? Number(!passed) : undefined),
    figure([diskTemperature, id], valueAt(told, 'temperature', 'current')),
    figure(
      [diskWear, id],
      valueAt(told, nvme, 'percentage_used') ?? valueAt(told, 'endurance_used', 'current_percent'),
      0.01,
    ),
    figure([diskSpare, id], valueAt(told, nvme, 'available_spare'), 0.01),
    figure([diskPowerOn, id], valueAt(told, 'power_on_time', 'hours'), 3_600),
    ...pageCodes.map(([code, sort]) => defect(sort, attribute(told, code))),
    defect('media_error', valueAt(told, nvme, 'media_errors')),
    defect('grown', valueAt(told, 'scsi_grown_defect_list')),
  ].filter((one) => one !== undefined);
  return { id, words: wordsOf(told), figures };
}

function figure(series: Figure['series'], value: unknown, factor = 1): Figure | undefined {
  return typeof value === 'number' && value >= 0 ? { series, value: value * factor } : undefined;
}

function attribute(told: unknown, code: number): unknown {
  const table = valueAt(told, 'ata_smart_attributes', 'table');
  return Array.isArray(table)
    ? valueAt(
        table.find((row: unknown) => valueAt(row, 'id') === code),
        'raw',
        'value',
      )
    : undefined;
}

function wordsOf(told: unknown): string {
  const [model, serial] = [
    valueAt(told, 'model_name') ?? valueAt(told, 'scsi_model_name'),
    valueAt(told, 'serial_number'),
  ];
  if (typeof model === 'string') return typeof serial === 'string' ? `${model}, serial ${serial}` : model;
  const messages = valueAt(told, 'smartctl', 'messages');
  const reason: unknown = Array.isArray(messages) ? valueAt(messages[0], 'string') : undefined;
  return typeof reason === 'string' ? `not read: ${reason}` : 'not read';
}

/** What lies at the end of the path, undefined where there is none. */
function valueAt(value: unknown, ...path: readonly string[]): unknown {
  let here = value;
  for (const step of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = (here as Record<string, unknown>)[step];
  }
  return here;
}
