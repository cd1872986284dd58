import type { Aggregation, Series } from '@fettle/shared/api/series';
import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import { type Actor, allow } from '../access/index.ts';
import { type DeviceStore, selectedDevices } from '../devices/index.ts';
import type { SeriesStore } from './store.ts';

/** More points than this are refused: about 10 MB of JSON. */
export const maxPoints = 500_000;
const maxDevices = 10_000;
const step = { min: 1_000, max: 366 * 86_400_000 };

export interface QueryPorts {
  readonly series: SeriesStore;
  readonly devices: DeviceStore;
}

export interface SeriesInput {
  /** Without it all devices of the actor's scope, or those of them that the selector selects. */
  readonly devices?: readonly string[];
  readonly selector?: string;
  readonly metrics: readonly string[];
  /** ms since 1970; the end is exclusive. */
  readonly from: number;
  readonly to: number;
  /** ms; absent: raw samples. */
  readonly step?: number;
  /** Default: each metric's roll-up. */
  readonly agg?: Aggregation;
}

/**
 * Samples over time of devices that the actor may see.
 * @throws FettleError `not_allowed`, `not_found` (a device), `input_invalid`, `query_too_large`
 */
export async function querySeries(ports: QueryPorts, actor: Actor, input: SeriesInput): Promise<Series[]> {
  allow(actor, 'device.read');
  checkInput(input);
  const devices = await devicesOf(ports.devices, actor, input);
  if (devices.length > maxDevices) throw new FettleError('query_too_large');
  const found = await ports.series.range({
    devices,
    metrics: input.metrics,
    from: input.from,
    to: input.to,
    maxPoints,
    ...(input.step !== undefined && { step: input.step }),
    ...(input.agg !== undefined && { agg: input.agg }),
  });
  return found.map((series) => ({ ...series, attributes: { ...series.attributes } }));
}

function checkInput({ metrics, from, to, step: asked }: SeriesInput): void {
  const refuse = (text: string) => new FettleError('input_invalid', text);
  const whole = (time: number) => Number.isSafeInteger(time) && time >= 0;
  if (!whole(from) || !whole(to)) throw refuse('`from` and `to` are whole milliseconds since 1970.');
  if (from >= to) throw refuse('`from` must be before `to`.');
  if (metrics.length === 0) throw refuse('Name at least one `metric`.');
  if (asked !== undefined && !(Number.isInteger(asked) && asked >= step.min && asked <= step.max)) {
    throw refuse(`\`step\` is whole milliseconds from ${step.min} to ${step.max}.`);
  }
}

/** @throws FettleError `not_found` when one is named that is not in the scope; `input_invalid` (selector) */
async function devicesOf(
  store: DeviceStore,
  { scope }: Actor,
  { devices, selector = '' }: SeriesInput,
): Promise<DeviceId[]> {
  const named = await Promise.all((devices ?? []).map((id) => store.device(scope, id as DeviceId)));
  const found = named.map((device) => {
    if (device === null) throw new FettleError('not_found');
    return device.id;
  });
  if (devices !== undefined && selector === '') return found;
  const selected = (await selectedDevices({ store }, scope, selector)).map(({ id }) => id);
  return devices === undefined ? selected : selected.filter((id) => found.includes(id));
}
