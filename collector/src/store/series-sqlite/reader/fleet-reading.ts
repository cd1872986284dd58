import { isWhole } from '../files/checksum.ts';
import { shardDevices, spanMs } from '../files/schema.ts';
import { bucketMs, type Folds } from '../rollup/buckets.ts';
import { decodeFleet, type FleetRows } from '../rollup/fleet-codec.ts';
import { both, type Interval } from './intervals.ts';
import type { Lru } from './lru.ts';
import type { AskedDevice, DamagedRow } from './messages.ts';
import type { PieceRow, RollupFile } from './period-file.ts';
import type { Question } from './question.ts';
import type { View } from './view.ts';

/** Fewer devices are quicker read one by one. */
const fewestDevices = 16;
/** More than these of a shard: all of them are decoded, and kept for the next question. */
const mostChosen = 128;

/** One shard over one span. */
interface ShardSpan {
  /** Devices of which the rows do not tell the truth; null: there are no rows. */
  readonly newer: ReadonlySet<number> | null;
  readonly starts: Float64Array;
  /** Read when they are first needed. */
  rows: readonly { readonly series: number; readonly fleet: FleetRows }[] | null;
}

/** The five minutes of many devices, from rows that have one series of a whole shard. */
export class FleetReading {
  readonly #question: Question;
  readonly #cache: Lru<FleetRows>;
  readonly #damaged: (row: DamagedRow) => void;
  /** Device numbers that are asked for, ascending, by shard. */
  readonly #devices: ReadonlyMap<number, Int32Array>;
  readonly #known = new WeakMap<View, Map<string, ShardSpan>>();

  constructor(
    question: Question,
    devices: readonly AskedDevice[],
    cache: Lru<FleetRows>,
    damaged: (row: DamagedRow) => void,
  ) {
    this.#question = question;
    this.#cache = cache;
    this.#damaged = damaged;
    const shards = Map.groupBy(
      devices.map(({ device }) => device),
      shardOf,
    );
    this.#devices = new Map([...shards].map(([shard, own]) => [shard, Int32Array.from(own).toSorted()]));
  }

  /** Whether a question is better answered so. */
  static suits({ message, wanted }: Question, devices: readonly AskedDevice[]): boolean {
    return wanted.exact.length > 0 && devices.length >= fewestDevices && message.series.length <= 2 * devices.length;
  }

  /** The spans of intervals that the rows answer for a device, as pieces whose number is `fleetPiece`. */
  pieces(view: View, device: number, within: readonly Interval[]): PieceRow[] {
    const found: PieceRow[] = [];
    // A question may reach back over years of which there is no file.
    const kept = view.five.map(({ period }): Interval => [period.start, period.end]);
    for (const [from, to] of both(within, kept)) {
      for (let start = Math.floor(from / spanMs) * spanMs; start < to; start += spanMs) {
        const newer = this.#at(view, start, shardOf(device)).newer;
        const again = found.at(-1)?.start === start;
        if (again || newer === null || newer.has(device)) continue;
        found.push({ file: '', id: fleetPiece, crc: 0, rollup: 'five', absorbed: 0, start, finish: start + spanMs });
      }
    }
    return found;
  }

  /** What the rows have of a device over a span. */
  *foldsOf(
    view: View,
    device: number,
    start: number,
  ): Generator<{ series: number; starts: Float64Array; folds: Folds }> {
    const shard = shardOf(device);
    const span = this.#at(view, start, shard);
    span.rows ??= this.#read(view, start, shard);
    for (const { series, fleet } of span.rows) {
      const folds = fleet.folds[placeOf(fleet.devices, device)];
      if (folds) yield { series, starts: span.starts, folds };
    }
  }

  #at(view: View, start: number, shard: number): ShardSpan {
    let known = this.#known.get(view);
    if (!known) this.#known.set(view, (known = new Map<string, ShardSpan>()));
    const key = `${start}/${shard}`;
    let span = known.get(key);
    if (!span) {
      const newer = fileAt(view, start)?.newer(start, shard) ?? null;
      const starts = Float64Array.from({ length: spanMs / bucketMs.five }, (_, i) => start + i * bucketMs.five);
      known.set(key, (span = { newer: newer && new Set(newer), starts, rows: null }));
    }
    return span;
  }

  #read(view: View, start: number, shard: number): { series: number; fleet: FleetRows }[] {
    const file = fileAt(view, start);
    if (!file) return [];
    const own = this.#devices.get(shard) ?? new Int32Array();
    const want = own.length > mostChosen ? undefined : own;
    const found: { series: number; fleet: FleetRows }[] = [];
    for (const series of this.#question.want) {
      const row = file.fleetRow(start, shard, series);
      if (!row) continue;
      const key = `${file.name}/fleet/${start}/${shard}/${series}/${row.crc}/${want?.join() ?? ''}`;
      let fleet = this.#cache.get(key);
      if (!fleet) {
        const data = file.fleetData(row.id);
        if (!isWhole({ ...row, data })) {
          this.#damaged({ file: file.name, what: 'fleet', id: row.id });
          continue;
        }
        fleet = decodeFleet(data, want);
        this.#cache.set(key, fleet, 2 * key.length + fleet.folds.length * (spanMs / bucketMs.five) * 5 * 8);
      }
      found.push({ series, fleet });
    }
    return found;
  }
}

/** The number of a piece that stands for rows of the fleet. */
export const fleetPiece = -1;

const shardOf = (device: number) => Math.floor(device / shardDevices);

function fileAt({ five }: View, start: number): RollupFile | null {
  return five.find(({ period }) => start >= period.start && start < period.end)?.file ?? null;
}

/** The place of a number among ascending ones, or -1. */
function placeOf(numbers: Int32Array, wanted: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return numbers[low] === wanted ? low : -1;
}
