// pure
/** The series of each device, from the real catalogue, and their values at any time. */
import { seriesText } from '@fettle/shared/metrics/metric';
import type { Dictionary } from '@fettle/shared/protocol/frame';
import { cpuGroup, loadGroup, memoryGroup, pressureGroup, swapGroup } from './columns-load.ts';
import { agentGroup, processGroup, sensorGroup, unitGroup, uptimeGroup } from './columns-machine.ts';
import { diskGroup, filesystemGroup, networkGroup } from './columns-place.ts';
import type { Body, Device } from './fleet.ts';
import { offAt } from './power.ts';
import { type Column, dictionaryOf, powersOf, Sheet } from './sheet.ts';
import { type Signals, signalsAt } from './signals.ts';

/** Columns that are filled together; `put` gives exactly one value a column. */
export interface Group {
  columns(body: Body): readonly Column[];
  put(sheet: Sheet, device: Device, signals: Signals): void;
}

const groups: readonly Group[] = [
  cpuGroup,
  memoryGroup,
  filesystemGroup,
  diskGroup,
  networkGroup,
  loadGroup,
  pressureGroup,
  swapGroup,
  processGroup,
  unitGroup,
  sensorGroup,
  uptimeGroup,
  agentGroup,
];

interface Layout {
  readonly dictionary: Dictionary;
  readonly powers: Float64Array;
}

const byShape = new Map<string, Layout>();
const byDevice = new WeakMap<Body, Layout>();

/** Devices of one shape share one dictionary. */
function layoutOf(device: Device): Layout {
  const known = byDevice.get(device);
  if (known) return known;
  const columns = groups.flatMap((group) => group.columns(device));
  const dictionary = dictionaryOf(columns);
  const shape = dictionary.series.map(seriesText).join('\n');
  const layout = byShape.get(shape) ?? { dictionary, powers: powersOf(columns) };
  byShape.set(shape, layout);
  byDevice.set(device, layout);
  return layout;
}

export function dictionaryFor(device: Device): Dictionary {
  return layoutOf(device).dictionary;
}

/** One value a column of the dictionary; a function of seed and time and of nothing else. The device is taken to be on. */
export function measure(device: Device, signals: Signals): Float64Array {
  const sheet = new Sheet(layoutOf(device).powers);
  for (const group of groups) group.put(sheet, device, signals);
  if (sheet.filled !== sheet.values.length) {
    throw new RangeError(`${device.name}: ${sheet.filled} values for ${sheet.values.length} columns`);
  }
  return sheet.values;
}

export interface SeriesValue {
  readonly attributes: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The truth: what a device measures of a metric at a time, one entry a series; none while it is off. */
export function values(device: Device, metric: string, time: number): SeriesValue[] {
  if (offAt(device, time)) return [];
  const all = measure(device, signalsAt(device, time));
  return dictionaryFor(device).series.flatMap((series, column) =>
    series.metric === metric ? [{ attributes: series.attributes, value: all[column] ?? Number.NaN }] : [],
  );
}
