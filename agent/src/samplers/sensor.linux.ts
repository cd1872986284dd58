import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { batteryCharge, batteryHealth, batteryStatus, fanSpeed, temperature } from '@fettle/shared/metrics/sensor';
import { namesIn, realPath, textIn } from '../platform/files.ts';
import type { SamplerFactory, Sink } from './sampler.ts';

/**
 * Temperatures and fans of /sys/class/hwmon, the zones of /sys/class/thermal where there are no such, batteries of
 * /sys/class/power_supply. In the slow lane: some chips take their time to answer.
 */
export const sensor: SamplerFactory = (host) => {
  const sys = join(host.root, 'sys/class');
  const folders = ['hwmon', 'thermal', 'power_supply'].map((name) => join(sys, name));
  if (!folders.some((folder) => existsSync(folder))) return 'no sensors under /sys/class';
  return {
    family: 'sensor',
    lane: 'slow',
    async sample(sink) {
      const chips = await sampleChips(join(sys, 'hwmon'), sink);
      if (chips === 0) await sampleZones(join(sys, 'thermal'), sink);
      await sampleBatteries(join(sys, 'power_supply'), sink);
    },
  };
};

/** @returns how many temperatures were found */
async function sampleChips(folder: string, sink: Sink): Promise<number> {
  let temperatures = 0;
  for (const { path, name } of await chipsIn(folder)) {
    for (const file of await list(path)) {
      const [, sensorName, sort] = /^((temp|fan)\d+)_input$/.exec(file) ?? [];
      if (sensorName === undefined) continue;
      const value = await plausible(sort === 'fan', path, sensorName);
      if (Number.isNaN(value)) continue;
      const label = (await text(join(path, `${sensorName}_label`))) ?? sensorName;
      sink.set(sink.column(sort === 'fan' ? fanSpeed : temperature, `${name}/${label}`), value);
      if (sort === 'temp') temperatures++;
    }
  }
  return temperatures;
}

/**
 * Degrees or revolutions a minute. NaN for what no machine lives through: boards tell 127 degrees, -61 degrees or
 * 65,535 revolutions of sensors that nobody connected, not all of them with the sign for it.
 */
async function plausible(fan: boolean, path: string, sensorName: string): Promise<number> {
  if ((await text(join(path, `${sensorName}_fault`))) === '1') return Number.NaN;
  const value = await numberIn(join(path, `${sensorName}_input`));
  if (fan) return value >= 0 && value < 65_535 ? value : Number.NaN;
  return value > coldest && value < hottest ? value / 1_000 : Number.NaN;
}

/** In thousandths of a degree. */
const [coldest, hottest] = [-55_000, 150_000];

/** Chips by a name that stays: with their device's where others have the same, since two disks are both `nvme`. */
async function chipsIn(folder: string): Promise<{ readonly path: string; readonly name: string }[]> {
  const paths = (await list(folder)).map((chip) => join(folder, chip));
  const names = await Promise.all(paths.map(async (path) => (await text(join(path, 'name'))) ?? basename(path)));
  return Promise.all(
    paths.map(async (path, at) => {
      const name = names[at] ?? '';
      const alone = names.filter((other) => other === name).length === 1;
      return { path, name: alone ? name : `${name}.${await deviceName(path)}` };
    }),
  );
}

async function deviceName(path: string): Promise<string> {
  const device = await realPath(join(path, 'device')).catch(() => path);
  return basename(device);
}

async function sampleZones(folder: string, sink: Sink): Promise<void> {
  for (const zone of await list(folder)) {
    if (!zone.startsWith('thermal_zone')) continue;
    const value = await numberIn(join(folder, zone, 'temp'));
    const type = (await text(join(folder, zone, 'type'))) ?? 'zone';
    const id = `${type}/${zone.slice('thermal_zone'.length)}`;
    if (!Number.isNaN(value)) sink.set(sink.column(temperature, id), value / 1_000);
  }
}

async function sampleBatteries(folder: string, sink: Sink): Promise<void> {
  for (const name of await list(folder)) {
    const path = join(folder, name);
    const read = (file: string) => text(join(path, file));
    // Those of mice and headsets are nobody's concern here.
    if ((await read('type')) !== 'Battery' || (await read('scope')) === 'Device') continue;
    sink.set(sink.column(batteryCharge, name), (await numberIn(join(path, 'capacity'))) / 100);
    const status = (await read('status'))?.toLowerCase() ?? '';
    sink.set(sink.column(batteryStatus, name), Math.max(0, batteryStatus.states?.indexOf(status) ?? 0));
    for (const what of ['energy', 'charge']) {
      const now = await numberIn(join(path, `${what}_full`));
      const asNew = await numberIn(join(path, `${what}_full_design`));
      if (now > 0 && asNew > 0) sink.set(sink.column(batteryHealth, name), now / asNew);
    }
  }
}

async function list(folder: string): Promise<string[]> {
  try {
    return (await namesIn(folder)).toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Undefined: there is no such file, or the chip refuses to answer now, which sleeping ones do in several ways. */
function text(path: string): Promise<string | undefined> {
  return textIn(path).then(
    (content) => content.trim(),
    () => undefined,
  );
}

async function numberIn(path: string): Promise<number> {
  const content = await text(path);
  return content === undefined || content === '' ? Number.NaN : Number(content);
}
