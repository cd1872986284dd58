import type { Trouble } from '@fettle/shared/api/devices';
import type { DeviceId } from '@fettle/shared/ids';
import { metricNamed } from '@fettle/shared/metrics/catalogue';
import type { Metric } from '@fettle/shared/metrics/metric';
import type { Dictionary } from '@fettle/shared/protocol/frame';
import { isTrouble, type LatestValue, troubles, type Vitals, vitals } from '../../domain/devices/index.ts';
import type { Latest, StoredFrame } from '../../domain/series/index.ts';

/** What lists show of a device, read off its newest frame. */
export interface Summary {
  readonly time: number;
  readonly vitals: Vitals;
  /** Worst first. */
  readonly troubles: readonly Trouble[];
}

const nothing: Vitals = { cpu: null, memory: null, disk: null };
const none: readonly Trouble[] = [];
/** What of a device is kept: its time, and its vitals in this order; NaN: not measured. */
const kept = ['system.cpu.busy', 'system.memory.utilization', 'system.filesystem.utilization'] as const;
const width = 1 + kept.length;

/** The columns that can matter to a summary: found once a dictionary, so that a frame costs only those. */
interface Columns {
  /** For each of the vitals those that it is the most of. */
  readonly most: readonly (readonly number[])[];
  readonly judged: readonly { readonly column: number; readonly metric: Metric }[];
}

function columnsOf({ series }: Dictionary): Columns {
  const judged = series.flatMap(({ metric: name }, column) => {
    const metric = metricNamed(name);
    return metric && (metric.limits || metric.bad) ? [{ column, metric }] : [];
  });
  const named = (name: string) => series.flatMap(({ metric }, column) => (metric === name ? [column] : []));
  return { most: kept.map(named), judged };
}

/** Of frames that were stored together the newest of each device: a backlog is history, and would flood live pages. */
export function newestOf(frames: readonly StoredFrame[]): readonly StoredFrame[] {
  if (frames.length < 2) return frames;
  const newest = new Map<DeviceId, StoredFrame>();
  for (const stored of frames) {
    if (stored.time >= (newest.get(stored.device)?.time ?? Number.NEGATIVE_INFINITY)) newest.set(stored.device, stored);
  }
  return [...newest.values()];
}

/** The fleet as it is now, one summary a device; fed by every durable frame. */
export class Now {
  readonly #places = new Map<DeviceId, number>();
  #numbers = new Float64Array(64 * width);
  /** Of devices that have any. */
  readonly #troubles = new Map<DeviceId, readonly Trouble[]>();
  readonly #columns = new WeakMap<Dictionary, Columns>();

  summary(device: DeviceId): Summary {
    const place = this.#places.get(device);
    if (place === undefined) return { time: 0, vitals: nothing, troubles: none };
    const [time = 0, cpu, memory, disk] = this.#numbers.subarray(place * width, (place + 1) * width);
    const found = { cpu: orNull(cpu), memory: orNull(memory), disk: orNull(disk) };
    return { time, vitals: found, troubles: this.#troubles.get(device) ?? none };
  }

  /** Takes a frame, unless a newer one was taken. True when it is the newest. */
  frame({ device, frame: { values }, time, dictionary }: StoredFrame): boolean {
    const at = this.#placeOf(device) * width;
    const numbers = this.#numbers;
    if (time < (numbers[at] as number)) return false;
    const { most: columns, judged } = this.#columnsOf(dictionary);
    numbers[at] = time;
    for (let n = 0; n < columns.length; n++) numbers[at + 1 + n] = mostOf(values, columns[n] as readonly number[]);
    const isWrong = judged.some(({ column, metric }) => isTrouble(metric, values[column] ?? Number.NaN));
    if (isWrong) this.#troubles.set(device, troubles(latestOf(values, dictionary, judged)));
    else if (this.#troubles.size > 0) this.#troubles.delete(device);
    return true;
  }

  /** Takes the newest values as the store gives them, at the start. */
  latest(device: DeviceId, latest: readonly Latest[], time: number): void {
    const at = this.#placeOf(device) * width;
    const { cpu, memory, disk } = vitals(latest);
    this.#numbers.set([time, cpu ?? Number.NaN, memory ?? Number.NaN, disk ?? Number.NaN], at);
    const found = troubles(latest);
    if (found.length > 0) this.#troubles.set(device, found);
    else this.#troubles.delete(device);
  }

  #placeOf(device: DeviceId): number {
    const known = this.#places.get(device);
    if (known !== undefined) return known;
    const place = this.#places.size;
    this.#places.set(device, place);
    if ((place + 1) * width > this.#numbers.length) {
      const grown = new Float64Array(2 * this.#numbers.length);
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
    return place;
  }

  #columnsOf(dictionary: Dictionary): Columns {
    const known = this.#columns.get(dictionary);
    if (known) return known;
    const columns = columnsOf(dictionary);
    this.#columns.set(dictionary, columns);
    return columns;
  }
}

const orNull = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? null : value);

function mostOf(values: Float64Array, columns: readonly number[]): number {
  let most = Number.NaN;
  for (let n = 0; n < columns.length; n++) {
    const value = values[columns[n] as number] as number;
    if (Number.isFinite(value) && !(value <= most)) most = value;
  }
  return most;
}

function latestOf(values: Float64Array, { series }: Dictionary, judged: Columns['judged']): LatestValue[] {
  return judged.flatMap(({ column }) => {
    const value = values[column];
    const known = series[column];
    if (value === undefined || Number.isNaN(value) || !known) return [];
    return [{ metric: known.metric, attributes: known.attributes, value }];
  });
}
