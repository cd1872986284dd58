import type { Trouble } from '@fettle/shared/api/devices';
import type { DeviceId } from '@fettle/shared/ids';
import { metricNamed } from '@fettle/shared/metrics/catalogue';
import type { Dictionary } from '@fettle/shared/protocol/frame';
import { troubles, type Vitals, vitals } from '../../domain/devices/index.ts';
import type { Latest, StoredFrame } from '../../domain/series/index.ts';

/** What lists show of a device, read off its newest frame. */
export interface Summary {
  readonly time: number;
  readonly vitals: Vitals;
  /** Worst first. */
  readonly troubles: readonly Trouble[];
}

const inLists = new Set(['system.cpu.busy', 'system.memory.utilization', 'system.filesystem.utilization']);
const nothing: Summary = { time: 0, vitals: { cpu: null, memory: null, disk: null }, troubles: [] };

/** The columns that can matter to a summary: found once a dictionary, so that a frame costs only those. */
function columnsOf(dictionary: Dictionary): number[] {
  return dictionary.series.flatMap(({ metric }, column) => {
    const known = metricNamed(metric);
    return known && (known.limits || known.bad || inLists.has(metric)) ? [column] : [];
  });
}

/** Of frames that were stored together the newest of each device: a backlog is history, and would flood live pages. */
export function newestOf(frames: readonly StoredFrame[]): readonly StoredFrame[] {
  const newest = new Map<DeviceId, StoredFrame>();
  for (const stored of frames) {
    if (stored.time >= (newest.get(stored.device)?.time ?? Number.NEGATIVE_INFINITY)) newest.set(stored.device, stored);
  }
  return [...newest.values()];
}

/** The fleet as it is now, one summary a device; fed by every durable frame. */
export class Now {
  readonly #summaries = new Map<DeviceId, Summary>();
  readonly #columns = new WeakMap<Dictionary, number[]>();

  summary(device: DeviceId): Summary {
    return this.#summaries.get(device) ?? nothing;
  }

  /** Takes a frame, unless a newer one was taken. True when it is the newest. */
  frame({ device, frame, time, dictionary }: StoredFrame): boolean {
    if (time < this.summary(device).time) return false;
    const latest: Latest[] = [];
    for (const column of this.#columnsOf(dictionary)) {
      const value = frame.values[column];
      const series = dictionary.series[column];
      if (value !== undefined && !Number.isNaN(value) && series) {
        latest.push({ metric: series.metric, attributes: series.attributes, value, time });
      }
    }
    this.latest(device, latest, time);
    return true;
  }

  /** Takes the newest values as the store gives them, at the start. */
  latest(device: DeviceId, latest: readonly Latest[], time: number): void {
    this.#summaries.set(device, { time, vitals: vitals(latest), troubles: troubles(latest) });
  }

  #columnsOf(dictionary: Dictionary): number[] {
    const known = this.#columns.get(dictionary);
    if (known) return known;
    const columns = columnsOf(dictionary);
    this.#columns.set(dictionary, columns);
    return columns;
  }
}
