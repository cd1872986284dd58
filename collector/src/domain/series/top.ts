import type { Aggregation, TopSeries } from '@fettle/shared/api/series';
import { FettleError } from '@fettle/shared/errors';
import { type Actor, allow } from '../access/index.ts';
import { devicesOf, type QueryPorts, querySeries } from './query.ts';

export interface TopInput {
  readonly selector?: string | undefined;
  readonly metric: string;
  /** Both or neither; neither: the newest values count. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly agg?: Aggregation | undefined;
  /** How many at most, default 10. */
  readonly n?: number | undefined;
}

/**
 * The series of one metric with the highest values among the devices that the actor may see, highest first; of equal ones
 * those whose device comes first.
 * @throws FettleError `not_allowed`, `input_invalid`, `query_too_large`, `query_too_long`
 */
export async function topSeries(ports: QueryPorts, actor: Actor, input: TopInput): Promise<TopSeries[]> {
  allow(actor, 'device.read');
  const { selector, metric, from, to, agg, n = 10 } = input;
  const best = new Best(n);
  if (from !== undefined && to !== undefined) {
    const found = await querySeries(ports, actor, { selector, metrics: [metric], from, to, step: 'whole', agg });
    for await (const { values, times: _, ...series } of found)
      best.add({ ...series, value: values[0] ?? Number.NaN, time: null });
    return best.found;
  }
  if (from !== undefined || to !== undefined || agg !== undefined) {
    throw new FettleError('input_invalid', 'Give `from` and `to` for a range, or neither and no `agg` for now.');
  }
  const devices = await devicesOf(ports.devices, actor, { selector });
  for (const [device, values] of await ports.series.latest(devices, [metric])) {
    for (const { attributes, value, time } of values) best.add({ device, metric, attributes, value, time });
  }
  return best.found;
}

type Candidate = Omit<TopSeries, 'attributes'> & { readonly attributes: Readonly<Record<string, string>> };

/** The highest few of many. */
class Best {
  readonly #most: number;
  /** Descending. */
  readonly #found: Candidate[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  add(candidate: Candidate): void {
    const last = this.#found[this.#most - 1];
    if (Number.isNaN(candidate.value) || (last !== undefined && !ahead(candidate, last))) return;
    const place = this.#found.findIndex((other) => ahead(candidate, other));
    this.#found.splice(place < 0 ? this.#found.length : place, 0, candidate);
    this.#found.length = Math.min(this.#found.length, this.#most);
  }

  get found(): TopSeries[] {
    return this.#found.map((one) => ({ ...one, attributes: { ...one.attributes } }));
  }
}

const ahead = (a: Candidate, b: Candidate) => a.value > b.value || (a.value === b.value && a.device < b.device);
